import { orderKey } from '../domain/channel-order.ts'
import { takeByFact } from '../domain/flows.ts'
import type { PoolId } from '../domain/ids.ts'
import { freeSets } from '../domain/move-claims.ts'
import { isInFlight, type StockCommand } from '../domain/publishing/command.ts'
import { mostLeft, type Hiding, type SettlingLine } from '../domain/publishing/settle-reading.ts'
import { toSettlingLine } from '../domain/publishing/settling-line.ts'
import { spreadUnits } from '../domain/publishing/spread-units.ts'
import type { TakesAt } from '../channels/listing.ts'
import type { Lease } from '../jobs/channel-task.ts'
import { leaseGuard } from '../jobs/lease-guard.ts'
import { checkLineCount } from '../stock/check-args.ts'
import type { Book } from '../stock/engine/book.ts'
import { quotaKey } from '../stock/engine/listing-quota.ts'
import type { ListingName } from '../stock/engine/names.ts'
import type { Operation, Scene } from '../stock/engine/operation.ts'
import { newlyPublished, type WaitingReading } from '../stock/engine/published.ts'
import { commandsOf, touchesListings } from './intend-moves.ts'
import { postQuota } from './post-quota.ts'
import { takeOff } from './take-off.ts'
import { widestOf } from './widest-of.ts'

export interface SettleReadings {
  readonly lease: Lease
  /** What is known of the listings whose readings wait. */
  readonly listings: readonly { readonly listingId: string; readonly takesAt: TakesAt; readonly hiding: Hiding }[]
}

export interface ReadingSettled {
  readonly listingId: string
  readonly outcome: 'settled' | 'joined' | 'void' | 'waits'
  /** By how many units the quota fell. */
  readonly freed: number
}

export interface ReadingsSettled {
  readonly kind: 'settled'
  readonly readings: readonly ReadingSettled[]
}

/** R3: lowers quotas to what readings prove, and takes the first settled reading of a listing that joins for its quota. */
export const settleReadings: Operation<SettleReadings, ReadingsSettled> = {
  name: 'settle_readings',
  knowsRepeats: true,
  patient: true,
  check: ({ listings }) => checkLineCount(listings.length, 200, 'listings'),
  mentions: ({ lease, listings }) => ({
    settling: listings.map(({ listingId }) => listingId),
    guards: [leaseGuard(lease)],
  }),
  touches(args, names) {
    const ids = args.listings.map(({ listingId }) => listingId)
    const joining = ids.flatMap((id) => {
      const listing = names.listingById(id)
      return listing && !listing.joined ? [{ listing, parts: widestOf(names.versionsFrom(listing.recipeId ?? '', 0)) }] : []
    })
    const fresh = joining.flatMap(({ listing, parts }) =>
      listing.pools.flatMap((poolId) => parts.map(({ skuId }) => ({ poolId, skuId }))),
    )
    return { balances: [...touchesListings(ids, names).balances, ...fresh], creates: true }
  },
  decide(book, args, scene) {
    const waiting = [...book.readings.all().values()].filter(({ closed }) => closed === null)
    const byListing = new Map(waiting.map((reading) => [reading.listingId, reading]))
    const readings = args.listings.map((at) => settle(book, { ...at, reading: byListing.get(at.listingId) }, scene))
    return { kind: 'settled', readings }
  },
}

type At = SettleReadings['listings'][number]

function settle(
  book: Book,
  { reading, ...at }: At & { readonly reading: WaitingReading | undefined },
  scene: Scene,
): ReadingSettled {
  const { listingId } = at
  const listing = scene.names.listingById(listingId)
  // I9: nothing is settled before every order taken until the answer is booked.
  if (!listing || !reading || !isBooked(reading, { listing, at, scene })) return { listingId, outcome: 'waits', freed: 0 }
  const commands = commandsOf(book, listingId)
  const lines = settlingLines(book, listingId, scene)
  const raisedSince = scene.settlement.raisedSince(listingId) + raisedInBatch(commands, scene.settlement.triesThrough(listingId))
  const most = isVoid(commands, reading) ? null : mostLeft({ reading, raisedSince, hiding: at.hiding, lines })
  if (most === null) {
    book.readings.set(reading.id, { ...reading, closed: { outcome: 'void', units: null, freed: 0 } })
    lookAgain(book, listing, { nowMs: scene.nowMs + VOID_PAUSE_MS })
    return { listingId, outcome: 'void', freed: 0 }
  }
  if (!listing.joined) return join(book, { listing, reading, units: most }, scene)
  for (const command of commands) closeSettled(book, command, { reading, scene })
  if (listing.joins) return joinAnew(book, { listing, reading, units: most }, scene)
  const freed = Math.max(0, book.quotaOf(listing) - most)
  const why = { reason: 'settle', document: `stock_reading:${reading.id}` }
  if (freed > 0) takeOff(book, { listing, units: freed, parts: [] }, why, scene)
  lookAgain(book, listing, scene)
  book.readings.set(reading.id, { ...reading, closed: { outcome: 'settled', units: most, freed } })
  return { listingId, outcome: 'settled', freed }
}

/** Whether every order that had taken units by the answer is booked, and every way back where hidden orders are reckoned by it. */
function isBooked(
  { listingId, answeredAtMs, sellableUnits }: WaitingReading,
  { listing, at, scene }: { readonly listing: ListingName; readonly at: At; readonly scene: Scene },
): boolean {
  const marks = scene.settlement.watermarks(listing.channelId)
  const taken = marks[at.takesAt === 'payment' ? 'taken at payment' : 'taken at order'] ?? -Infinity
  const needsBack = at.hiding.orders !== 'none' && sellableUnits !== null
  if (needsBack && (marks.back ?? -Infinity) < answeredAtMs) return false
  return taken >= answeredAtMs && !scene.settlement.isUnbooked(listingId)
}

