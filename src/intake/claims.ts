import type { ChannelConnector } from '../channels/connector.ts'
import type { Proof } from '../channels/feed.ts'
import { isLastMeasured, measureClock, type MeasuredClock } from '../channels/measured-clock.ts'
import type { Intake } from './intake.ts'
import { SETTLE_MS } from './walk-list.ts'

/** More than measurements of an unmoved clock differ by: then ours or theirs was set. */
const CLOCK_STEP_MS = 1_000

/** What a turn has done for the shop's orders, in instants of the platform's clock. */
export interface Claims {
  /** Up to where each list was walked in closed windows. */
  readonly walked: ReadonlyMap<string, Date>
  /** Up to where each kind of event is booked. */
  readonly proved: ReadonlyMap<Proof, Date>
}

/**
 * R8: what of it counts, once the clock is measured again. `before` may be the measurement at the end of the turn before: a clock that was set
 * between two turns is found as well as one that was set while orders were read, and what was asked proves nothing. A clock that was set by so
 * little that it is not found, or parts slowly from ours, is at no time off by more than at one of the two: what is claimed is right by both.
 */
export async function claimsOf(
  { connection: { connector }, clock, signal }: Pick<Intake, 'connection' | 'clock' | 'signal'>,
  before: MeasuredClock,
  { walked, proved }: Claims,
): Promise<Claims> {
  const went = isLastMeasured(connector, before)
  const after = await measureClock({ connector, clock, signal })
  const movedMs = Math.abs(after.offsetMs - before.offsetMs)
  if (!went || movedMs > before.doubtMs + after.doubtMs + CLOCK_STEP_MS)
    return { walked: surelyWalked(connector, walked, [before, after]), proved: new Map() }
  const lateMs = Math.max(0, before.offsetMs - before.doubtMs - (after.offsetMs - after.doubtMs))
  return { walked: earlier(walked, lateMs), proved: earlier(proved, lateMs) }
}

/** Windows that the platform's own time was beyond before they were walked are closed, whatever clock was set since. */
export function surelyWalked(
  { orderLists }: ChannelConnector,
  walked: Claims['walked'],
  measured: readonly MeasuredClock[],
): Claims['walked'] {
  const toldMs = Math.min(...measured.map(({ atMs, offsetMs, doubtMs }) => atMs + offsetMs - doubtMs))
  const endMs = toldMs - Math.max(...orderLists.map(({ lagMs }) => lagMs)) - SETTLE_MS
  return new Map([...walked].map(([list, to]) => [list, new Date(Math.min(to.getTime(), endMs))]))
}

function earlier<Name>(instants: ReadonlyMap<Name, Date>, byMs: number): ReadonlyMap<Name, Date> {
  return new Map([...instants].map(([name, at]) => [name, new Date(at.getTime() - byMs)]))
}
