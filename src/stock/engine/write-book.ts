import type { RawBuilder } from 'kysely'
import { assertSound } from '../../domain/balance.ts'
import type { Hold } from '../../domain/hold.ts'
import type { Pipeline } from '../../db/pipeline.ts'
import { writeAcknowledgements, writeAlarms, writeDocuments } from '../sql/documents.ts'
import { writeCounts } from '../sql/counts.ts'
import { writeAnswers, type NewAnswer } from '../sql/answers.ts'
import { writeFigures } from '../sql/figures.ts'
import { writePresale } from '../sql/write-presale.ts'
import { changedCampaigns, tellCampaigns } from '../sql/campaign-changes.ts'
import { writeSales } from '../sql/campaign-sales.ts'
import { writeCommands } from '../sql/commands.ts'
import { writeJoined, writeQuotas } from '../sql/listing-names.ts'
import { writeVersions } from '../sql/recipe-versions.ts'
import { writeBudget, writeCharges } from '../sql/overcommit.ts'
import { writeOrders } from '../sql/orders.ts'
import { writeManualOrders } from '../sql/manual-orders.ts'
import { writeShipments } from '../sql/shipments.ts'
import { writeLocks } from '../sql/write-locks.ts'
import { addSold, writePublished, writeReadings } from '../sql/publishing.ts'
import { asOne } from '../sql/as-one.ts'
import { writeBalances } from '../sql/write-balances.ts'
import { insertHoldLines, insertHolds, updateHolds } from '../sql/write-holds.ts'
import { writeLedger, writeMoves } from '../sql/write-ledger.ts'
import { writeStocks } from '../sql/stocks.ts'
import { writeTransfers } from '../sql/transfers.ts'
import type { Book } from './book.ts'
import type { Loaded } from './load-book.ts'
import type { Overlay } from './overlay.ts'

/**
 * Writes what a batch changed and answered, one statement a table, however many commands it decided. What all of them
 * write is returned as the last statements, to be sent together with the commit; that waits for the others too.
 */
export async function writeBook(
  pipeline: Pipeline,
  { book, stored, nowMs }: Loaded,
  answers: readonly NewAnswer[],
): Promise<readonly (() => RawBuilder<unknown> | undefined)[]> {
  for (const balance of book.balances.changed.values()) assertSound(balance)
  const holds = split(book.holds, stored.holds)
  if (holds.known.length > 0) pipeline.keep(updateHolds(pipeline.em, holds.known))
  await writeRest(pipeline, { book, stored }, nowMs)
  return [...(answers.length > 0 ? [() => writeAnswers(answers, nowMs)] : []), () => writeAll(book, holds, nowMs)]
}

/** What commands write, and facts too. */
function writeAll(book: Book, holds: { readonly fresh: readonly Hold[]; readonly known: readonly Hold[] }, nowMs: number) {
  const balances = [...book.balances.changed.values()]
  const stocks = [...book.stocks.changed.values()]
  const sales = [...book.locks.sales.changed.values()]
  const lines = insertHoldLines([...holds.known, ...holds.fresh])
  return asOne([
    ...(balances.length > 0 ? [writeBalances(balances)] : []),
    ...(stocks.length > 0 ? [writeStocks(stocks)] : []),
    ...(holds.fresh.length > 0 ? [insertHolds(holds.fresh)] : []),
    ...(lines ? [lines] : []),
    ...(sales.length > 0 ? [writeSales(sales)] : []),
    ...(book.ledger.length > 0 ? [writeLedger(book.ledger, nowMs)] : []),
    ...(book.moves.length > 0 ? [writeMoves(book.moves, nowMs)] : []),
  ])
}

/** What only facts write. What most of them write is sent without waiting for the answer to what was sent before. */
async function writeRest(pipeline: Pipeline, { book, stored }: Pick<Loaded, 'book' | 'stored'>, nowMs: number): Promise<void> {
  const { em } = pipeline
  if (book.counts.changed.size > 0) await writeCounts(em, [...book.counts.changed.values()], nowMs)
  if (book.figures.changed.size > 0) await writeFigures(em, book.figures.changed)
  const transfers = split(book.transfers, stored.transfers)
  const lines = [...book.transferLines.changed.values()]
  await writeTransfers(em, { begun: transfers.fresh, changed: transfers.known, lines }, nowMs)
  const told = split(book.documents, stored.documents)
  await writeDocuments(em, { first: told.fresh, corrected: told.known }, nowMs)
  const orders = split(book.orders, stored.orders)
  pipeline.keep(writeOrders(em, { ...orders, changes: book.orderChanges }, nowMs))
  await writePresale(
    em,
    {
      states: [...book.presale.changed.values()],
      claims: [...book.claims.changed.values()],
      entries: book.presaleEntries,
    },
    nowMs,
  )
  writePublishing(pipeline, { book, stored }, nowMs)
  if (book.acknowledgements.changed.size > 0) await writeAcknowledgements(em, [...book.acknowledgements.changed.values()])
  if (book.manualOrders.changed.size > 0) await writeManualOrders(em, [...book.manualOrders.changed.values()])
  if (book.locks.isChanged) await writeLocks(em, book.locks, nowMs)
  await tellCampaigns(em, changedCampaigns(book), nowMs)
  if (book.shipments.changed.size > 0) await writeShipments(em, [...book.shipments.changed.values()], nowMs)
  const { charges, budget } = book.overcommits
  const changed = budget.changed.get('budget')
  if (charges.length > 0) await writeCharges(em, { charges, budget: changed ?? stored.overcommits.budget.get('budget') }, nowMs)
  else if (changed) await writeBudget(em, changed)
  if (book.alarms.length > 0) await writeAlarms(em, book.alarms, nowMs)
}

/** What listings may sell, and what was sent and read to make it so. */
function writePublishing(pipeline: Pipeline, { book, stored }: Pick<Loaded, 'book' | 'stored'>, nowMs: number): void {
  const { em } = pipeline
  if (book.quotas.changed.size > 0) pipeline.keep(writeQuotas(em, [...book.quotas.changed.values()], nowMs))
  if (book.published.changed.size > 0) pipeline.keep(writePublished(em, [...book.published.changed.values()]))
  if (book.joined.changed.size > 0) pipeline.keep(writeJoined(em, [...book.joined.changed.values()], nowMs))
  if (book.openings.length + book.grants.length > 0) pipeline.keep(writeVersions(em, book, nowMs))
  if (book.sold.changed.size > 0) pipeline.keep(addSold(em, book.sold.changed))
  if (book.commands.changed.size > 0) pipeline.keep(writeCommands(em, split(book.commands, stored.commands), nowMs))
  if (book.readings.changed.size > 0) pipeline.keep(writeReadings(em, [...book.readings.changed.values()], nowMs))
}

/** Rows that are in the database already, and those that are new. */
function split<Key, Value>(changed: Overlay<Key, Value>, stored: Overlay<Key, Value>): { fresh: Value[]; known: Value[] } {
  const entries = [...changed.changed]
  return {
    fresh: entries.filter(([key]) => stored.get(key) === undefined).map(([, value]) => value),
    known: entries.filter(([key]) => stored.get(key) !== undefined).map(([, value]) => value),
  }
}
