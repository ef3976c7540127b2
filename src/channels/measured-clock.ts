import type { Clock } from '../clock.ts'
import type { ChannelConnector, PlatformClockReading } from './connector.ts'

/** How long a measurement of a platform's clock is good for. */
const GOOD_MS = 600_000
/**
 * Clocks that nobody sets part by less. A crystal is wrong by 100 millionths at most, and a clock that follows another is slowed or hastened by
 * up to 500: 5 ms in the ten seconds from one poll to the next, 300 ms while a measurement is good.
 */
const DRIFT = 500e-6

export interface MeasuredClock extends PlatformClockReading {
  /** When that was, on our clock. */
  readonly atMs: number
}

interface Measuring {
  readonly connector: ChannelConnector
  readonly clock: Clock
  readonly signal: AbortSignal
}

const last = new WeakMap<ChannelConnector, MeasuredClock>()

/** Asks for the platform's time; later calls sign by it. */
export async function measureClock({ connector, clock, signal }: Measuring): Promise<MeasuredClock> {
  const reading = await connector.measureClock(signal)
  const measured = { ...reading, atMs: clock.now().getTime() }
  last.set(connector, measured)
  return measured
}

/** As it was measured last, by whomever, with what doubt there is by now; measured anew where that was long ago. */
export async function recentClock(measuring: Measuring): Promise<MeasuredClock> {
  const known = last.get(measuring.connector)
  const agoMs = known ? measuring.clock.now().getTime() - known.atMs : Infinity
  if (!known || agoMs < 0 || agoMs >= GOOD_MS) return measureClock(measuring)
  return { ...known, doubtMs: known.doubtMs + Math.ceil(agoMs * DRIFT) }
}

/** Whether nobody has measured since. */
export function isLastMeasured(connector: ChannelConnector, { atMs, offsetMs }: MeasuredClock): boolean {
  const known = last.get(connector)
  return known?.atMs === atMs && known.offsetMs === offsetMs
}

/** It was set, or ours: whoever needs it next measures anew. */
export function forgetClock(connector: ChannelConnector): void {
  last.delete(connector)
}
