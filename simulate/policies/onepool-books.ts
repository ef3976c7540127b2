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
import type { ShopFront } from '../world/shop-front.ts'
import type { SimClock } from '../world/sim-clock.ts'
import type { Books, BookState, Marks, ShopBooks } from './policy.ts'

interface BalanceRow {
  readonly on_hand: string
  readonly free: string
  readonly held: string
  readonly quota: string
  readonly kept: string
  readonly deficit: string
  readonly overcommit: string
  readonly granted: number
  readonly charged: number
  readonly shops: string | readonly ShopRow[]
}

interface ShopRow {
  readonly code: string
  readonly quota: number | null
  readonly known: number
  readonly shipped: number
  readonly open: number
  readonly unpaid: number
  readonly since: number | null
  readonly settled: number | null
  readonly marks: Marks | null
}

interface Kept {
  readonly fronts: readonly ShopFront[]
  readonly channelIds: ReadonlyMap<ShopFront, string>
  readonly clock: SimClock
}

/** The product's books, read from its tables. */
export function onepoolBooks(merchant: SimMerchant, { fronts, channelIds, clock }: Kept): Books {
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
    async covered() {
      const { rows } = await sql<{ code: string; units: number }>`
        select c.code, sum(f.above_quota)::integer as units
          from ${sql.table('listing_finding')} f join ${sql.table('channel')} c on c.id = f.channel_id
         where f.kind = 'raised' and f.covered_at is not null group by c.code`.execute(merchantDb(merchant.em))
      return fronts.map(({ code }) => rows.find((one) => one.code === code)?.units ?? 0)
    },
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

const bookStatement = sql<BalanceRow>`
  select b.on_hand, b.free, b.held, b.quota, b.lock_kept + b.safety_kept as kept, b.deficit, b.overcommit,
         (select granted_per_day from ${sql.table('overcommit_budget')}) as granted,
         (select coalesce(sum(units), 0)::integer from ${sql.table('overcommit_charge')}) as charged,
         (select coalesce(json_agg(s), '[]') from (
           select c.code,
                  (select sum(q.quota) from ${sql.table('listing')} l join ${sql.table('listing_quota')} q on q.listing_id = l.id
                    where l.channel_id = c.id) as quota,
                  coalesce(h.known, 0) as known, coalesce(h.shipped, 0) as shipped, coalesce(h.unpaid, 0) as unpaid,
                  (select count(*) from ${sql.table('listing')} l join ${sql.table('stock_command')} k on k.listing_id = l.id
                    where l.channel_id = c.id and k.state <> 'closed' and k.kind <> 'set_zero') as open,
                  (select extract(epoch from min(k.created_at)) * 1000 from ${sql.table('listing')} l join ${sql.table('stock_command')} k on k.listing_id = l.id
                    where l.channel_id = c.id and k.state <> 'closed') as since,
                  (select extract(epoch from max(r.answered_at)) * 1000 from ${sql.table('listing')} l
                     join ${sql.table('stock_reading')} r on r.listing_id = l.id
                    where l.channel_id = c.id and r.outcome in ('settled', 'joined')) as settled,
                  (select json_object_agg(w.proof, extract(epoch from w.through) * 1000) from ${sql.table('channel_watermark')} w
                    where w.channel_id = c.id) as marks
             from ${sql.table('channel')} c
             left join lateral (
                  select sum(greatest(hl.units - hl.released - hl.shipped, 0)) as known, sum(hl.shipped) as shipped,
                         sum(greatest(hl.units - hl.released - hl.shipped, 0)) filter (where o.state = 'held') as unpaid
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
    grantedPerDay: row.granted,
    chargedUnits: row.charged,
    shops: fronts.map((front) => {
      const shop = shops.find((one) => one.code === front.code)
      return shop ? toShop(front, shop) : null
    }),
  }
}

function toShop(front: ShopFront, { quota, open, since, settled, marks, ...shop }: ShopRow): ShopBooks {
  return {
    quota: quota ?? 0,
    joined: quota !== null,
    known: shop.known,
    shipped: shop.shipped,
    unpaid: front.shop.takesAt === 'payment' ? shop.unpaid : 0,
    openCommands: open,
    openSinceMs: since,
    marks: marks ?? {},
    settledMs: settled,
  }
}

function nothing(fronts: readonly ShopFront[]): BookState {
  const none = { onHand: 0, free: 0, held: 0, quota: 0, kept: 0, deficit: 0, overcommit: 0, grantedPerDay: 0, chargedUnits: 0 }
  return { ...none, shops: fronts.map(() => null) }
}
