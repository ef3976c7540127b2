import { isDeepStrictEqual } from 'node:util'
import { assert } from '../../domain/assert.ts'
import type { Balance } from '../../domain/balance.ts'
import { giveBack } from '../../domain/flows.ts'
import { balanceKey, type CountId, type LocationId } from '../../domain/ids.ts'
import type { Hold } from '../../domain/hold.ts'
import { withStock } from '../../domain/location-stock.ts'
import type { Em } from '../../db/orm.ts'
import { allOf, type Pipeline } from '../../db/pipeline.ts'
import { readCountLevels, readCountLines, readCounts, toMarks } from '../sql/counts.ts'
import { readAcknowledgements, readDocuments } from '../sql/documents.ts'
import { readDueUnits, readStanding, type DueUnits } from '../sql/due-holds.ts'
import { namedStocks } from '../named-stocks.ts'
import { lockOrders, readFigures } from '../sql/figures.ts'
import { lockBalances, toBalance } from '../sql/lock-balances.ts'
import { lockStocks, pinLocations } from '../sql/stocks.ts'
import { readTransfers } from '../sql/transfers.ts'
import { orderSkuOf } from '../figure-key.ts'
import { acknowledgementKey } from '../restate-counts.ts'
import { loadPresale } from '../presale/load-presale.ts'
import { transferLineKey } from '../transfer-line-key.ts'
import { placeKey, type AllTouches } from './all-touches.ts'
import { Book } from './book.ts'
import type { Names } from './names.ts'
import { returnExpiredSales } from '../locks/return-sales.ts'
import { bookEndedLocks, loadExpiredSales, loadLocks, loadNamedCampaigns } from './load-locks.ts'
import { loadOvercommit } from './load-overcommit.ts'
import { loadOrders } from './load-orders.ts'
import { settleOvercommit } from './settle-overcommit.ts'
import { loadPublishing, type Settlement } from './load-publishing.ts'
import type { CountAt, CountLevel } from './operation.ts'
import { documentKey, readMentionedHolds, type AllMentions } from './resolve-names.ts'
import { StaleNames } from './stale-names.ts'

/** Counts taken this long before now may still lie after what happens now: two gateways' clocks differ a little. */
const CLOCK_DOUBT_MS = 600_000

/** How far ahead of the locks it is asked what comes due: longer than they are usually waited for. */
const DUE_AHEAD_MS = 5_000

export interface Loaded {
  /** The rows as they are in the database: locked, and fresh. */
  readonly stored: Book
  /** On top of them, what the clock alone has changed; the batch's commands are folded into it. */
  readonly book: Book
  /** No earlier than anything already booked at these balances by time. */
  readonly nowMs: number
  levelOf(count: CountAt): CountLevel
  unitsOfCount(id: CountId): number
  readonly settlement: Settlement
}

export interface Wants {
  readonly mentions: AllMentions
  readonly touches: AllTouches
  readonly names: Names
}

/** Begins the transaction, locks in the fixed order (balances, goods, holds, orders, transfers, listings), then reads the time, then books what is due. */
export async function loadBook(pipeline: Pipeline, wants: Wants, clockNowMs: () => number): Promise<Loaded> {
  const { touches, mentions } = wants
  const { em } = pipeline
  const locked = [...touches.balances.map((at) => balanceKey(at.poolId, at.skuId)), ...touches.stocks.map(placeKey)]
  const book = new Book(undefined, new Set(locked))
  const [{ balances, nothingDueBeforeMs, promised }, settlement] = await lockAll(pipeline, book, wants, clockNowMs)
  await loadAcknowledgements(em, book, wants)
  await loadLocks(em, book, { ...wants, promised })
  await loadOvercommit(em, book, wants)

  const nowMs = balances.reduce((latest, { expiredThroughMs }) => Math.max(latest, expiredThroughMs), clockNowMs())
  const due = nowMs >= nothingDueBeforeMs ? await readDueUnits(em, balances, nowMs) : []
  await loadNamedStocks(em, book, due)
  await loadExpiredSales(em, book, mentions.campaigns.length > 0 ? touches.balances : due, nowMs)
  const levels = await loadCounts(em, book, { touches, nowMs })
  const current = returnExpiredSales(bookEndedLocks(bookDueUnits(book, due, nowMs), nowMs), nowMs)
  settleOvercommit(current, book, wants.names)
  return { stored: book, book: current, nowMs, settlement, ...levels }
}

