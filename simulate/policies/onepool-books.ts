import { sql } from 'kysely'
import { auditMerchant } from '../../src/audit/audit-merchant.ts'
import type { Proof } from '../../src/channels/feed.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { OrderState } from '../../src/domain/order-state.ts'
import { msOf } from '../../src/stock/sql/instants.ts'
import { missingOrders, type BookedOrder } from '../checks/missing-orders.ts'
import type { SimMerchant } from '../merchant.ts'
import type { ShopFront } from '../world/shop-front.ts'
import type { Books, BookState, ShopBooks } from './policy.ts'

interface BalanceRow {
  readonly on_hand: string
  readonly free: string
  readonly held: string
  readonly quota: string
  readonly kept: string
  readonly deficit: string
  readonly overcommit: string
  readonly shops: string | readonly ShopRow[]
}

interface ShopRow {
  readonly code: string
  readonly quota: number | null
  readonly known: number
  readonly shipped: number
  readonly open: number
  readonly since: number | null
  readonly taken: number | null
  readonly back: number | null
}

/** The product's books, read from its tables. */
export function onepoolBooks(
  merchant: SimMerchant,
  { fronts, channelIds }: { readonly fronts: readonly ShopFront[]; readonly channelIds: ReadonlyMap<ShopFront, string> },
): Books {
  return {
    async read() {
      const { rows } = await bookStatement.execute(merchantDb(merchant.em))
      const [row] = rows
      return row ? toState(row, fronts) : nothing(fronts)
    },
    async audit() {
      const found: string[] = []
      for await (const { differences } of auditMerchant(merchant.em, new AbortController().signal))
        found.push(
          ...differences.map(({ check, subject, recorded, expected }) => `${check}, ${subject}: ${recorded} for ${expected}`),
        )
      return found
    },
    async missing(front) {
      const channelId = channelIds.get(front)
      if (channelId === undefined) return []
      const { rows } = await bookedStatement(channelId).execute(merchantDb(merchant.em))
      const { proofs, through, ids, states, modified } = rows[0] ?? { proofs: [], through: [], ids: [], states: [], modified: [] }
      const marks = new Map(proofs.map((proof, n) => [proof, new Date(through[n] ?? 0)]))
      const orders = ids.map((id, n): [string, BookedOrder] => [
        id,
        { state: states[n] ?? 'created', modifiedAtMs: modified[n] ?? 0 },
      ])
      return missingOrders(front, { marks, booked: new Map(orders) })
    },
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

const bookStatement = sql<BalanceRow>`
  select b.on_hand, b.free, b.held, b.quota, b.lock_kept + b.safety_kept as kept, b.deficit, b.overcommit,
         (select coalesce(json_agg(s), '[]') from (
           select c.code,
                  (select sum(q.quota) from ${sql.table('listing')} l join ${sql.table('listing_quota')} q on q.listing_id = l.id
                    where l.channel_id = c.id) as quota,
                  coalesce(h.known, 0) as known, coalesce(h.shipped, 0) as shipped,
                  (select count(*) from ${sql.table('listing')} l join ${sql.table('stock_command')} k on k.listing_id = l.id
                    where l.channel_id = c.id and k.state <> 'closed' and k.kind <> 'set_zero') as open,
                  (select extract(epoch from min(k.created_at)) * 1000 from ${sql.table('listing')} l join ${sql.table('stock_command')} k on k.listing_id = l.id
                    where l.channel_id = c.id and k.state <> 'closed') as since,
                  (select extract(epoch from max(w.through)) * 1000 from ${sql.table('channel_watermark')} w
                    where w.channel_id = c.id and w.proof like 'taken%') as taken,
                  (select extract(epoch from max(w.through)) * 1000 from ${sql.table('channel_watermark')} w
                    where w.channel_id = c.id and w.proof = 'back') as back
             from ${sql.table('channel')} c
             left join lateral (
                  select sum(greatest(hl.units - hl.released - hl.shipped, 0)) as known, sum(hl.shipped) as shipped
                    from ${sql.table('hold')} o join ${sql.table('hold_line')} hl on hl.hold_id = o.id
                   where o.channel_id = c.id) h on true) s) as shops
    from ${sql.table('pool_balance')} b`

function toState(row: BalanceRow, fronts: readonly ShopFront[]): BookState {
  const shops: readonly ShopRow[] = typeof row.shops === 'string' ? JSON.parse(row.shops) : row.shops
  return {
    onHand: Number(row.on_hand),
    free: Number(row.free),
    held: Number(row.held),
    quota: Number(row.quota),
    kept: Number(row.kept),
    deficit: Number(row.deficit),
    overcommit: Number(row.overcommit),
    shops: fronts.map(({ code }) => {
      const shop = shops.find((one) => one.code === code)
      return shop ? toShop(shop) : null
    }),
  }
}

function toShop({ quota, known, shipped, open, since, taken, back }: ShopRow): ShopBooks {
  return {
    quota: quota ?? 0,
    joined: quota !== null,
    known,
    shipped,
    openCommands: open,
    openSinceMs: since,
    takenThroughMs: taken,
    backThroughMs: back,
  }
}

function nothing(fronts: readonly ShopFront[]): BookState {
  const none = { onHand: 0, free: 0, held: 0, quota: 0, kept: 0, deficit: 0, overcommit: 0 }
  return { ...none, shops: fronts.map(() => null) }
}
