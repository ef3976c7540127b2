import { assert } from '../domain/assert.ts'
import type { CommandTry, StockCommand, TryOutcome } from '../domain/publishing/command.ts'
import { freedBy } from '../domain/publishing/freed-by.ts'
import { stateOf, step, type CommandEvent } from '../domain/publishing/listing-machine.ts'
import type { Lease } from '../jobs/channel-task.ts'
import { leaseGuard } from '../jobs/lease-guard.ts'
import { checkLineCount } from '../stock/check-args.ts'
import type { Book } from '../stock/engine/book.ts'
import type { ListingName } from '../stock/engine/names.ts'
import type { Operation, Scene } from '../stock/engine/operation.ts'
import { backToPool, commandsOf, touchesListings } from './intend-moves.ts'
import { noteFailing } from './note-failing.ts'
import { postQuota } from './post-quota.ts'
import { takeOff } from './take-off.ts'

/** What one try came to. */
export interface TryAnswer {
  readonly listingId: string
  readonly commandId: string
  readonly number: number
  readonly outcome: TryOutcome
  readonly resultingUnits: number | null
  readonly code: string | null
  readonly message: string | null
  /** The platform refuses lowerings of this listing for now. */
  readonly blocked: boolean
  /** When the answer was there, by the platform's clock. */
  readonly answeredAtMs: number
  /** A random id for the reading that an answer of 0 is. */
  readonly readingId: string
  /** As it was when the publisher looked at the listing; null: it is looked at again in any case. */
  readonly revision: string | null
}

export interface BookAnswers {
  /** The channel's code. */
  readonly channel: string
  readonly lease: Lease
  readonly answers: readonly TryAnswer[]
  /** Until when a listing whose lowering was refused is left alone, by our clock. */
  readonly blockedUntilMs: number
  readonly refusedUntilMs: number
}

export interface AnswersBooked {
  readonly kind: 'booked'
  readonly answers: number
}

/**
 * Books what the platform said of tries. R2: a quota falls by what was surely taken, and by nothing else; what was set aside
 * comes back only where the gateway refused every try.
 */
export const bookAnswers: Operation<BookAnswers, AnswersBooked> = {
  name: 'book_answers',
  knowsRepeats: true,
  patient: true,
  check: ({ answers }) => checkLineCount(answers.length, 200, 'answers'),
  mentions: ({ lease, answers }) => ({ listings: answers.map(({ listingId }) => listingId), guards: [leaseGuard(lease)] }),
  touches: ({ answers }, names) =>
    touchesListings(
      answers.map(({ listingId }) => listingId),
      names,
    ),
  decide(book, args, scene) {
    let booked = 0
    for (const answer of args.answers) if (bookAnswer(book, { answer, args, scene })) booked += 1
    return { kind: 'booked', answers: booked }
  },
}

interface Answered {
  readonly answer: TryAnswer
  readonly args: BookAnswers
  readonly scene: Scene
}

function bookAnswer(book: Book, { answer, args, scene }: Answered): boolean {
  const before = book.commands.get(answer.commandId)
  const listing = scene.names.listingById(answer.listingId)
  const tried = before?.tries.find(({ number }) => number === answer.number)
  if (!before || !listing || !tried || before.state === 'closed' || tried.outcome !== null) return false
  const command: StockCommand = { ...before, tries: before.tries.map((one) => (one === tried ? told(one, answer) : one)) }
  tell(book, { answer, args })
  noteFailing(book, { listing, command, answer, channel: args.channel, nowMs: scene.nowMs })
  if (command.kind === 'set_zero') bookStop(book, { command, answer, scene })
  else bookMove(book, { listing, command, answer, scene })
  restWhereDone(book, { listing, answer })
  return true
}

/** A listing that has come to what is wanted of it needs no second look, unless somebody has made it due meanwhile. */
function restWhereDone(book: Book, { listing, answer }: { readonly listing: ListingName; readonly answer: TryAnswer }): void {
  const published = book.published.get(listing.id)
  if (!published || published.revision !== answer.revision) return
  if (published.wanted !== book.quotaOf(listing) || commandsOf(book, listing.id).length > 0) return
  book.published.set(listing.id, { ...published, nextAtMs: null })
}

function told(one: CommandTry, { outcome, resultingUnits, code, message, answeredAtMs }: TryAnswer): CommandTry {
  return { ...one, outcome, resultingUnits, code, message, answeredAtMs }
}

interface Booking {
  readonly command: StockCommand
  readonly answer: TryAnswer
  readonly scene: Scene
}

