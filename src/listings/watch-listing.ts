import { sql } from 'kysely'
import { aboutTheListing, ChannelError } from '../channels/errors.ts'
import { addSample, isQuiet, samplesOfHidden, type Sample } from '../domain/hidden-order.ts'
import { watchNext, type TouchedOrder, type Watched, type WatchNext } from '../domain/watch-step.ts'
import { makeDue } from '../jobs/channel-task.ts'
import { fenced } from '../jobs/fenced.ts'
import { loweringNext, readBeside } from './lowering-run.ts'
import { keepFacts } from './keep-facts.ts'
import { close, end, readWatched, save, type Watching } from './watched-run.ts'
import { inWords, readDueRuns, readNextRun, toObservations, type ProbeRun, type Seen } from './probe-run.ts'
import { readListings, type ShopListing } from './shop-listing.ts'

const RUNS_A_TURN = 20
const STEPS_A_TURN = 10
const LOOK_AGAIN_MS = 30_000
/** Each such look walks the open orders of a month. */
const LOOK_ANEW_MS = 300_000
/** A unit that comes back has so long to do so before the counter is read. */
const COMES_BACK_MS = 60_000
const PATIENCE_MS = 7 * 86_400_000

/** Takes the plans that are due as far as they go. They only read: what a turn that broke off had read is read again. */
export async function watchListings(watching: Watching): Promise<Date | null> {
  const { em, clock, signal, connection } = watching
  for (const run of await readDueRuns(em.fork(), connection.channel.id, clock.now(), RUNS_A_TURN)) {
    signal.throwIfAborted()
    await advance(watching, run)
  }
  return readNextRun(em.fork(), connection.channel.id)
}

async function advance(watching: Watching, begun: ProbeRun): Promise<void> {
  const { em, clock } = watching
  const [listing] = await readListings(em.fork(), sql`l.id = ${begun.listingId} and l.gone_at is null`)
  if (!listing) return end(watching, begun, 'the shop no longer lists it')
  if (clock.now().getTime() - begun.startedAt.getTime() > PATIENCE_MS) return end(watching, begun, 'nobody did so within a week')
  if (begun.lowers) return advanceLowering(watching, begun, listing)
  let run = begun
  for (let n = 0; n < STEPS_A_TURN; n += 1) {
    const watched = await readWatched(em.fork(), run)
    const after = await take(watching, { run, listing, next: watchNext(watched), watched })
    if (!after) return
    run = after
  }
}

/** Its steps are the publisher's, who alone writes: here it waits to begin, and to be judged. */
async function advanceLowering(watching: Watching, run: ProbeRun, listing: ShopListing): Promise<void> {
  const { em, clock } = watching
  const next = loweringNext(run, await readBeside(em.fork(), run))
  if (next.do === 'end') return end(watching, run, next.why)
  if (next.do === 'conclude') return conclude(watching, run, listing)
  await save(watching, run, { restMs: LOOK_AGAIN_MS })
  // Apart from what is held under our own lease: two turns that make each other due would wait for each other.
  if (next.do === 'ask the publisher')
    await makeDue(em.fork(), { channelId: listing.channelId, task: 'publish', at: clock.now() })
}

interface Taken {
  readonly run: ProbeRun
  readonly listing: ShopListing
  readonly next: WatchNext
  readonly watched: Watched
}

/** Returns the run when it goes on at once. */
async function take(watching: Watching, { run, listing, next, watched }: Taken): Promise<ProbeRun | undefined> {
  switch (next.do) {
    case 'wait':
      return save(watching, run, { restMs: LOOK_AGAIN_MS })
    case 'begin again':
      return save(watching, { ...run, step: 0, seen: [], orderId: null }, { restMs: LOOK_AGAIN_MS, anew: true })
    case 'keep order': {
      const { orderId, units } = next
      return save(watching, { ...run, step: run.step + 1, orderId, seen: [...run.seen, { saw: 'order', units }] })
    }
    case 'pass':
      return save(watching, { ...run, step: run.step + 1 }, { restMs: COMES_BACK_MS })
    case 'read':
      return read(watching, run, listing)
    case 'look':
      return look(watching, run, listing)
    case 'sample':
      return sample(watching, { run, listing, bookedThroughMs: watched.bookedThroughMs })
    case 'compare':
      return compare(watching, { run, listing, order: next.order })
    case 'conclude':
      return conclude(watching, run, listing)
    case 'end':
      return end(watching, run, next.why)
  }
}

async function read(watching: Watching, run: ProbeRun, listing: ShopListing): Promise<ProbeRun | undefined> {
  const { connection, signal } = watching
  const [reading] = await connection.connector.readStock([listing.ref], signal)
  if (!reading || 'missing' in reading) return end(watching, run, 'its counter cannot be read')
  const { shownUnits, reservedUnits, answeredAt } = reading
  const seen: Seen = { saw: 'reading', shownUnits, reservedUnits, answeredAtMs: answeredAt.getTime() }
  return save(watching, { ...run, step: run.step + 1, seen: [...run.seen, seen] })
}

