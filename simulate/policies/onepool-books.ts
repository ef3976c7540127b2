import { sql } from 'kysely'
import { auditMerchant } from '../../src/audit/audit-merchant.ts'
import type { Platforms } from '../../src/channels/connect.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { Proof } from '../../src/channels/feed.ts'
import type { OrderState } from '../../src/domain/order-state.ts'
import type { Watermarks } from '../../src/intake/watermarks.ts'
import { readListingStandings } from '../../src/selling/listing-standing.ts'
import { msOf } from '../../src/stock/sql/instants.ts'
import { faultyCauses } from '../checks/causes.ts'
import { missingOrders, type BookedOrder } from '../checks/missing-orders.ts'
import type { SimMerchant } from '../merchant.ts'
import type { Scenario } from '../scenario.ts'
import { goodCount, poolsOf } from '../supply.ts'
import type { ShopFront } from '../world/shop-front.ts'
import type { SimClock } from '../world/sim-clock.ts'
import { bookStatement } from './book-rows.ts'
import { toBookState } from './book-state.ts'
import type { Books, Marks } from './books.ts'

interface Kept {
  readonly scenario: Scenario
  readonly fronts: readonly ShopFront[]
  readonly channelIds: ReadonlyMap<ShopFront, string>
  readonly clock: SimClock
}

/** The product's books, read from its tables. */
export function onepoolBooks(merchant: SimMerchant, { scenario, fronts, channelIds, clock }: Kept): Books {
  const shops = fronts.map((front) => ({ front, pools: poolsOf(front.shop, scenario) }))
  return {
    async read() {
      const { rows } = await bookStatement.execute(merchantDb(merchant.em))
      const [row] = rows
      if (!row) throw new Error('the books cannot be read')
      return toBookState(row, shops, goodCount(scenario))
    },
    async audit() {
      const found: string[] = []
      for await (const { differences } of auditMerchant(merchant.em, new AbortController().signal))
        found.push(
          ...differences.map(({ check, subject, recorded, expected }) => `${check}, ${subject}: ${recorded} for ${expected}`),
        )
      return found
    },
    causes: () => faultyCauses(merchant.em),
    async missing(front, marks) {
      const channelId = channelIds.get(front)
      if (channelId === undefined) return []
      const { rows } = await bookedStatement(channelId).execute(merchantDb(merchant.em))
      const { proofs, through, ids, states, modified } = rows[0] ?? { proofs: [], through: [], ids: [], states: [], modified: [] }
      const known = marks ? toDates(marks) : Object.fromEntries(proofs.map((proof, n) => [proof, new Date(through[n] ?? 0)]))
      const orders = ids.map((id, n): [string, BookedOrder] => [
        id,
        { state: states[n] ?? 'created', modifiedAtMs: modified[n] ?? 0 },
      ])
      return missingOrders(front, { marks: known, booked: new Map(orders) })
    },
    charged: async () => byShop(fronts, (await chargedStatement.execute(merchantDb(merchant.em))).rows),
    covered: async () => byShop(fronts, (await coveredStatement.execute(merchantDb(merchant.em))).rows),
    async bounds() {
      const { rows } = await sql<{ id: string; code: string }>`
        select l.id, c.code from ${sql.table('listing')} l join ${sql.table('channel')} c on c.id = l.channel_id`.execute(
        merchantDb(merchant.em),
      )
      const listingIds = rows.map(({ id }) => id)
      const standings = await readListingStandings(merchant.em, { listingIds, platforms: platformsOf(fronts), now: clock.now() })
      const byCode = new Map(rows.map(({ id, code }) => [code, standings.get(id)?.guarantee]))
      return fronts.map(({ code }) => {
        const { boundUnits: units = null, ifLateUnits: ifLate = null } = byCode.get(code) ?? {}
        return { units, ifLate }
      })
    },
  }
}

interface UnitsOf {
  readonly code: string
  readonly units: number
}

const chargedStatement = sql<UnitsOf>`
  select c.code, sum(g.units)::integer as units
    from ${sql.table('ledger')} g join ${sql.table('listing')} l on g.document = 'listing:' || l.id
    join ${sql.table('channel')} c on c.id = l.channel_id
   where g.reason = 'oversold' and g.to_place = 'quota' group by c.code`

const coveredStatement = sql<UnitsOf>`
  select c.code, sum(f.above_quota)::integer as units
    from ${sql.table('listing_finding')} f join ${sql.table('channel')} c on c.id = f.channel_id
   where f.kind = 'raised' and f.covered_at is not null group by c.code`

function byShop(fronts: readonly ShopFront[], rows: readonly UnitsOf[]): readonly number[] {
  return fronts.map(({ code }) => rows.find((one) => one.code === code)?.units ?? 0)
}

function toDates(marks: Marks): Watermarks {
  return Object.fromEntries(Object.entries(marks).map(([proof, ms]) => [proof, new Date(ms)]))
}

/** The shops' own connectors, for what is asked of a platform without calling it. */
function platformsOf(fronts: readonly ShopFront[]): Platforms {
  return {
    names: fronts.map(({ platform }) => platform),
    connect({ platform }) {
      const front = fronts.find((one) => one.platform === platform)
      if (!front) throw new TypeError(`no shop is on ${platform}`)
      return front.connector
    },
    listen: () => undefined,
  }
}

interface BookedRow {
  readonly proofs: readonly Proof[]
  readonly through: readonly number[]
  readonly ids: readonly string[]
  readonly states: readonly OrderState[]
  readonly modified: readonly number[]
}

/** A channel's watermarks, and how far each of its orders is booked. */
function bookedStatement(channelId: string) {
  const [marks, orders] = [
    sql`from ${sql.table('channel_watermark')} where channel_id = ${channelId} order by proof`,
    sql`from ${sql.table('channel_order')} where channel_id = ${channelId} order by order_id`,
  ]
  return sql<BookedRow>`
    select array(select proof ${marks}) as proofs, array(select ${msOf('through')} ${marks}) as through,
           array(select order_id ${orders}) as ids, array(select state ${orders}) as states,
           array(select ${msOf('modified_at')} ${orders}) as modified`
}