/**
 * Each of these sends its locks before it returns, so that they are taken in the order of these lines, and all of them travel together. What
 * one reads later needs no lock of its own.
 */
async function lockAll(pipeline: Pipeline, book: Book, wants: Wants, clockNowMs: () => number) {
  const { em } = pipeline
  const [balances, , , , , , , settlement] = await allOf([
    loadBalances(pipeline, book, { touches: wants.touches, nowMs: clockNowMs() }),
    loadStocks(em, book, wants),
    loadHolds(em, book, wants),
    loadFigures(em, book, wants),
    loadDocuments(em, book, wants),
    loadOrders(em, book, wants),
    loadPresale(em, book, wants),
    loadPublishing(em, book, wants),
    loadNamedCampaigns(em, book, { ...wants, clockNowMs }),
  ])
  return [balances, settlement] as const
}

async function loadBalances(
  pipeline: Pipeline,
  book: Book,
  { touches: { balances: keys }, nowMs: askedAtMs }: { readonly touches: AllTouches; readonly nowMs: number },
): Promise<{ readonly balances: readonly Balance[]; readonly nothingDueBeforeMs: number; readonly promised: boolean }> {
  if (keys.length === 0) {
    await pipeline.begin(() => Promise.resolve())
    return { balances: [], nothingDueBeforeMs: Infinity, promised: false }
  }
  const untilMs = askedAtMs + DUE_AHEAD_MS
  const [rows, [standing]] = await pipeline.begin(() =>
    allOf([pipeline.send(lockBalances(keys)), pipeline.send(readStanding(keys, untilMs))]),
  )
  const balances = rows.map(toBalance)
  for (const balance of balances) book.balances.set(balanceKey(balance.poolId, balance.skuId), balance)
  return { balances, nothingDueBeforeMs: standing?.due_ms ?? untilMs, promised: standing?.promised === true }
}

/** Goods that expired holds named: their balances are locked, and nobody changes them without those. */
async function loadNamedStocks(em: Em, book: Book, due: readonly DueUnits[]): Promise<void> {
  const places = namedStocks(due).filter((place) => book.stocks.get(placeKey(place)) === undefined)
  if (places.length === 0) return
  for (const stock of await lockStocks(em, places)) book.saveStock(stock)
}

/** What the clock alone has changed, on a book of its own on top of what is stored. */
function bookDueUnits(stored: Book, due: readonly DueUnits[], nowMs: number): Book {
  const book = new Book(stored)
  for (const { poolId, skuId, locationId, units, lines } of due) {
    if (units > 0) {
      const why = { reason: 'expire', document: `expired:${lines}`, happenedAtMs: nowMs, actor: 'clock' }
      book.post({ poolId, skuId }, giveBack(book.balance(poolId, skuId), units, 'held'), why)
      if (locationId !== null) book.saveStock(withStock(book.stock(locationId, skuId, 'sellable'), { named: -units }))
    }
    book.balances.set(balanceKey(poolId, skuId), { ...book.balance(poolId, skuId), expiredThroughMs: nowMs })
  }
  return book
}

async function loadStocks(em: Em, book: Book, { touches: { stocks }, names }: Wants): Promise<void> {
  if (stocks.length === 0) return
  const [pinned, locked] = await allOf([
    pinLocations(em, [...new Set<LocationId>(stocks.map(({ locationId }) => locationId))]),
    lockStocks(em, stocks),
  ])
  for (const [id, poolId] of pinned) {
    const seen = names.locationById(id)
    if (seen && seen.poolId !== poolId) throw new StaleNames('a location changed its pool meanwhile')
  }
  for (const stock of locked) book.saveStock(stock)
}

async function loadHolds(em: Em, book: Book, { mentions, names }: Wants): Promise<void> {
  for (const hold of await readMentionedHolds(em, mentions, true)) {
    const seen = names.hold(hold.id)
    // What to lock was chosen by the lines seen before: with other lines, other balances may have to be locked.
    if (!seen || keysOf(seen) !== keysOf(hold)) throw new StaleNames('a hold was begun or changed its lines meanwhile')
    book.saveHold(hold)
  }
}

