import type { StockCommand } from '../domain/publishing/command.ts'
import { failingAfter, isToBeTold, type FailingMoves } from '../domain/publishing/failing-moves.ts'
import type { Book } from '../stock/engine/book.ts'
import type { ListingName } from '../stock/engine/names.ts'
import type { TryAnswer } from './book-answers.ts'

interface Noted {
  readonly listing: ListingName
  readonly command: StockCommand
  readonly answer: TryAnswer
  /** The channel's code. */
  readonly channel: string
  readonly nowMs: number
}

/** Counts answers in a row that did not take what a listing was to show, and tells of it once where that goes on. */
export function noteFailing(book: Book, noted: Noted): void {
  const { listing, command, answer, nowMs } = noted
  const published = book.published.get(listing.id)
  if (!published) return
  const failing = failingAfter(published.failing, { kind: command.kind, outcome: answer.outcome, nowMs })
  if (failing === published.failing) return
  const tells = failing !== null && isToBeTold(failing, nowMs)
  if (tells) book.alarms.push(alarmOf(noted, failing))
  book.published.set(listing.id, { ...published, failing: tells ? { ...failing, toldAtMs: nowMs } : failing })
}

const ANSWER_LENGTH_MAX = 120

function alarmOf({ listing, command, answer, channel }: Noted, { tries, sinceMs }: FailingMoves) {
  const since = new Date(sinceMs).toISOString()
  const said = [answer.code, answer.message].filter((part) => part !== null).join(' ') || answer.outcome
  const facts = { listing: listing.key, channel, tries, since, answer: said.slice(0, ANSWER_LENGTH_MAX) }
  return {
    kind: 'moves_failing',
    severity: 'warning',
    subject: `listing:${listing.id}`,
    message:
      `the shop of ${channel} has not taken ${tries} changes of listing ${listing.key} in a row since ${since}, ` +
      `last a ${command.kind} (${facts.answer}): look at the listing, the kind of shop and what the application may do`,
    facts,
  } as const
}
