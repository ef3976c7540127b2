import type { KnownLine, KnownOrder } from '../domain/channel-order.ts'
import { outstandingUnits, type HoldLine } from '../domain/hold.ts'
import { balanceKey, type BalanceKey, type PoolId, type SkuId } from '../domain/ids.ts'
import { claimOf, isTaken, noClaim, type LineClaim } from '../domain/line-claim.ts'
import { freeSets, moveClaims, type ClaimChange } from '../domain/move-claims.ts'
import { drainUnits, spreadUnits, type UnitsAt } from '../domain/publishing/spread-units.ts'
import { giveBackTo, takePaid } from '../domain/quota-cover.ts'
import { lessShipped } from '../stock/less-shipped.ts'
import { nameAt } from '../stock/take-units.ts'
import { unsoundSets } from '../stock/unsound-sets.ts'
import type { Book } from '../stock/engine/book.ts'
import { quotaKey } from '../stock/engine/listing-quota.ts'
import type { Scene } from '../stock/engine/operation.ts'
import { keepSets, letGo, setsByPool } from './hold-lines.ts'
import { bookedAs, soldBy, type LineChange, type Sold } from './map-line.ts'
import { aheadOf, bookAhead, dropClaims, isMarkedAhead } from './presale-line.ts'
import { spendCampaign } from './spend-campaign.ts'
import { splitQuota } from './split-quota.ts'

/** The order a line belongs to, before and after what was told now. */
export interface OrderChange {
  readonly known: KnownOrder | undefined
  readonly order: KnownOrder
  readonly reference: string
  /** Where listings without a quota take their units from first. */
  readonly poolId: PoolId
  readonly sinceMs: number
}

export interface BookedLine {
  readonly line: KnownLine
  /** The hold's lines of this line. */
  readonly parts: readonly HoldLine[]
}

interface LineScene extends LineChange {
  readonly change: OrderChange
  /** The hold's lines of this line as they are. */
  readonly parts: readonly HoldLine[]
  readonly isPicking: boolean
  readonly scene: Scene
}

interface QuotaChange {
  readonly sold: Sold
  readonly shares: readonly UnitsAt<PoolId>[]
  /** Sets that were held for the order while it was unpaid: they cover what the quota of their pool has not. */
  readonly held: readonly UnitsAt<PoolId>[]
  /** When the shop's counter gave or got these units, as late as it can have been. */
  readonly atMs: number
}

/** Books what a line claims now, less what it claimed before: the units its hold keeps, and its listing's quota. */
export function bookLine(book: Book, at: LineScene): BookedLine {
  const { change, before, line, parts, scene } = at
  const sold = soldBy(change.order, at, scene.names)
  const { sinceMs } = change
  const ahead = aheadOf(change.order, line, { sinceMs, soldAhead: isMarkedAhead(book, change, at, sold) })
  const asked = claimOf(change.order, line, sinceMs)
  // The number of a presale listing falls with its orders like any other, only no unit of the pool does.
  const counts = sold !== null && sold.listing.aheadRoom !== null
  const claim = ahead ? { ...noClaim, charged: counts || before?.charged ? asked.charged : 0 } : asked
  const earlier = before ? bookedAs(before, scene.names) : null
  const moved = before !== undefined && before.listing !== line.listing

  const poolId = (sold && poolsOf(sold, change)[0]) ?? change.poolId

  if (!ahead) dropClaims(book, at)
  const next = ahead ? bookAhead(book, { ...at, sold, ahead, poolId }) : sold ? newParts(book, { at, sold, claim }) : letGo(parts)
  const quotas: QuotaChange[] = []
  if (moved && earlier && earlier.listing.id !== sold?.listing.id)
    quotas.push(givenBack(book, at, { sold: earlier, units: before.charged }))
  if (sold) quotas.push(charged(book, { at, sold, claim, moved }, next))

  const claims = new Map<BalanceKey, Change>()
  for (const part of parts) add(claims, part, { held: -outstandingUnits(part), quota: 0 })
  for (const part of next) add(claims, part, { held: outstandingUnits(part), quota: 0 })
  for (const quota of quotas) changeQuota(book, quota, claims)
  for (const { poolId, skuId, ...units } of claims.values()) {
    const postings = moveClaims(book.balance(poolId, skuId), units)
    const why = { reason: `order_${line.state}`, document: `order:${change.reference}/${line.lineId}` }
    if (postings.length > 0) book.post({ poolId, skuId }, postings, { ...why, happenedAtMs: scene.nowMs, actor: scene.actor })
  }
  for (const part of parts) nameAt(book, part, -outstandingUnits(part))
  for (const part of next) nameAt(book, part, outstandingUnits(part))
  const shares = quotas.flatMap((quota) => (quota.sold.listing.id === sold?.listing.id ? quota.shares : []))
  spendCampaign(book, { order: change.order, line, listing: sold?.listing ?? null, claim, shares, poolId }, scene)
  if (sold) countSold(book, { sold, units: claim.charged - (moved ? 0 : (before?.charged ?? 0)) })
  const mapped = { listingId: sold?.listing.id ?? null, recipeVersionId: sold?.version.id ?? null }
  return { line: { ...line, ...mapped, charged: claim.charged }, parts: next }
}

