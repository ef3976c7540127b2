import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { PoolId, SkuId } from '../domain/ids.ts'
import { dayOf, standingOf, type Standing } from '../domain/presale-standing.ts'
import { balanceKey } from '../domain/ids.ts'
import type { PresaleClaim } from '../domain/presale.ts'
import { toListed, type Listed, type PageWanted } from '../stock/read/list-page.ts'
import { readPresaleStates } from '../stock/sql/presale.ts'
import { claimColumns, toClaim, type ClaimRow } from '../stock/sql/presale-claims.ts'
import { msOf } from '../stock/sql/instants.ts'

export interface ListPresaleOrders extends PageWanted {
  readonly skuId: SkuId
  readonly poolId: PoolId
  /** Only those that still wait for goods. */
  readonly waiting: boolean
}

/** A line of an order that was sold ahead, and where its units stand. */
export interface PresaleOrder extends PresaleClaim {
  readonly key: string
  readonly standing: Standing
}

/** The earliest promise first, as goods that come in go to them. */
export async function listPresaleOrders(
  em: Em,
  { skuId, poolId, waiting, first, after }: ListPresaleOrders,
  nowMs: number,
): Promise<Listed<PresaleOrder>> {
  const from = after === null ? null : readKey(after)
  const { rows } = await sql<ClaimRow & { readonly ahead: string | null }>`
    select ${claimColumns}, c.ahead
      from (select c.*, coalesce(c.promised_at, 'infinity') as promise,
                   sum(c.units - c.served) over (order by coalesce(c.promised_at, 'infinity'), c.ordered_at, c.channel_id, c.order_id, c.line
                                                 rows between unbounded preceding and 1 preceding) as ahead
              from ${sql.table('presale_claim')} c
             where c.sku_id = ${skuId} and c.pool_id = ${poolId}) c
     where (${waiting} = false or c.served < c.units)
       and (${from === null} or (${msOf('c.promise')}, ${msOf('c.ordered_at')}, c.channel_id, c.order_id, c.line) >
            (${from?.promisedMs ?? null}::float8, ${from?.orderedMs ?? null}::float8, ${from?.channelId ?? null}::bigint,
             ${from?.orderId ?? null}::text, ${from?.line ?? null}::integer))
     order by c.promise, c.ordered_at, c.channel_id, c.order_id, c.line limit ${first + 1}`.execute(merchantDb(em))
  const state = (await readPresaleStates(em, [{ poolId, skuId }])).get(balanceKey(poolId, skuId))
  const at = { receipts: state?.receipts ?? [], today: dayOf(nowMs) }
  return toListed(
    rows.map((row) => {
      const claim = toClaim(row)
      return { ...claim, key: keyOf(claim), standing: standingOf(claim, { ...at, ahead: Number(row.ahead ?? 0) }) }
    }),
    first,
  )
}

function keyOf({ promisedAtMs, orderedAtMs, channelId, orderId, line }: PresaleClaim): string {
  return JSON.stringify([promisedAtMs, orderedAtMs, channelId, orderId, line])
}

interface Key {
  readonly promisedMs: number | string
  readonly orderedMs: number
  readonly channelId: string
  readonly orderId: string
  readonly line: number
}

/** Anything else was never given out, and begins at the start. */
function readKey(text: string): Key | null {
  const parsed: unknown = JSON.parse(text)
  if (!Array.isArray(parsed)) return null
  const [promisedMs, orderedMs, channelId, orderId, line]: unknown[] = parsed
  if (typeof orderedMs !== 'number' || typeof line !== 'number' || typeof orderId !== 'string') return null
  if (typeof channelId !== 'string' || !/^\d{1,18}$/.test(channelId)) return null
  return { promisedMs: typeof promisedMs === 'number' ? promisedMs : 'Infinity', orderedMs, channelId, orderId, line }
}
