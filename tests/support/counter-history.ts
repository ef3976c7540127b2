import fc from 'fast-check'
import type { Level, LevelChange, Span } from '../../src/domain/publishing/level-changes.ts'
import { judgeReading, type Verdict } from '../../src/domain/publishing/judge-reading.ts'

/** One thing that happens to a listing, after a pause. */
export type HistoryStep = { readonly pauseMs: number } & (
  | { readonly do: 'order'; readonly units: number; readonly toldLate: boolean }
  | { readonly do: 'cancel'; readonly nth: number }
  | { readonly do: 'raise' | 'lower'; readonly units: number; readonly fate: Fate; readonly takesMs: number }
  | { readonly do: 'stop'; readonly fate: Fate; readonly takesMs: number }
  | { readonly do: 'read'; readonly takesMs: number }
  | { readonly do: 'edit'; readonly units: number }
)
const fates = ['answered', 'applied, no answer', 'lost', 'late', 'refused by gateway'] as const
type Fate = (typeof fates)[number]

/** How long a request lives. */
const LIFE_MS = 30_000
const DOUBT_MS = 2_000

const pauseMs = fc.nat(4_000)
const units = fc.integer({ min: 1, max: 5 })
const fate = fc.constantFrom(...fates, 'answered' as const)
const takesMs = fc.nat(1_500)
export const quietStep: fc.Arbitrary<HistoryStep> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('order' as const), pauseMs, units, toldLate: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), pauseMs, nth: fc.nat() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('raise' as const, 'lower' as const), pauseMs, units, fate, takesMs }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop' as const), pauseMs, fate, takesMs }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('read' as const), pauseMs, takesMs }) },
)

export interface HistoryShop {
  readonly restores: boolean
  /** Whether we know that it restores, or does not. */
  readonly restoresKnown: boolean
  readonly belowZero: 'refused' | 'clamped'
}

interface Order {
  readonly units: number
  readonly taken: LevelChange
  booked: boolean
  toldLate: boolean
  cancelled: { readonly atMs: number; booked: boolean } | null
}

/** A shop's counter, what really happens to it, and what our books make of it by the rules. */
export class CounterHistory {
  readonly #shop: HistoryShop
  #nowMs = 1_000_000_000
  #level: number
  #quota: number
  #before: Level | null = null
  readonly #due: { readonly atMs: number; run(): void }[] = []
  readonly #orders: Order[] = []
  readonly #moves: (Span & { units: number; certain: boolean })[] = []
  readonly #stops: Span[] = []
  readonly verdicts: Verdict[] = []

  constructor(shop: HistoryShop, level: number) {
    this.#shop = shop
    this.#level = level
    this.#quota = level
  }

  play(steps: readonly HistoryStep[]): readonly Verdict[] {
    for (const step of steps) {
      this.#pass(step.pauseMs)
      this.#take(step)
    }
    this.#pass(2 * LIFE_MS)
    return this.verdicts
  }