/** Reads again what reading can tell once there is enough to count. */
async function look(watching: Watching, run: ProbeRun, listing: ShopListing): Promise<undefined> {
  const { connection, em, lease, clock, signal } = watching
  const { facts, evidence } = await connection.connector.probeListing(listing, signal)
  const found = evidence.filter(({ fact }) => fact === run.fact)
  if (found.length === 0) return void (await save(watching, run, { restMs: LOOK_ANEW_MS }))
  await fenced(em.fork(), lease, async (tx) => {
    await keepFacts(tx, { listing, facts, evidence: found, open: null, now: clock.now() })
    await close(tx, run, { state: 'concluded', reason: null, now: clock.now() })
  })
  return undefined
}

const SAMPLES_MAX = 100

async function sample(
  watching: Watching,
  { run, listing, bookedThroughMs }: { run: ProbeRun; listing: ShopListing; bookedThroughMs: number | null },
): Promise<ProbeRun | undefined> {
  const { connection, signal } = watching
  const before = samplesOf(run)
  const quietThroughMs = Math.max(before.quietThroughMs, bookedThroughMs ?? 0)
  const keep = (samples: readonly Sample[]) => {
    const seen = run.seen.filter(({ saw }) => saw !== 'samples')
    return save(
      watching,
      { ...run, seen: [...seen, { saw: 'samples', samples: [...samples], quietThroughMs }] },
      { restMs: LOOK_AGAIN_MS },
    )
  }
  const newest = before.samples.at(-1)
  if (newest && !isQuiet(newest, quietThroughMs)) return keep(before.samples)
  const [reading] = await connection.connector.readStock([listing.ref], signal)
  if (!reading || 'missing' in reading) return end(watching, run, 'its counter cannot be read')
  const { shownUnits, reservedUnits, sentAt, answeredAt } = reading
  const taken: Sample = { shownUnits, reservedUnits, sentAtMs: sentAt.getTime(), answeredAtMs: answeredAt.getTime() }
  const samples = addSample(before.samples, taken)
  return samples.length > SAMPLES_MAX ? end(watching, run, 'the counters moved too often') : keep(samples)
}

function samplesOf({ seen }: ProbeRun): { readonly samples: readonly Sample[]; readonly quietThroughMs: number } {
  return seen.find((each) => each.saw === 'samples') ?? { samples: [], quietThroughMs: 0 }
}

/** The order that showed, against what was read while it hid: unpaid, and paid in a group that was not full. */
async function compare(
  watching: Watching,
  { run, listing, order }: { run: ProbeRun; listing: ShopListing; order: TouchedOrder },
): Promise<ProbeRun | undefined> {
  const { samples, quietThroughMs } = samplesOf(run)
  const [base] = run.seen
  const isOne = base?.saw === 'reading' && order.createdAtMs > base.answeredAtMs + 1_000
  const found = isOne ? samplesOfHidden(samples, order, quietThroughMs) : null
  if (!base || base.saw !== 'reading' || !found) {
    return save(watching, { ...run, step: 0, seen: [], orderId: null }, { restMs: LOOK_AGAIN_MS, anew: true })
  }
  const toReading = ({ shownUnits, reservedUnits, answeredAtMs }: Sample): Seen => ({
    saw: 'reading',
    shownUnits,
    reservedUnits,
    answeredAtMs,
  })
  const ordered: Seen = { saw: 'order', units: order.units }
  const isUntouched = found.unpaid.shownUnits === base.shownUnits && found.unpaid.reservedUnits === base.reservedUnits
  // Units that are taken before they are paid for have to be counted then too.
  const unpaid = isUntouched ? null : [base, ordered, toReading(found.unpaid)]
  return conclude(watching, { ...run, seen: [base, ordered, toReading(found.hidden)] }, listing, unpaid)
}

async function conclude(
  watching: Watching,
  run: ProbeRun,
  listing: ShopListing,
  earlier: readonly Seen[] | null = null,
): Promise<undefined> {
  const { connection, em, lease, clock, signal } = watching
  try {
    const { plans } = await connection.connector.probeListing(listing, signal)
    const plan = plans.find(({ fact }) => fact === run.fact)
    const last = plan?.conclude(toObservations(run.seen)) ?? null
    const first = earlier ? (plan?.conclude(toObservations(earlier)) ?? null) : last
    const facts = last && first ? (first.reservedCountsAll === false ? first : last) : null
    if (!facts) return await end(watching, run, 'the numbers fit no answer: somebody else may have moved them')
    const observed = [...(earlier ?? []), ...run.seen].map(inWords)
    const evidence = Object.entries(facts).map(([fact, value]) => ({ fact, concluded: String(value), observed }))
    await fenced(em.fork(), lease, async (tx) => {
      // It is looked into anew, and the next plan begins where another is open.
      await keepFacts(tx, { listing, facts, evidence, open: null, now: clock.now() })
      await close(tx, run, { state: 'concluded', reason: null, now: clock.now() })
    })
    return undefined
  } catch (error) {
    if (!(error instanceof ChannelError && aboutTheListing.has(error.fault))) throw error
    return end(watching, run, 'the platform does not tell of it any more')
  }
}
