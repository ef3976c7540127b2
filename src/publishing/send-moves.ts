import { randomBytes, randomUUID } from 'node:crypto'
import type { Em } from '../db/orm.ts'
import type { ChannelFault } from '../channels/errors.ts'
import { listingKey } from '../channels/listing.ts'
import type { StockAnswer, StockChange } from '../channels/stock.ts'
import { bookAnswers, type TryAnswer } from './book-answers.ts'
import { intendMoves, type Intent, type WantedMove } from './intend-moves.ts'
import { doSurely } from './do-surely.ts'
import type { Publishing } from './publishing.ts'
import type { WorkItem } from './read-work.ts'

/** How long a listing is left alone whose lowering the platform refuses: in a promotion slot, and for other reasons. */
const BLOCKED_MS = 300_000
const REFUSED_MS = 20_000

export interface Move {
  readonly item: WorkItem
  readonly kind: 'raise' | 'lower' | 'set_zero'
  readonly units: number
}

export interface Again {
  readonly item: WorkItem
  readonly commandId: string
}

export interface Sent {
  /** Lines that were sent. */
  readonly lines: number
  /** Listings whose lowering the service refused, for no reason it names. */
  readonly refused: readonly WorkItem[]
  /** The gateway refused the call: nothing more is sent in this turn. */
  readonly stopped: Stopped | null
}

export interface Stopped {
  readonly fault: ChannelFault
  readonly code: string | null
  readonly message: string
  readonly retryAfterMs: number | null
}

/** Writes moves down, sends them in one try, and books what came back. */
export async function sendMoves(
  publishing: Publishing,
  { moves, again }: { readonly moves: readonly Move[]; readonly again: readonly Again[] },
): Promise<Sent> {
  const { connection, lease, clock, signal, witness } = publishing
  const { connector, channel } = connection
  signal.throwIfAborted()
  const signedAt = connector.platformTime(clock.now())
  const signedAtMs = signedAt.getTime()
  const { intents } = await doSurely(publishing, intendMoves, {
    channelId: channel.id,
    lease,
    moves: moves.map(toWanted),
    again: again.map(({ item, commandId }) => ({ listingId: item.listing.id, commandId })),
    signedAtMs,
    diesAtMs: signedAtMs + connector.limits.requestLifetimeMs,
    ...(witness ? { checkDatabase: (tx: Em) => witness.check(tx) } : {}),
  })
  if (intents.length === 0) return { lines: 0, refused: [], stopped: null }
  // What is told to a shop is known outside the database first: no older copy passes for it then.
  await witness?.seal()
  const items = new Map([...moves, ...again].map(({ item }) => [item.listing.id, item]))
  const changes = intents.flatMap((intent) => toChange(intent, items) ?? [])
  const answers = await change(publishing, { signedAt, changes })
  const answeredAtMs = connector.platformTime(clock.now()).getTime()
  const nowMs = clock.now().getTime()
  await doSurely(publishing, bookAnswers, {
    channel: channel.code,
    lease,
    answers: intents.map((intent, n) =>
      toAnswer(intent, answers[n], { answeredAtMs, revision: items.get(intent.listingId)?.revision ?? null }),
    ),
    blockedUntilMs: nowMs + BLOCKED_MS,
    refusedUntilMs: nowMs + REFUSED_MS,
  })
  const stopped = answers.find((answer) => answer.kind === 'refused by gateway')
  const refused = intents.flatMap(({ listingId, kind }, n) => {
    const answer = answers[n]
    const isRefused = kind === 'lower' && answer?.kind === 'refused by business' && answer.reason !== 'lowering blocked'
    return isRefused ? (items.get(listingId) ?? []) : []
  })
  return { lines: intents.length, refused, stopped: stopped ?? null }
}

/** Only an abort before anything was sent is thrown: then it is certain that nothing was applied. */
async function change(
  { connection, signal }: Publishing,
  attempt: { readonly signedAt: Date; readonly changes: readonly StockChange[] },
): Promise<readonly StockAnswer[]> {
  try {
    return await connection.connector.changeStock(attempt, signal)
  } catch (error) {
    if (!signal.aborted) throw error
    const none = { kind: 'refused by gateway', fault: 'unavailable', code: null, message: 'stopped before it was sent' } as const
    return attempt.changes.map(({ listing }) => ({ ...none, listing, retryAfterMs: null }))
  }
}

/** Ids and keys are random: a restored database must not use them twice (R12). */
function toWanted({ item, kind, units }: Move): WantedMove {
  const { listing, semantics, revision } = item
  const call = semantics.call === 'keyed delta' && kind !== 'set_zero' ? 'keyed delta' : 'delta'
  return {
    listingId: listing.id,
    commandId: randomUUID(),
    kind,
    units,
    platformKey: randomBytes(16).toString('hex'),
    call,
    belowZero: semantics.belowZero,
    keyMemoryMs: call === 'keyed delta' ? semantics.keyMemoryMs : null,
    revision,
  }
}

function toChange(
  { listingId, kind, units, call, platformKey }: Intent,
  items: ReadonlyMap<string, WorkItem>,
): StockChange | undefined {
  const item = items.get(listingId)
  if (!item) return undefined
  const move = kind === 'set_zero' ? { kind: 'stop' as const } : { kind, units }
  return { listing: item.listing.ref, call, move, key: platformKey }
}

/** A line nobody answered is unknown. */
function toAnswer(intent: Intent, answer: StockAnswer | undefined, at: Pick<TryAnswer, 'answeredAtMs' | 'revision'>): TryAnswer {
  const { listingId, commandId, number } = intent
  const said =
    answer && 'message' in answer ? { code: answer.code, message: answer.message.slice(0, 500) } : { code: null, message: null }
  return {
    listingId,
    commandId,
    number,
    outcome: answer?.kind ?? 'unknown',
    resultingUnits: answer?.kind === 'acknowledged' ? answer.resultingUnits : null,
    ...said,
    blocked: answer?.kind === 'refused by business' && answer.reason === 'lowering blocked',
    ...at,
    readingId: randomUUID(),
  }
}

/** Moves in the order in which the platform's calls take them: those of one item side by side. */
export function byItem(moves: readonly Move[]): readonly Move[] {
  return [
    ...Map.groupBy(moves, ({ item }) => listingKey({ ...item.listing.ref, skuId: null, warehouseId: null })).values(),
  ].flat()
}