interface Claimed {
  readonly at: LineScene
  readonly sold: Sold
  readonly claim: LineClaim
}

/** How a listing's quota changes, pool by pool, in units of the listing. */
function charged(
  book: Book,
  { at, sold, claim, moved }: Claimed & { readonly moved: boolean },
  next: readonly HoldLine[],
): QuotaChange {
  const { before, change, line } = at
  const earlier = before && (!moved || before.listingId === sold.listing.id) ? before.charged - windfallOf(change, before) : 0
  const units = earlier - claim.charged + claim.windfall
  const wasUnpaid = !moved && before?.state === 'created' && change.known && !isTaken(change.known, before)
  const [was, is] = [setsByPool(at.parts, sold.version), setsByPool(next, sold.version)]
  const shares =
    wasUnpaid && units < 0
      ? payShares(book, { sold, units: -units, held: was })
      : splitQuota(book, { listing: sold.listing, units, before: was, after: is })
  return { sold, shares, held: wasUnpaid ? was : [], atMs: units < 0 ? paidAt(change.order) : backAt(change.order, line) }
}

function windfallOf({ known, sinceMs }: OrderChange, before: KnownLine): number {
  return known ? claimOf(known, before, sinceMs).windfall : 0
}

function givenBack(
  book: Book,
  { change, parts }: LineScene,
  { sold, units }: { readonly sold: Sold; readonly units: number },
): QuotaChange {
  const before = setsByPool(parts, sold.version)
  const shares = splitQuota(book, { listing: sold.listing, units, before, after: [] })
  return { sold, shares, held: [], atMs: change.order.modifiedAtMs }
}

/** A payment is asked of the pools whose quota has it, then of those that hold the order's units, and else of the first. */
function payShares(
  book: Book,
  { sold: { listing }, units, held }: { readonly sold: Sold; readonly units: number; readonly held: readonly UnitsAt<PoolId>[] },
): readonly UnitsAt<PoolId>[] {
  const quotas = listing.pools.map((place) => ({ place, units: Math.max(0, book.quota(listing.id, place)) }))
  const there = quotas.reduce((sum, one) => sum + one.units, 0)
  const paid = spreadUnits(Math.min(units, there), quotas)
  const missing = Math.max(0, units - there)
  const covered = drainUnits(
    missing,
    held.filter(({ place }) => listing.pools.includes(place)),
  )
  const rest = missing - covered.reduce((sum, one) => sum + one.units, 0)
  const shares = [
    ...paid,
    ...covered,
    ...spreadUnits(
      rest,
      quotas.map(({ place }) => ({ place, units: 0 })),
    ),
  ]
  return [...Map.groupBy(shares, ({ place }) => place)].map(([place, some]) => ({
    place,
    units: -some.reduce((sum, one) => sum + one.units, 0),
  }))
}

function paidAt({ paidAtMs, modifiedAtMs }: KnownOrder): number {
  return paidAtMs ?? modifiedAtMs
}

function backAt({ cancelledAtMs, modifiedAtMs }: KnownOrder, { state }: KnownLine): number {
  return state === 'cancelled' ? (cancelledAtMs ?? modifiedAtMs) : modifiedAtMs
}

/** What demand is reckoned from: what a platform's counter gave for the first time. */
function countSold(book: Book, { sold: { listing }, units }: { readonly sold: Sold; readonly units: number }): void {
  if (!listing.joined || units <= 0) return
  const { sets, orders } = book.sold.get(listing.id) ?? { sets: 0, orders: 0 }
  book.sold.set(listing.id, { sets: sets + units, orders: orders + 1 })
}

