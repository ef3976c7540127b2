import { sql } from 'kysely'
import { auditMerchant } from '../../src/audit/audit-merchant.ts'
import type { Clock } from '../../src/clock.ts'
import type { Difference } from '../../src/audit/difference.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import { openDatabase, type Em, type Orm } from '../../src/db/orm.ts'
import { parseHoldId, toLocationId, toPoolId, toSkuId, type Condition, type HoldId } from '../../src/domain/ids.ts'
import { createLog } from '../../src/log.ts'
import { holdUnits, type Held } from '../../src/stock/commands/hold-units.ts'
import { bookDocument, type DocumentBooked } from '../../src/stock/documents/book-document.ts'
import type { QueueLimits } from '../../src/stock/engine/command-queue.ts'
import type { Answer, Operation } from '../../src/stock/engine/operation.ts'
import { findHolds } from '../../src/stock/read/list-holds.ts'
import { readBalances, type PoolStock } from '../../src/stock/read/read-balances.ts'
import { readInTransit, readLocationStock } from '../../src/stock/read/read-location-stock.ts'
import type { Refused } from '../../src/stock/refusal.ts'
import { createStockDesk, type StockDesk } from '../../src/stock/stock-desk.ts'
import { testMerchant, type TestMerchant } from './db.ts'
import { JumpingClock } from './jumping-clock.ts'
import { documentLine, holdArgs, type Told, type Wish } from './stock-args.ts'

export const MINUTE = 60_000

/** A merchant with a clock that only the test moves, and short words for what tests say most often. */
export class StockWorld {
  readonly clock = new JumpingClock(new Date('2026-11-11T00:00:00Z'))
  readonly merchant: TestMerchant
  readonly desk: StockDesk
  readonly #gateways: Orm[] = []
  readonly #ids = new Map<string, string>()
  #keys = 0

  private constructor(merchant: TestMerchant) {
    this.merchant = merchant
    this.desk = createStockDesk(merchant.em, this.clock)
  }

  static async open(): Promise<StockWorld> {
    return new StockWorld(await testMerchant())
  }

