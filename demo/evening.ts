import type { Moment } from '../replay/input/read-orders.ts'
import type { StreamEvent } from '../replay/input/stream-event.ts'

const MINUTE_MS = 60_000
/** From six to eleven. */
const BEGINS_AT_HOUR = 18
export const EVENING_MS = 5 * 3_600_000
/** When everybody is at home. */
const PEAK_MS = 2 * 3_600_000
const PEAK_WIDTH_MS = 45 * MINUTE_MS
/** Of a quiet minute against the busiest. */
const QUIET = 0.15

/** What one shopper does, or the warehouse: lines of one order, one cancellation, or one correction. */
export interface Deed {
  readonly events: readonly StreamEvent[]
  /** Since the evening began. */
  readonly atMs: number
}

/** How busy that instant is, 1 at the peak. */
export function busyAt(eveningMs: number): number {
  const away = (eveningMs - PEAK_MS) / PEAK_WIDTH_MS
  return QUIET + (1 - QUIET) * Math.exp(-away * away)
}

/** The stream's events in their own order, at the times of an evening: the stream's days have no evening, it is a wholesaler's. */
export function toEvening(moments: readonly Moment[]): readonly Deed[] {
  const deeds = moments.flatMap(({ events }) => apart(events))
  const total = deeds.reduce((sum, events) => sum + events.length, 0)
  const clock = new BusyClock()
  let before = 0
  return deeds.map((events) => {
    const atMs = clock.instantOf(before / total)
    before += events.length
    return { events, atMs }
  })
}

/** `20:07` */
export function timeOfEvening(eveningMs: number): string {
  const minutes = Math.floor(Math.min(eveningMs, EVENING_MS) / MINUTE_MS)
  return `${BEGINS_AT_HOUR + Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

function apart(events: readonly StreamEvent[]): readonly (readonly StreamEvent[])[] {
  const deeds: StreamEvent[][] = []
  for (const event of events) {
    const [last] = deeds.at(-1) ?? []
    const together = event.kind === 'order' && last?.kind === 'order' && last.orderNo === event.orderNo
    if (together) deeds.at(-1)?.push(event)
    else deeds.push([event])
  }
  return deeds
}

/** Goes through the evening minute by minute, by how busy each is; asked for ever later shares. */
class BusyClock {
  readonly #total: number
  #minute = 0
  #before = 0

  constructor() {
    let total = 0
    for (let atMs = 0; atMs < EVENING_MS; atMs += MINUTE_MS) total += busyAt(atMs)
    this.#total = total
  }

  instantOf(share: number): number {
    const wanted = share * this.#total
    for (let own = this.#busy(); this.#before + own <= wanted && this.#minute * MINUTE_MS < EVENING_MS; own = this.#busy()) {
      this.#before += own
      this.#minute += 1
    }
    return Math.min(EVENING_MS, (this.#minute + (wanted - this.#before) / this.#busy()) * MINUTE_MS)
  }

  #busy(): number {
    return busyAt(this.#minute * MINUTE_MS)
  }
}
