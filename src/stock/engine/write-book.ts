import { assertSound } from '../../domain/balance.ts'
import type { Em } from '../../db/orm.ts'
import { writeAcknowledgements, writeAlarms, writeDocuments } from '../sql/documents.ts'
import { writeCounts } from '../sql/counts.ts'
import { writeFigures } from '../sql/figures.ts'
import { writeBalances } from '../sql/write-balances.ts'
import { writeHolds } from '../sql/write-holds.ts'
import { writeLedger, writeMoves } from '../sql/write-ledger.ts'
import { writeStocks } from '../sql/stocks.ts'
import { writeTransfers } from '../sql/transfers.ts'
import type { Book } from './book.ts'
import type { Overlay } from './overlay.ts'

/** Writes what a batch changed, one statement a table, however many commands it decided. */
export async function writeBook(em: Em, book: Book, stored: Book, nowMs: number): Promise<void> {
  for (const balance of book.balances.changed.values()) assertSound(balance)
  if (book.balances.changed.size > 0) await writeBalances(em, [...book.balances.changed.values()])
  if (book.stocks.changed.size > 0) await writeStocks(em, [...book.stocks.changed.values()])
  const holds = split(book.holds, stored.holds)
  if (book.holds.changed.size > 0) await writeHolds(em, { created: holds.fresh, changed: holds.known })
  if (book.counts.changed.size > 0) await writeCounts(em, [...book.counts.changed.values()], nowMs)
  if (book.figures.changed.size > 0) await writeFigures(em, book.figures.changed)
  const transfers = split(book.transfers, stored.transfers)
  const lines = [...book.transferLines.changed.values()]
  await writeTransfers(em, { begun: transfers.fresh, changed: transfers.known, lines }, nowMs)
  const told = split(book.documents, stored.documents)
  await writeDocuments(em, { first: told.fresh, corrected: told.known }, nowMs)
  if (book.acknowledgements.changed.size > 0) await writeAcknowledgements(em, [...book.acknowledgements.changed.values()])
  if (book.alarms.length > 0) await writeAlarms(em, book.alarms, nowMs)
  if (book.ledger.length > 0) await writeLedger(em, book.ledger, nowMs)
  if (book.moves.length > 0) await writeMoves(em, book.moves, nowMs)
}

/** Rows that are in the database already, and those that are new. */
function split<Key, Value>(changed: Overlay<Key, Value>, stored: Overlay<Key, Value>): { fresh: Value[]; known: Value[] } {
  const entries = [...changed.changed]
  return {
    fresh: entries.filter(([key]) => stored.get(key) === undefined).map(([, value]) => value),
    known: entries.filter(([key]) => stored.get(key) !== undefined).map(([, value]) => value),
  }
}