  #take(step: HistoryStep): void {
    switch (step.do) {
      case 'order':
        return this.#order(step.units, step.toldLate)
      case 'cancel':
        return this.#cancel(step.nth)
      case 'raise':
      case 'lower':
        return this.#move(step)
      case 'stop':
        return this.#stop(step)
      case 'read':
        return this.#read(step.takesMs)
      case 'edit':
        this.#level = Math.max(0, this.#level + step.units)
    }
  }

  #pass(ms: number): void {
    const untilMs = this.#nowMs + ms
    for (let next = this.#next(untilMs); next; next = this.#next(untilMs)) {
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      next.run()
    }
    this.#nowMs = untilMs
  }

  #next(untilMs: number) {
    const [first] = this.#due.toSorted((a, b) => a.atMs - b.atMs)
    if (!first || first.atMs > untilMs) return undefined
    this.#due.splice(this.#due.indexOf(first), 1)
    return first
  }

  #order(wanted: number, toldLate: boolean): void {
    if (wanted > this.#level) return
    this.#level -= wanted
    const stampMs = stamp(this.#nowMs)
    const taken = { units: -wanted, fromMs: stampMs, toMs: stampMs + 999, certain: true }
    this.#orders.push({ units: wanted, taken, booked: false, toldLate, cancelled: null })
  }

  #cancel(nth: number): void {
    const order = this.#orders[nth % Math.max(1, this.#orders.length)]
    if (!order || order.cancelled) return
    order.cancelled = { atMs: this.#nowMs, booked: false }
    if (this.#shop.restores) this.#level += order.units
  }

  #move({ do: kind, units, fate, takesMs }: Extract<HistoryStep, { do: 'raise' | 'lower' }>): void {
    const sentMs = this.#nowMs
    if (kind === 'raise') this.#quota += units
    if (fate === 'refused by gateway') {
      if (kind === 'raise') this.#quota -= units
      return
    }
    const change = {
      units: kind === 'raise' ? units : -units,
      fromMs: sentMs - DOUBT_MS,
      toMs: sentMs + LIFE_MS + DOUBT_MS,
      certain: false,
    }
    this.#moves.push(change)
    if (fate === 'lost') return
    const apply = (): void => {
      const before = this.#level
      const refused = kind === 'lower' && this.#shop.belowZero === 'refused' && before < units
      if (!refused) this.#level = Math.max(0, before + change.units)
      if (fate !== 'answered') return
      this.#at(takesMs, () => {
        change.toMs = this.#nowMs + DOUBT_MS
        change.certain = kind === 'raise' || (!refused && (this.#shop.belowZero === 'refused' || before > units))
        if (kind === 'lower' && change.certain) this.#quota -= units
      })
    }
    this.#at(fate === 'late' ? LIFE_MS - takesMs : takesMs, apply)
  }

  #stop({ fate, takesMs }: Extract<HistoryStep, { do: 'stop' }>): void {
    if (fate === 'refused by gateway') return
    this.#stops.push({ fromMs: this.#nowMs - DOUBT_MS, toMs: this.#nowMs + LIFE_MS + DOUBT_MS })
    if (fate !== 'lost') this.#at(fate === 'late' ? LIFE_MS - takesMs : takesMs, () => (this.#level = 0))
  }

  /** One reading at a time, as the publisher reads. */
  #read(takesMs: number): void {
    const fromMs = this.#nowMs
    this.#pass(takesMs)
    const level = this.#level
    this.#pass(takesMs)
    this.#judge({ fromMs, toMs: this.#nowMs, leastUnits: level, mostUnits: level })
  }

  #at(afterMs: number, run: () => void): void {
    this.#due.push({ atMs: this.#nowMs + afterMs, run })
  }

  /** Books every order and cancellation up to the answer, and some that came later; then judges, and settles by R3. */
  #judge(reading: Level): void {
    for (const order of this.#orders) {
      const isDue = order.taken.fromMs <= reading.toMs
      if (!order.booked && (isDue || !order.toldLate)) {
        order.booked = true
        this.#quota -= order.units
      }
      const { cancelled } = order
      if (cancelled && !cancelled.booked && order.booked && (cancelled.atMs <= reading.toMs || !order.toldLate)) {
        cancelled.booked = true
        if (this.#mayRestore()) this.#quota += order.units
      }
    }
    const changes = [...this.#moves, ...this.#orders.filter(({ booked }) => booked).flatMap((order) => this.#changesOf(order))]
    const known = { reading, changes, stops: this.#stops }
    this.verdicts.push(
      judgeReading({ ...known, before: this.#before, quota: this.#quota, untakenUnits: 0, hidden: false, backBooked: true }),
    )
    this.#before = reading
    this.#settle(reading, changes)
  }

  #mayRestore(): boolean {
    return this.#shop.restores || !this.#shop.restoresKnown
  }

  #changesOf({ units, taken, cancelled }: Order): readonly LevelChange[] {
    if (!cancelled?.booked || !this.#mayRestore()) return [taken]
    const fromMs = stamp(cancelled.atMs)
    return [taken, { units, fromMs, toMs: fromMs + 999, certain: this.#shop.restoresKnown }]
  }

  #settle(reading: Level, changes: readonly LevelChange[]): void {
    const inDoubt = [...this.#moves, ...this.#stops].some(
      ({ fromMs, toMs }) => fromMs + DOUBT_MS < reading.fromMs && toMs >= reading.fromMs,
    )
    if (inDoubt) return
    const most = changes.reduce((sum, change) => {
      if (change.units < 0)
        return this.#moves.every((move) => move !== change) && change.fromMs > reading.toMs ? sum + change.units : sum
      return change.toMs >= reading.fromMs ? sum + change.units : sum
    }, reading.mostUnits)
    this.#quota = Math.min(this.#quota, most)
  }
}

function stamp(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000
}
