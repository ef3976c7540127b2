import { ChannelError } from '../channels/errors.ts'
import { nextMove, type NextMove } from '../domain/publishing/next-move.ts'
import { fenced } from '../jobs/fenced.ts'
import { ChannelQuiet } from './guard.ts'
import { coverFound } from '../watching/judge-counters.ts'
import { keepReadings, pairReadings, putToRest, takeOverOpen, type Rest } from './keep-turn.ts'
import { prepareTurn } from './prepare-turn.ts'
import type { Publishing, PublishTurn } from './publishing.ts'
import { stopNewcomers } from '../selling/stop-scopes.ts'
import { readLeft, readStanding, type ChannelStanding } from './read-standing.ts'
import { readWork, type WorkItem } from './read-work.ts'
import { byItem, sendMoves, type Again, type Move, type Stopped } from './send-moves.ts'

const ROUNDS_MAX = 50
const ITEMS_A_ROUND = 500
/** What is written down, sent and booked together: each such step costs the database the same, whether for one line or for many. */
const LINES_AT_ONCE = 100
const READS_AT_ONCE = 200
const READS_A_ROUND = 100
/** A shop that joins has nothing more urgent to do. */
const JOINING_READS_A_ROUND = 500
/** How often it is looked at whether a channel that joins, or is blind, may be raised. */
const RAISE_LATER_MS = 15_000
/** How often it is looked at whether what was read can be judged. */
const JUDGE_PAUSE_MS = 10_000
/** A shop whose orders are not read any more gets no raises; longer than a shop goes between two polls that is polled every five minutes. */
export const BLIND_MS = 360_000

/**
 * Brings what a shop may sell to what is wanted of it, one step a listing at a time: what was begun is ended first, then
 * lowerings go out, then raises. It starts from what is on record alone, so any turn may be the last of its process.
 */
export async function publishTurn(publishing: Publishing): Promise<PublishTurn> {
  const { em, lease, clock, signal } = publishing
  const turn = { stockCalls: 0, reads: 0 }
  let standing = await readStanding(publishing, { newcomers: true })
  if (standing.state === 'shadow' || standing.state === 'archived') return { ...turn, dueAt: null }
  if (standing.uncovered) await coverFound(publishing)
  if (standing.open) {
    await fenced(em.fork(), lease, (tx) => takeOverOpen(tx, lease, clock.now()))
    standing = await readStanding(publishing, { newcomers: true })
  }
  let enrolled = standing.newcomers ? '0' : null
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    signal.throwIfAborted()
    const prepared = await prepareTurn(publishing, standing, enrolled)
    enrolled = prepared.enrolled
    const isChanged = prepared.changed
    const due = isChanged || isDue(standing, clock.now()) ? await readWork(publishing, ITEMS_A_ROUND) : []
    if (due.length === 0) return { ...turn, dueAt: dueAt(publishing, isChanged ? await readStanding(publishing) : standing) }
    // A stop that is said from here on finds what is there by itself.
    const mayBeStopped = standing.stopping || isChanged || standing.waiting.length > 0
    const items = mayBeStopped ? await withoutStopped(publishing, due) : due
    const done = await doRound(publishing, { items, standing })
    turn.stockCalls += done.stockCalls
    turn.reads += done.reads
    if (done.stopped) return { ...turn, dueAt: afterStop(publishing, done.stopped) }
    const left = leavesOthers(standing) || enrolled !== null ? undefined : await readLeft(publishing)
    if (left && !left.more && !isDue(left, clock.now()))
      return { ...turn, dueAt: dueAt(publishing, { ...left, unjudged: false }) }
    standing = await readStanding(publishing)
  }
  return { ...turn, dueAt: clock.now() }
}

/** Whether there is what one round may not come to the end of, apart from moves. */
function leavesOthers({ state, idle, uncovered, newcomers, ahead, probing }: ChannelStanding): boolean {
  return state === 'joining' || idle || uncovered || newcomers || ahead || probing
}

function isDue({ nextMs }: Pick<ChannelStanding, 'nextMs'>, now: Date): boolean {
  return nextMs !== null && nextMs <= now.getTime()
}

/** What has come under an earlier stop is stopped before anything is done with it. */
async function withoutStopped({ em, connection, clock }: Publishing, due: readonly WorkItem[]): Promise<readonly WorkItem[]> {
  const { id: channelId } = connection.channel
  const listingIds = due.map(({ listing }) => listing.id)
  const stopped = new Set(await stopNewcomers(em.fork(), { channelId, listingIds, now: clock.now() }))
  return due.filter(({ listing }) => !stopped.has(listing.id))
}

interface Round {
  readonly items: readonly WorkItem[]
  readonly standing: ChannelStanding
}

interface RoundDone {
  readonly stockCalls: number
  readonly reads: number
  readonly stopped: Stopped | null
}

async function doRound(publishing: Publishing, round: Round): Promise<RoundDone> {
  const { em, lease } = publishing
  const steps = round.items.map((item) => ({ item, next: stepOf(publishing, { item, standing: round.standing }) }))
  const rests = steps.flatMap(({ item, next }): Rest[] =>
    next.do === 'wait' ? [{ listingId: item.listing.id, revision: item.revision, untilMs: next.untilMs }] : [],
  )
  if (rests.length > 0) await fenced(em.fork(), lease, (tx) => putToRest(tx, rests))
  const again = steps.flatMap(({ item, next }): Again[] => (next.do === 'again' ? [{ item, commandId: next.commandId }] : []))
  const moves = steps.flatMap(({ item, next }): Move[] =>
    next.do === 'raise' || next.do === 'lower' ? [{ item, kind: next.do, units: next.units }] : [],
  )
  const sent = await sendAll(publishing, { moves: inOrder(moves), again })
  if (sent.stopped) return { ...sent, reads: 0 }
  const asked = steps.flatMap(({ item, next }) => (next.do === 'read' ? [item] : []))
  // A lowering that was refused may ask for more than is there: the counter says what can be taken off.
  const most = round.standing.state === 'joining' ? JOINING_READS_A_ROUND : READS_A_ROUND
  const toRead = [...asked, ...sent.refused.filter(({ reading }) => !reading)].slice(0, most)
  for (const some of chunksOf(toRead, READS_AT_ONCE)) await readCounters(publishing, some)
  return { ...sent, reads: toRead.length }
}