function keysOf({ lines }: Hold): string {
  return lines.map(({ poolId, skuId, locationId }) => `${balanceKey(poolId, skuId)}@${locationId ?? ''}`).join()
}

async function loadFigures(em: Em, book: Book, { touches: { figures: orders }, names }: Wants): Promise<void> {
  if (orders.length === 0) return
  const [, known] = await allOf([lockOrders(em, orders), readFigures(em, orders)])
  for (const [key, figures] of known) {
    const { orderRef, skuId } = orderSkuOf(key)
    const seen = names.figures(orderRef)
    // The places to lock were chosen by the figures seen before; where none is booked, none was asked for.
    if (seen && JSON.stringify([...(seen.get(skuId) ?? [])]) !== JSON.stringify([...figures])) {
      throw new StaleNames('a shipment was told meanwhile')
    }
    book.figures.set(key, figures)
  }
}

async function loadAcknowledgements(em: Em, book: Book, { mentions: { shipments }, names }: Wants): Promise<void> {
  const asked = shipments.length === 0 ? [] : [...book.holds.changed.keys()].filter((id) => names.acknowledgements(id))
  if (asked.length === 0) return
  const seen = asked.flatMap((id) => names.acknowledgements(id) ?? [])
  const known = await readAcknowledgements(em, asked)
  if (known.length !== seen.length || known.some((row) => !seen.some((one) => isDeepStrictEqual(one, row)))) {
    throw new StaleNames('an order was acknowledged meanwhile')
  }
  for (const row of known) book.acknowledgements.set(acknowledgementKey(row), row)
}

async function loadDocuments(em: Em, book: Book, { mentions, names }: Wants): Promise<void> {
  const { transfers: references, documents } = mentions
  const [{ transfers, lines }, known] = await allOf([
    references.length === 0 ? { transfers: [], lines: [] } : readTransfers(em, references, true),
    documents.length === 0 ? [] : readDocuments(em, documents),
  ])
  for (const transfer of transfers) book.transfers.set(transfer.reference, transfer)
  for (const line of lines) book.transferLines.set(transferLineKey(line), line)
  for (const line of known) {
    // What to lock was chosen by what the line said before: told anew meanwhile, it may have moved goods elsewhere.
    const seen = names.document(line.source, line.document, line.line)
    if (seen?.revision !== line.revision) throw new StaleNames('a document line was told meanwhile')
    book.documents.set(documentKey(line), line)
  }
}

/** Reads the counts that a movement told late has to be measured against, and the levels new counts compare with. */
async function loadCounts(
  em: Em,
  book: Book,
  { touches, nowMs }: { touches: AllTouches; nowMs: number },
): Promise<Pick<Loaded, 'levelOf' | 'unitsOfCount'>> {
  const since = touches.stocks.flatMap(({ sinceMs, ...place }) =>
    sinceMs === undefined ? [] : [{ ...place, sinceMs: Math.min(sinceMs ?? nowMs - CLOCK_DOUBT_MS, nowMs) }],
  )
  const counts = since.length === 0 ? [] : await readCounts(em, since)
  for (const count of counts) book.counts.set(count.id, count)
  for (const [key, marks] of toMarks(counts)) book.marks.set(key, marks)

  const asked = touches.countsAt.map((at) => ({ ...at, countedAtMs: Math.min(at.countedAtMs, nowMs) }))
  const levels = asked.length === 0 ? [] : await readCountLevels(em, asked)
  const byCount = new Map(asked.map((at, n) => [levelKey(at), levels[n]]))
  const lines = touches.countLines.length === 0 ? new Map<CountId, number>() : await readCountLines(em, touches.countLines)
  return {
    levelOf(at) {
      const level = byCount.get(levelKey(at))
      assert(level !== undefined, 'the level of a count is read before it is booked')
      return level
    },
    unitsOfCount: (id) => lines.get(id) ?? 0,
  }
}

/** One batch may book the same count twice, at different times: the later telling corrects the earlier one. */
function levelKey(at: CountAt): string {
  return JSON.stringify([placeKey(at), at.document, at.countedAtMs])
}