  /** Ends the merchant, after a last audit of all that the tests have done to it. */
  async close(): Promise<void> {
    const differences = await this.differences()
    await Promise.all(this.#gateways.map((orm) => orm.close()))
    await this.merchant.dispose()
    if (differences.length > 0) throw new Error(`the audit found ${JSON.stringify(differences)}`)
  }

  get em(): Em {
    return this.merchant.em.fork()
  }

  get nowMs(): number {
    return this.clock.now().getTime()
  }

  /** The desk of another process: connections and caches of its own. */
  async gateway(limits?: QueueLimits): Promise<StockDesk> {
    const orm = await openDatabase({ url: this.merchant.url, log: createLog({ level: 'silent' }), poolMax: 8 })
    this.#gateways.push(orm)
    return createStockDesk(orm.em.fork({ schema: this.merchant.schema }), this.clock, limits)
  }

  async pool(code: string): Promise<string> {
    await sql`insert into ${sql.table('pool')} (code, name, position, created_at)
      select ${code}, ${code}, count(*) + 1, '2026-01-01' from ${sql.table('pool')}`.execute(merchantDb(this.em))
    return code
  }

  /** A location of the pool `central`, or of another one, or (null) of none. */
  async location(
    code: string,
    { pool = 'central', owner = 'onepool', includesUnshipped = true }: LocationOptions = {},
  ): Promise<string> {
    await sql`insert into ${sql.table('location')}
        (code, name, kind, pool_id, on_hand_owner, figures_include_unshipped, created_at, updated_at)
      values (${code}, ${code}, 'warehouse', (select id from ${sql.table('pool')} where code = ${pool}), ${owner}, ${includesUnshipped},
              '2026-01-01', '2026-01-01')`.execute(merchantDb(this.em))
    return code
  }

  async defaultLocation(pool: string, location: string): Promise<void> {
    await sql`update ${sql.table('pool')} set default_location_id = (select id from ${sql.table('location')} where code = ${location})
      where code = ${pool}`.execute(merchantDb(this.em))
  }

  async sku(code: string): Promise<string> {
    await sql`insert into ${sql.table('sku')} (code, name, created_at, updated_at) values (${code}, ${code}, '2026-01-01', '2026-01-01')
      on conflict do nothing`.execute(merchantDb(this.em))
    return code
  }

  /** A set with one version, in effect for ever. */
  async recipe(code: string, components: Readonly<Record<string, number>>): Promise<string> {
    const db = merchantDb(this.em)
    await sql`
      with made as (insert into ${sql.table('recipe')} (code, name, created_at) values (${code}, ${code}, '2026-01-01') returning id),
           version as (insert into ${sql.table('recipe_version')} (recipe_id, version, effective_at, granted_at, created_at)
                       select id, 1, '2026-01-01', '2026-01-01', '2026-01-01' from made returning id)
      insert into ${sql.table('recipe_component')} (recipe_version_id, sku_id, units)
      select version.id, s.id, c.value::integer
        from version, json_each_text(${JSON.stringify(components)}::json) c join ${sql.table('sku')} s on s.code = c.key`.execute(
      db,
    )
    return code
  }

  do<Args, Yes extends Answer>(operation: Operation<Args, Yes>, args: Args, key = this.newKey()): Promise<Yes | Refused> {
    return this.desk.do(operation, args, { key, actor: 'test' })
  }

  newKey(): string {
    this.#keys += 1
    return `key-${this.#keys}`
  }

  /** Receives sellable units, now. */
  async stocked(sku: string, location: string, units: number): Promise<void> {
    await this.sku(sku)
    await this.tell({ kind: 'receipt', document: this.newKey(), happenedAtMs: this.nowMs, sku, location, units })
  }

  async tell(told: Told, desk = this.desk): Promise<DocumentBooked> {
    return yes(await desk.do(bookDocument, documentLine(told), { key: this.newKey(), actor: 'test' }))
  }

  hold(wish: Wish, { key = this.newKey(), desk = this.desk } = {}): Promise<Held | Refused> {
    return desk.do(holdUnits, holdArgs(wish), { key, actor: 'test' })
  }

  /** The id of a hold that must have been given. */
  async held(wish: Wish): Promise<HoldId> {
    return holdId(yes(await this.hold(wish)))
  }

  async balance(sku: string, pool = 'central'): Promise<PoolStock | undefined> {
    const skuId = toSkuId(await this.#id('sku', sku))
    const found = await readBalances(this.em, {
      skuIds: [skuId],
      poolIds: [toPoolId(await this.#id('pool', pool))],
      nowMs: this.nowMs,
    })
    return found[0]
  }

  async unitsAt(location: string, sku: string, condition: Condition = 'sellable'): Promise<number> {
    return (await this.#goodsAt(location, sku, condition))?.units ?? 0
  }

  async namedAt(location: string, sku: string): Promise<{ readonly named: number; readonly namedShort: number }> {
    const { named = 0, namedShort = 0 } = (await this.#goodsAt(location, sku, 'sellable')) ?? {}
    return { named, namedShort }
  }

  async inTransit(sku: string, condition: Condition = 'sellable'): Promise<number> {
    const found = await readInTransit(this.em, [toSkuId(await this.#id('sku', sku))])
    return found.find((goods) => goods.condition === condition)?.units ?? 0
  }

  /** Kinds of the alarms raised about a subject, oldest first. */
  async alarms(subject: string): Promise<readonly string[]> {
    const { rows } = await sql<{ kind: string }>`
      select kind from ${sql.table('alarm')} where subject = ${subject} order by id`.execute(merchantDb(this.em))
    return rows.map(({ kind }) => kind)
  }

  async openAlarms(subject: string): Promise<readonly string[]> {
    const { rows } = await sql<{ kind: string }>`
      select kind from ${sql.table('alarm')} where subject = ${subject} and settled_at is null order by id`.execute(
      merchantDb(this.em),
    )
    return rows.map(({ kind }) => kind)
  }

  async holdState(id: HoldId): Promise<string | undefined> {
    const { rows } = await sql<{ state: string }>`select state from ${sql.table('hold')} where id = ${id}`.execute(
      merchantDb(this.em),
    )
    return rows[0]?.state
  }

  /** All that is on record of these SKUs and holds, with zeros where there is nothing. */
  async figures({
    skus,
    pools,
    locations,
    holds,
  }: Readonly<Record<'skus' | 'pools' | 'locations' | 'holds', readonly string[]>>) {
    const skuIds = await Promise.all(skus.map(async (sku) => toSkuId(await this.#id('sku', sku))))
    const poolIds = await Promise.all(pools.map((pool) => this.#id('pool', pool)))
    const locationIds = await Promise.all(locations.map((location) => this.#id('location', location)))
    const balances = await readBalances(this.em, { skuIds, nowMs: this.nowMs })
    const goods = await readLocationStock(this.em, { skuIds, nowMs: this.nowMs })
    const found = holds.length === 0 ? [] : await findHolds(this.em, holds)
    return {
      balances: skus.flatMap((sku, s) =>
        pools.map((pool, p) => {
          const at = balances.find(({ skuId, poolId }) => skuId === skuIds[s] && poolId === poolIds[p])
          const { onHand = 0, held = 0, safetyKept = 0, free = 0, deficit = 0 } = at ?? {}
          return { sku, pool, onHand, held, safetyKept, free, deficit }
        }),
      ),
      goods: skus.flatMap((sku, s) =>
        locations.map((location, l) => {
          const at = goods.find(
            (one) => one.skuId === skuIds[s] && one.locationId === locationIds[l] && one.condition === 'sellable',
          )
          const { units = 0, named = 0, namedShort = 0 } = at ?? {}
          return { sku, location, units, named, namedShort }
        }),
      ),
      holds: holds.map((id) => ({ id, state: found.find((hold) => hold.id === id)?.state })),
    }
  }

  differences(): Promise<readonly Difference[]> {
    return auditAll(this.merchant.em)
  }

  async #goodsAt(location: string, sku: string, condition: Condition) {
    const found = await readLocationStock(this.em, {
      skuIds: [toSkuId(await this.#id('sku', sku))],
      locationIds: [toLocationId(await this.#id('location', location))],
      nowMs: this.nowMs,
    })
    return found.find((goods) => goods.condition === condition)
  }

  async #id(table: 'sku' | 'pool' | 'location', code: string): Promise<string> {
    const known = this.#ids.get(`${table}/${code}`)
    if (known !== undefined) return known
    const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)} where code = ${code}`.execute(
      merchantDb(this.em),
    )
    if (rows[0]) this.#ids.set(`${table}/${code}`, rows[0].id)
    return rows[0]?.id ?? '0'
  }
}

/** Everything the audit finds wrong: I1, I6 and I10 in SQL. */
export async function auditAll(em: Em): Promise<readonly Difference[]> {
  const found: Difference[] = []
  for await (const { differences } of auditMerchant(em, new AbortController().signal)) found.push(...differences)
  return found
}

/** Puts units of one SKU into the pool of a merchant that has nothing else yet. */
export async function receive(em: Em, { clock, sku, units }: { clock: Clock; sku: string; units: number }): Promise<void> {
  const db = merchantDb(em.fork())
  await sql`insert into ${sql.table('sku')} (code, name, created_at, updated_at) values (${sku}, ${sku}, '2026-01-01', '2026-01-01')`.execute(
    db,
  )
  await sql`insert into ${sql.table('location')} (code, name, kind, pool_id, created_at, updated_at)
    select 'W1', 'W1', 'warehouse', id, '2026-01-01', '2026-01-01' from ${sql.table('pool')}`.execute(db)
  const told: Told = { kind: 'receipt', document: 'first', happenedAtMs: clock.now().getTime(), location: 'W1', sku, units }
  yes(await createStockDesk(em, clock).do(bookDocument, documentLine(told), { key: 'first', actor: 'test' }))
}

interface LocationOptions {
  readonly pool?: string | null
  readonly owner?: string
  readonly includesUnshipped?: boolean
}

/** The answer, where the test leaves no doubt that it is a yes. */
export function yes<Yes extends Answer>(answer: Yes | Refused): Yes {
  if (isRefused(answer)) throw new Error(`refused: ${answer.code} ${answer.message}`)
  return answer
}

function isRefused(answer: Answer): answer is Refused {
  return answer.kind === 'refused'
}

export function holdId(held: { readonly holdId: string }): HoldId {
  const id = parseHoldId(held.holdId)
  if (id === undefined) throw new Error(`${held.holdId} is no id of a hold`)
  return id
}