function stepOf({ connection, clock }: Publishing, { item, standing }: { item: WorkItem; standing: ChannelStanding }): NextMove {
  const { connector } = connection
  const { listing, semantics, published, joined, quota, commands, reading, forSale } = item
  const now = clock.now()
  const platformMs = connector.platformTime(now).getTime()
  const isBlind = standing.takenThroughMs === null || platformMs - standing.takenThroughMs > BLIND_MS + lagOf(connector)
  const isWritten =
    (standing.state === 'live' || standing.state === 'joining') && semantics.call !== 'none' && listing.goneAt === null
  const { orders, counter, counterCountsAll } = semantics.hidden
  return nextMove({
    joined,
    quota,
    wanted: published.wanted,
    commands,
    reading,
    forSale,
    readable: orders === 'none' || (counter === 'reserved' && counterCountsAll),
    mayRaise:
      standing.state === 'live' && !isBlind && published.raisesBlocked === null && !item.unjudged && listing.mapping === 'mapped',
    raiseLaterMs: standing.state === 'joining' || isBlind || item.unjudged ? now.getTime() + RAISE_LATER_MS : null,
    written: isWritten,
    frozenUntilMs: published.frozenUntilMs,
    raiseAgainMs: published.failing?.againAtMs ?? null,
    nowMs: now.getTime(),
    platformMs,
    requestLifetimeMs: connector.limits.requestLifetimeMs,
  })
}

function lagOf({ orderLists }: Publishing['connection']['connector']): number {
  return Math.max(0, ...orderLists.map(({ lagMs }) => lagMs))
}

/** What takes most off sale goes first; then what has least left to sell. */
function inOrder(moves: readonly Move[]): readonly Move[] {
  const lowerings = moves.filter(({ kind }) => kind !== 'raise').toSorted((a, b) => b.units - a.units)
  const raises = moves.filter(({ kind }) => kind === 'raise').toSorted((a, b) => a.item.quota - b.item.quota || b.units - a.units)
  return [...lowerings, ...raises]
}

interface SentAll {
  readonly stockCalls: number
  readonly refused: readonly WorkItem[]
  readonly stopped: Stopped | null
}

async function sendAll(
  publishing: Publishing,
  { moves, again }: { readonly moves: readonly Move[]; readonly again: readonly Again[] },
): Promise<SentAll> {
  const { perCall } = publishing.connection.connector.limits.stockLines
  const ordered = perCall > 1 ? byItem(moves) : moves
  const chunks = [
    ...chunksOf(again, LINES_AT_ONCE).map((some) => ({ again: some, moves: [] })),
    ...chunksOf(ordered, Math.max(perCall, LINES_AT_ONCE)).map((some) => ({ again: [], moves: some })),
  ]
  let stockCalls = 0
  const refused: WorkItem[] = []
  for (const chunk of chunks) {
    try {
      const sent = await sendMoves(publishing, chunk)
      stockCalls += Math.ceil(sent.lines / perCall)
      refused.push(...sent.refused)
      if (sent.stopped) return { stockCalls, refused, stopped: sent.stopped }
    } catch (error) {
      if (!(error instanceof ChannelQuiet)) throw error
      const stopped = { fault: 'unavailable', code: null, message: error.message, retryAfterMs: null } as const
      return { stockCalls, refused, stopped }
    }
  }
  return { stockCalls, refused, stopped: null }
}

function chunksOf<One>(all: readonly One[], size: number): readonly (readonly One[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size))
}

/** The numbers of tries were read before: no try is made between that and the question, since only this turn makes any. */
async function readCounters({ em, lease, connection, clock, signal }: Publishing, items: readonly WorkItem[]): Promise<void> {
  const readings = await connection.connector.readStock(
    items.map(({ listing }) => listing.ref),
    signal,
  )
  const reads = pairReadings(items, readings)
  await fenced(em.fork(), lease, (tx) => keepReadings(tx, { reads, lease, now: clock.now() }))
}

/**
 * Readings wait for the orders before them: the watermark that passes one makes the channel due. What a hand may have changed is
 * looked at every now and then.
 */
function dueAt({ clock }: Publishing, { nextMs, unjudged }: Pick<ChannelStanding, 'nextMs' | 'unjudged'>): Date | null {
  const judgeMs = unjudged ? clock.now().getTime() + JUDGE_PAUSE_MS : Infinity
  const atMs = Math.min(nextMs ?? Infinity, judgeMs)
  return atMs === Infinity ? null : new Date(atMs)
}

/** A throttled channel goes on by itself after a pause; anything else an operator, or a renewed token, has to mend. */
function afterStop({ connection, clock }: Publishing, { fault, code, message, retryAfterMs }: Stopped): Date {
  if (fault !== 'throttled' && fault !== 'unavailable') {
    const options = { ...(code === null ? {} : { code }), ...(retryAfterMs === null ? {} : { retryAfterMs }) }
    throw new ChannelError(connection.connector.platform, fault, message, options)
  }
  return new Date(clock.now().getTime() + (retryAfterMs ?? 1_000))
}
