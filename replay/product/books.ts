import { sql } from 'kysely'
import { listingTruth } from '../../sandbox/shared/market/truth.ts'
import { auditMerchant } from '../../src/audit/audit-merchant.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { Em } from '../../src/db/orm.ts'
import { orderReference } from '../../src/domain/channel-order.ts'
import type { MarketShop } from '../market/shops.ts'
import type { AcceptedOrder } from '../market/shoppers.ts'

/** What has not come to rest in the books. */
export interface Unsettled {
  readonly openCommands: number
  readonly openReadings: number
  readonly negativeQuotas: number
  readonly ordersAside: number
  /** Listings of which the books hold another number of units than the shop has sold. */
  readonly heldOtherwise: number
  /** Some of them, in words. */
  readonly otherwise: readonly string[]
  /** Units the shops have sold and nobody holds. */
  readonly lostUnits: number
}

/** So many of each kind are named. */
const NAMED_MAX = 10

export function countUnsettled(unsettled: Unsettled): number {
  const { openCommands, openReadings, negativeQuotas, ordersAside, heldOtherwise } = unsettled
  return openCommands + openReadings + negativeQuotas + ordersAside + heldOtherwise
}

/** Compares the books with what the shops really have. */
export async function readUnsettled(em: Em, channels: ReadonlyMap<MarketShop, string>): Promise<Unsettled> {
  const { rows } = await sql<Record<'commands' | 'readings' | 'negative' | 'aside', string>>`
    select (select count(*) from ${sql.table('stock_command')} where state <> 'closed') as commands,
           (select count(*) from ${sql.table('stock_reading')} where closed_at is null) as readings,
           (select count(*) from ${sql.table('listing_quota')} where quota < 0) as negative,
           (select count(*) from ${sql.table('channel_order_aside')}) as aside`.execute(merchantDb(em.fork()))
  const [row] = rows
  const held = await heldUnits(em)
  const otherwise: string[] = []
  let lostUnits = 0
  for (const [shop, channelId] of channels) {
    const sold = new Map(listingTruth(shop.platform.sandbox.market.shop(shop.shopId)).map((one) => [one.listingId, one]))
    for (const [sku, { id }] of shop.listings) {
      const [live, booked] = [sold.get(id)?.takenUnshipped ?? 0, held.get(`${channelId}/${sku}`) ?? 0]
      if (live !== booked) otherwise.push(`${shop.code} ${sku}: ${live} sold, ${booked} held`)
      lostUnits += Math.max(0, live - booked)
    }
  }
  const count = (text: string | undefined): number => Number(text ?? 0)
  return {
    openCommands: count(row?.commands),
    openReadings: count(row?.readings),
    negativeQuotas: count(row?.negative),
    ordersAside: count(row?.aside),
    heldOtherwise: otherwise.length,
    otherwise: otherwise.slice(0, NAMED_MAX),
    lostUnits,
  }
}

/** Units held for the orders of each channel, by `channel/SKU`. */
async function heldUnits(em: Em): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ channel_id: string; code: string; units: string }>`
    select h.channel_id, s.code, sum(l.units - l.released - l.shipped) as units
      from ${sql.table('hold')} h join ${sql.table('hold_line')} l on l.hold_id = h.id join ${sql.table('sku')} s on s.id = l.sku_id
     where h.channel_id is not null group by h.channel_id, s.code`.execute(merchantDb(em.fork()))
  return new Map(rows.map(({ channel_id: id, code, units }) => [`${id}/${code}`, Number(units)]))
}

/** How long each accepted order took until it was held; those that are not are left out. */
export async function readLags(em: Em, accepted: readonly AcceptedOrder[]): Promise<readonly number[]> {
  const { rows } = await sql<{ reference: string; ms: number }>`
    select reference, (extract(epoch from created_at) * 1000)::float8 as ms from ${sql.table('hold')}
     where channel_id is not null and reference is not null`.execute(merchantDb(em.fork()))
  const heldAt = new Map(rows.map(({ reference, ms }) => [reference, ms]))
  return accepted.flatMap(({ shop, orderId, atMs }) => {
    const ms = heldAt.get(orderReference(shop.code, orderId))
    return ms === undefined ? [] : [Math.max(0, ms - atMs)]
  })
}

/** Everything that is on record twice and differs. */
export async function auditDifferences(em: Em, signal: AbortSignal): Promise<readonly string[]> {
  const found: string[] = []
  for await (const { differences } of auditMerchant(em, signal))
    for (const { check, subject, recorded, expected } of differences)
      found.push(`${check}, ${subject}: ${recorded} recorded, ${expected} expected`)
  return found
}

/** Units promised beyond what is there, all SKUs together. */
export async function readDeficit(em: Em): Promise<number> {
  const { rows } = await sql<{ units: string | null }>`select sum(deficit) as units from ${sql.table('pool_balance')}`.execute(
    merchantDb(em.fork()),
  )
  return Number(rows[0]?.units ?? 0)
}