/** A call sent before the reading that was neither answered nor dead may still change what was read. */
function isVoid(commands: readonly StockCommand[], { triesBefore, sentAtMs }: WaitingReading): boolean {
  return commands.some(({ call, tries }) => {
    const isTold = call === 'keyed delta' && tries.some(({ outcome }) => outcome === 'acknowledged')
    return !isTold && tries.some((one) => one.number <= triesBefore && isInFlight(one, sentAtMs))
  })
}

/** Orders as they are now: those of this batch are newer than what was read for it. */
function settlingLines(book: Book, listingId: string, { settlement }: Scene): readonly SettlingLine[] {
  const orders = new Map(settlement.ordersOf(listingId).map((order) => [orderKey(order), order]))
  for (const [key, order] of book.orders.all()) orders.set(key, order)
  return [...orders.values()].flatMap((order) =>
    order.lines.filter((line) => line.listingId === listingId).map((line) => toSettlingLine(order, line)),
  )
}

/** Raises that this batch has written down: what was read for it does not know them. */
function raisedInBatch(commands: readonly StockCommand[], known: number): number {
  const fresh = commands.filter(({ kind, tries }) => kind === 'raise' && tries.some(({ number }) => number > known))
  return fresh.reduce((sum, { units }) => sum + units, 0)
}

/** What a reading has settled is over, once none of its tries was made since. */
function closeSettled(
  book: Book,
  command: StockCommand,
  { reading, scene }: { readonly reading: WaitingReading; readonly scene: Scene },
): void {
  if (command.tries.some(({ number }) => number > reading.triesBefore)) return
  book.commands.set(command.id, { ...command, state: 'closed', outcome: 'settled', closedAtMs: scene.nowMs })
}

/** What is promised there is a fact: beyond what is free it is deficit. */
function join(
  book: Book,
  { listing, reading, units }: { readonly listing: ListingName; readonly reading: WaitingReading; readonly units: number },
  scene: Scene,
): ReadingSettled {
  const listingId = listing.id
  const taken = scene.settlement.watermarks(listing.channelId)['taken at order'] ?? reading.answeredAtMs
  const versions = listing.recipeId === null ? [] : scene.names.versionsFrom(listing.recipeId, Math.min(taken, scene.nowMs))
  if (versions.length === 0 || listing.recipeId === null) return { listingId, outcome: 'waits', freed: 0 }
  // What it sells is not on hand: its number is counted, and claims nothing of the pool.
  const open = listing.aheadRoom === null ? versions : []
  const joined: ListingName = { ...listing, joined: true, widest: widestOf(open) }
  for (const poolId of listing.pools)
    book.quotas.set(quotaKey({ listingId, poolId }), { listingId, poolId, units: 0, covers: [] })
  promise(book, { listing: joined, units, why: { reason: 'join', document: `stock_reading:${reading.id}` } }, scene)
  // Whoever reckons what it should have makes it due: before that there is nothing to bring it to.
  if (book.published.get(listingId)?.wanted !== null || commandsOf(book, listingId).length > 0) lookAgain(book, listing, scene)
  book.joined.set(listingId, { listingId, versionIds: open.map(({ id }) => id) })
  book.readings.set(reading.id, { ...reading, closed: { outcome: 'joined', units, freed: 0 } })
  return { listingId, outcome: 'joined', freed: 0 }
}

/** After a pause, or with doubt about our own books, the shop's number is a fact anew: more than we knew of is promised too. */
function joinAnew(
  book: Book,
  { listing, reading, units }: { readonly listing: ListingName; readonly reading: WaitingReading; readonly units: number },
  scene: Scene,
): ReadingSettled {
  const more = units - book.quotaOf(listing)
  const why = { reason: 'join', document: `stock_reading:${reading.id}` }
  if (more > 0) promise(book, { listing, units: more, why }, scene)
  if (more < 0) takeOff(book, { listing, units: -more, parts: [] }, why, scene)
  lookAgain(book, listing, scene)
  book.joined.set(listing.id, { listingId: listing.id, versionIds: [] })
  const freed = Math.max(0, -more)
  book.readings.set(reading.id, { ...reading, closed: { outcome: 'joined', units, freed } })
  return { listingId: listing.id, outcome: 'joined', freed }
}

/** Units that a shop shows already: from what is free first, in the order of the pools. */
function promise(
  book: Book,
  {
    listing,
    units,
    why,
  }: { readonly listing: ListingName; readonly units: number; readonly why: { reason: string; document: string } },
  scene: Scene,
): void {
  const free = listing.pools.map((place) => ({ place, units: freeIn(book, listing, place, units) }))
  const parts = spreadUnits(units, free).map(({ place: poolId, units: some }) => ({ poolId, units: some }))
  postQuota(book, { listing, parts, by: (balance, some) => takeByFact(balance, some, 'quota') }, why, scene)
}

/** A reading that settles nothing is made again, not at once. */
const VOID_PAUSE_MS = 5_000

/** What was waited for is settled: the publisher goes on with the listing at once. */
function lookAgain(book: Book, { id: listingId, channelId }: ListingName, { nowMs }: Pick<Scene, 'nowMs'>): void {
  book.published.set(listingId, { ...(book.published.get(listingId) ?? newlyPublished(listingId, channelId)), nextAtMs: nowMs })
}

function freeIn(book: Book, { widest }: ListingName, poolId: PoolId, most: number): number {
  const parts = widest.map(({ skuId, units }) => ({ balance: book.balance(poolId, skuId), perSet: units }))
  return Math.max(0, freeSets(parts, Math.max(0, most)))
}