function newParts(book: Book, { at, sold, claim }: Claimed): readonly HoldLine[] {
  const { change, line, parts, isPicking } = at
  // What may be being picked is let go when the warehouse says so.
  if (claim.wanted === 0) return isPicking ? parts : letGo(parts)
  const split = splitSets(book, { at, sold, claim })
  if (split.length === 0) return letGo(parts)
  return lessShipped(book, keepSets(parts, { line: line.line, version: sold.version, split }), change.reference)
}

/** Which pool keeps how many sets: those that keep some already stay, more come from the first pool that covers them. */
function splitSets(book: Book, { at, sold, claim }: Claimed): readonly UnitsAt<PoolId>[] {
  const held = setsByPool(at.parts, sold.version)
  const kept = held.reduce((sum, { units }) => sum + units, 0)
  if (claim.wanted <= kept) return drainUnits(claim.wanted, held)
  const free = poolsOf(sold, at.change).map((place) => ({ place, units: freeIn(book, place, { sold, most: claim.wanted }) }))
  const there = free.reduce((sum, { units }) => sum + units, 0)
  const more = claim.firm ? claim.wanted - kept : Math.min(claim.wanted - kept, there)
  const added = sold.listing.joined && claim.charged > 0 ? spreadQuota(book, sold, more) : spreadUnits(more, free)
  return [...Map.groupBy([...held, ...added], ({ place }) => place)].map(([place, some]) => ({
    place,
    units: some.reduce((sum, { units }) => sum + units, 0),
  }))
}

/** As far as others can serve an order, none is asked of a pool that has promised more than it has. */
function spreadQuota(book: Book, { listing }: Sold, wanted: number): readonly UnitsAt<PoolId>[] {
  const quotas = listing.pools.map((place) => ({ place, units: book.quota(listing.id, place) }))
  const sound = quotas.map(({ place, units }) => ({ place, units: units - unsoundSets(book, listing, place) }))
  const there = sound.reduce((sum, { units }) => sum + Math.max(0, units), 0)
  return spreadUnits(wanted, there >= wanted ? sound : quotas)
}

function freeIn(book: Book, poolId: PoolId, { sold, most }: { readonly sold: Sold; readonly most: number }): number {
  const parts = sold.version.components.map(({ skuId, units }) => ({ balance: book.balance(poolId, skuId), perSet: units }))
  return Math.max(0, freeSets(parts, most))
}

/** The pools a line's units may come from, in order: its listing's, once that has joined. */
export function poolsOf({ listing }: Sold, { poolId }: Pick<OrderChange, 'poolId'>): readonly PoolId[] {
  return listing.joined ? listing.pools : [...new Set([poolId, ...listing.pools])]
}

type Change = ClaimChange & { readonly poolId: PoolId; readonly skuId: SkuId }

function add(claims: Map<BalanceKey, Change>, { poolId, skuId }: Pick<Change, 'poolId' | 'skuId'>, more: ClaimChange): void {
  const key = balanceKey(poolId, skuId)
  const { held = 0, quota = 0 } = claims.get(key) ?? {}
  claims.set(key, { poolId, skuId, held: held + more.held, quota: quota + more.quota })
}

/** A quota falls and rises by sets, each as large as the widest version the listing is open for. */
function changeQuota(book: Book, { sold, shares, held, atMs }: QuotaChange, claims: Map<BalanceKey, Change>): void {
  const { id, joined, widest } = sold.listing
  // A shop that has not joined keeps no quota: what it sells comes out of the pool.
  if (!joined) return
  for (const { place: poolId, units } of shares) {
    const key = quotaKey({ listingId: id, poolId })
    const before = book.quotas.get(key) ?? { units: 0, covers: [] }
    const there = held.reduce((sum, one) => (one.place === poolId ? sum + one.units : sum), 0)
    const covering = Math.min(there, -units)
    const after = units < 0 ? takePaid(before, { units: -units, held: covering, atMs }) : giveBackTo(before, { units, atMs })
    if (units !== 0) book.quotas.set(key, { listingId: id, poolId, ...after })
    const moved = after.units - before.units
    for (const part of widest) add(claims, { poolId, skuId: part.skuId }, { held: 0, quota: moved * part.units })
  }
}
