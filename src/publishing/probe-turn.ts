import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { ProbePlan } from '../channels/probe.ts'
import { aboutTheListing, ChannelError } from '../channels/errors.ts'
import type { CommandCall } from '../domain/publishing/command.ts'
import type { Em } from '../db/orm.ts'
import { fenced } from '../jobs/fenced.ts'
import { endRun, keepActed } from '../listings/lowering-run.ts'
import { readLoweringRuns, type ProbeRun, type Seen, type WatchStep } from '../listings/probe-run.ts'
import { doSurely } from './do-surely.ts'
import { bookProbe, intendProbe } from './probe-moves.ts'
import type { Publishing } from './publishing.ts'
import { readItems, type WorkItem } from './read-work.ts'

const RUNS_A_TURN = 5

/**
 * R10: takes plans that find out what a lowering does, where an operator allowed it: all steps of one in this turn, so that no move of ours
 * lies between them. What was seen is judged later, once every order up to the last reading is booked. One that breaks off begins
 * anew once what it had sent is settled, by a reading like any other.
 */
export async function probeByLowering(publishing: Publishing): Promise<void> {
  const { em, connection, signal } = publishing
  for (const run of await readLoweringRuns(em.fork(), connection.channel.id, RUNS_A_TURN)) {
    signal.throwIfAborted()
    const [item] = await readItems(publishing, sql`p.listing_id = ${run.listingId}`)
    if (item && isReady(item)) await takePlan(publishing, run, item)
  }
}

/** Nothing is under way, and nothing waits to be settled. */
function isReady({ joined, commands, reading, semantics, listing }: WorkItem): boolean {
  return joined && commands.length === 0 && !reading && semantics.call !== 'none' && listing.goneAt === null
}

interface Taking {
  readonly run: ProbeRun
  readonly item: WorkItem
  readonly commandId: string
  readonly platformKey: string
  readonly call: CommandCall
}

async function takePlan(publishing: Publishing, run: ProbeRun, item: WorkItem): Promise<void> {
  const taking: Taking = {
    run,
    item,
    commandId: randomUUID(),
    platformKey: randomBytes(16).toString('hex'),
    // Whether a key counts is what is to be found out: it is sent as one.
    call: run.fact === 'repeatedKey' || item.semantics.call === 'keyed delta' ? 'keyed delta' : 'delta',
  }
  const seen: Seen[] = []
  const begunAt = publishing.clock.now()
  try {
    for (const step of run.steps) {
      const next = await takeStep(publishing, taking, { step, seen })
      if (next === 'later') return
      if (next === 'end') return await give(publishing, run, 'something else was under way, or the shop gave no certain answer')
      seen.push(...next)
    }
  } catch (error) {
    if (!(error instanceof ChannelError && aboutTheListing.has(error.fault))) throw error
    return give(publishing, run, 'the platform does not tell of it any more')
  }
  await fenced(publishing.em.fork(), publishing.lease, (tx) =>
    keepActed(tx, { run, commandId: taking.commandId, begunAt, seen, now: publishing.clock.now() }),
  )
}

async function give({ em, lease, clock }: Publishing, run: ProbeRun, reason: string): Promise<void> {
  await fenced(em.fork(), lease, (tx) => endRun(tx, { run, reason, now: clock.now() }))
}

interface Step {
  readonly step: WatchStep
  readonly seen: readonly Seen[]
}

async function takeStep(
  publishing: Publishing,
  taking: Taking,
  { step, seen }: Step,
): Promise<readonly Seen[] | 'later' | 'end'> {
  switch (step.do) {
    case 'need':
      return []
    case 'read': {
      const read = await readCounter(publishing, taking)
      if (!read) return 'end'
      // Before anything is lowered it may still wait.
      if (seen.length === 0 && !isMet(taking.run, read)) return 'later'
      return [read]
    }
    case 'lower':
      return lower(publishing, taking, step.units)
    case 'look':
    case 'sample':
    case 'wait':
      return 'end'
  }
}

type ReadSeen = Extract<Seen, { saw: 'reading' }>

async function readCounter({ connection, signal }: Publishing, { item }: Taking): Promise<ReadSeen | null> {
  const [reading] = await connection.connector.readStock([item.listing.ref], signal)
  if (!reading || 'missing' in reading) return null
  const { shownUnits, reservedUnits, answeredAt } = reading
  return { saw: 'reading', shownUnits, reservedUnits, answeredAtMs: answeredAt.getTime() }
}

function isMet({ steps }: ProbeRun, { shownUnits }: ReadSeen): boolean {
  return needOf(steps) === 'nothing for sale' ? shownUnits === 0 : shownUnits >= 2
}

function needOf(steps: readonly WatchStep[]): ProbePlan['needs'] {
  const need = steps.find((step) => step.do === 'need')
  return need?.do === 'need' ? need.what : 'nothing'
}

async function lower(publishing: Publishing, taking: Taking, units: number): Promise<readonly Seen[] | 'end'> {
  const { connection, lease, clock, signal, witness } = publishing
  const { connector, channel } = connection
  const { run, item, commandId, platformKey, call } = taking
  const { id: listingId, ref } = item.listing
  const signedAt = connector.platformTime(clock.now())
  const { number } = await doSurely(publishing, intendProbe, {
    channelId: channel.id,
    lease,
    listingId,
    commandId,
    platformKey,
    units,
    quotaAtLeast: needOf(run.steps) === 'two units for sale' ? 2 : 0,
    signedAtMs: signedAt.getTime(),
    diesAtMs: signedAt.getTime() + connector.limits.requestLifetimeMs,
    ...(witness ? { checkDatabase: (tx: Em) => witness.check(tx) } : {}),
  })
  if (number === null) return 'end'
  await witness?.seal()
  const change = { listing: ref, call, move: { kind: 'lower', units }, key: platformKey } as const
  const [answer] = await connector.changeStock({ signedAt, changes: [change] }, signal)
  const outcome = answer?.kind ?? 'unknown'
  const said =
    answer && 'message' in answer ? { code: answer.code, message: answer.message.slice(0, 500) } : { code: null, message: null }
  const answeredAtMs = connector.platformTime(clock.now()).getTime()
  await doSurely(publishing, bookProbe, { lease, listingId, commandId, number, outcome, answeredAtMs, ...said })
  if (answer?.kind === 'acknowledged')
    return [{ saw: 'acknowledged', resultingUnits: answer.resultingUnits, repeated: answer.repeated }]
  return answer?.kind === 'refused by business' ? [{ saw: 'refused', reason: answer.reason }] : 'end'
}