/** R4: SET 0 frees nothing by itself; the counter is read, and settles, once every older call is dead. */
function bookStop(book: Book, { command, answer, scene }: Booking): void {
  const done =
    answer.outcome === 'acknowledged' || answer.outcome === 'refused by gateway' || answer.outcome === 'refused by business'
  const outcome = answer.outcome === 'acknowledged' ? 'acknowledged' : 'refused'
  book.commands.set(
    command.id,
    done ? { ...command, state: 'closed', outcome, closedAtMs: scene.nowMs } : { ...command, state: 'unknown' },
  )
}

function bookMove(book: Book, { listing, command, answer, scene }: Booking & { readonly listing: ListingName }): void {
  assert(command.kind !== 'set_zero', 'stops are booked apart')
  // Not this try alone: an earlier one without a certain answer leaves the command unknown, whatever a later error says.
  const earlier = command.tries.filter(({ number }) => number < answer.number)
  const isUnknown = earlier.some(({ outcome }) => outcome === null || outcome === 'unknown')
  const freed = freedBy({ ...command, resultingUnits: answer.resultingUnits })
  const next = step(stateOf(command.kind, isUnknown), eventOf(command, answer, freed.kind))
  assert(next !== 'illegal', 'an answer comes to what was sent')
  const why = { reason: command.kind, document: `stock_command:${command.id}` }
  if (next.quota === 'give back') {
    postQuota(book, { listing, parts: command.parts, by: backToPool, grows: false }, { ...why, reason: 'raise_refused' }, scene)
  }
  const taken = next.quota === 'take off' && command.kind === 'lower' && freed.kind === 'taken' ? freed.units : 0
  if (taken > 0) takeOff(book, { listing, units: taken, parts: command.parts }, why, scene)
  if (next.to === 'observed' && freed.kind === 'was zero') observeZero(book, { command, answer, scene })
  const closed = next.to === 'idle'
  const outcome = closed ? (answer.outcome === 'acknowledged' ? 'acknowledged' : 'refused') : null
  const end = closed ? { state: 'closed' as const, closedAtMs: scene.nowMs } : { state: 'unknown' as const }
  book.commands.set(command.id, { ...command, ...end, outcome, freed: command.freed + taken })
}

function eventOf({ kind }: StockCommand, { outcome }: TryAnswer, freed: ReturnType<typeof freedBy>['kind']): CommandEvent {
  if (outcome === 'unknown') return 'no answer'
  if (outcome !== 'acknowledged') return outcome
  return kind === 'lower' && freed !== 'taken' ? 'acknowledged at zero' : 'acknowledged'
}

/** A clamped answer of 0 proves that the counter was 0 at some instant of the call (R2): it settles like a reading. */
function observeZero(book: Book, { command, answer }: Booking): void {
  const tried = command.tries.find(({ number }) => number === answer.number)
  assert(tried !== undefined, 'an answered try is on record')
  for (const reading of book.readings.all().values()) {
    if (reading.listingId === command.listingId && reading.closed === null) {
      book.readings.set(reading.id, { ...reading, closed: { outcome: 'void', units: null, freed: 0 } })
    }
  }
  book.readings.set(answer.readingId, {
    id: answer.readingId,
    listingId: command.listingId,
    triesBefore: tried.number,
    sentAtMs: tried.signedAtMs - ANSWER_DOUBT_MS,
    answeredAtMs: answer.answeredAtMs + ANSWER_DOUBT_MS,
    shownUnits: 0,
    reservedUnits: null,
    sellableUnits: 0,
    fence: tried.fence,
    closed: null,
  })
}

/** Our reckoning of the platform's clock may be off by so much at either end. */
const ANSWER_DOUBT_MS = 1_000

/** From the end of one pause to that of the next. */
const REFUSED_AGAIN_MS = 60_000

/** What the platform last said of the listing's number, and what it refuses for now. */
function tell(book: Book, { answer, args }: Pick<Answered, 'answer' | 'args'>): void {
  const published = book.published.get(answer.listingId)
  if (!published) return
  const number = answer.outcome === 'acknowledged' && answer.resultingUnits !== null ? answer.resultingUnits : published.toldUnits
  const refused = answer.outcome === 'refused by business'
  // Refused again as soon as it was asked again: not for what it asked, so it is left alone for longer.
  const again = published.frozenUntilMs !== null && args.refusedUntilMs - published.frozenUntilMs < REFUSED_AGAIN_MS
  book.published.set(answer.listingId, {
    ...published,
    toldUnits: number,
    toldAtMs: answer.outcome === 'acknowledged' ? answer.answeredAtMs : published.toldAtMs,
    frozenUntilMs: refused ? (answer.blocked || again ? args.blockedUntilMs : args.refusedUntilMs) : published.frozenUntilMs,
  })
}
