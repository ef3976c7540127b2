import { spawn, type ChildProcess } from 'node:child_process'
import type { Quiet } from '../../simulate/world/quiet.ts'
import type { SimClock } from '../../simulate/world/sim-clock.ts'
import type { Crew, Told } from './crew.ts'
import type { Begin, Order, Report } from './messages.ts'

export const AS_WORKER = '--as-worker'

interface Parts {
  readonly workers: number
  readonly begin: Omit<Begin, 'say' | 'nowMs' | 'listingsKnown'>
  /** The shops' clock. */
  readonly clock: SimClock
  readonly quiet: Quiet
  readonly signal: AbortSignal
  readonly failures: string[]
  /** Resolves once the database answers. */
  readonly databaseBack: () => Promise<void>
}

/** Several workers, each a process; one that dies, however that came about, is replaced by another. */
export class ProcessCrew implements Crew {
  readonly #parts: Parts
  readonly #hands: Hand[] = []
  #listingsKnown = false
  #ended = false
  /** Somebody died: the others have to look what it left. */
  #mourning = false
  replaced = 0

  private constructor(parts: Parts) {
    this.#parts = parts
  }

  static async open(parts: Parts): Promise<ProcessCrew> {
    const crew = new ProcessCrew(parts)
    for (let n = 0; n < parts.workers; n += 1) crew.#hands.push(await crew.#hire())
    return crew
  }

  /** Whether all are there and have begun to work. */
  get isWhole(): boolean {
    return this.#hands.length === this.#parts.workers && this.#hands.every(({ isGone, hasWorked }) => hasWorked && !isGone)
  }

  /** Kills one without a word, as a machine that loses power does; while another is gone or just beginning, none. */
  kill(n: number): boolean {
    return this.isWhole && this.#hands[n % this.#hands.length]?.child.kill('SIGKILL') === true
  }

  async wake(): Promise<void> {
    await this.#step(this.#parts.clock.now().getTime(), true)
  }

  async push(told: readonly Told[]): Promise<void> {
    for (const one of told) {
      // Whoever takes it; where that one dies, the lists tell of these orders.
      const [hand] = this.#hands
      await this.#tell(hand ? [hand] : [], { say: 'push', ...one })
    }
    await this.wake()
  }

  async listingsKnown(): Promise<void> {
    this.#listingsKnown = true
    await this.#tell(this.#hands, { say: 'listings known' })
  }

  async advanceTo(ms: number): Promise<void> {
    const { clock, signal } = this.#parts
    for (let atMs = clock.now().getTime(); atMs <= ms;) {
      signal.throwIfAborted()
      const nextMs = Math.min(clock.nextMs ?? Infinity, ...this.#hands.map((hand) => hand.nextMs))
      if (nextMs > ms) break
      atMs = Math.max(nextMs, clock.now().getTime())
      await this.#step(atMs, false)
    }
    await this.#step(ms, false)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true
    await Promise.all(this.#hands.map((hand) => hand.dismiss()))
  }

  async #step(toMs: number, wake: boolean): Promise<void> {
    const { clock, quiet } = this.#parts
    await clock.advanceTo(toMs, () => quiet.settled())
    await this.#tell(this.#hands, { say: 'step', toMs, wake: wake || this.#mourning })
    this.#mourning = await this.#replaceDead()
  }

  async #tell(hands: readonly Hand[], order: Order): Promise<void> {
    const failures = (await Promise.all(hands.map((hand) => hand.ask(order)))).flat()
    this.#parts.failures.push(...failures)
    if (failures.length > 0) await this.#parts.databaseBack()
  }

  async #replaceDead(): Promise<boolean> {
    let died = false
    for (const [n, hand] of this.#hands.entries()) {
      if (!hand.isGone || this.#ended) continue
      died = true
      this.replaced += 1
      await this.#parts.databaseBack()
      this.#hands[n] = await this.#hire()
    }
    return died
  }

  async #hire(): Promise<Hand> {
    const { begin, clock } = this.#parts
    const hand = new Hand()
    const nowMs = clock.now().getTime()
    await hand.ask({ ...begin, say: 'begin', nowMs, listingsKnown: this.#listingsKnown })
    return hand
  }
}

/** One worker process. */
class Hand {
  readonly child: ChildProcess
  readonly #exit: Promise<void>
  nextMs = Infinity
  isGone = false
  hasWorked = false

  constructor() {
    const file = process.argv[1]
    if (file === undefined) throw new Error('the program does not know its own file')
    this.child = spawn(process.execPath, ['--enable-source-maps', file, AS_WORKER], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    this.#exit = new Promise((resolve) => {
      const gone = (): void => {
        this.isGone = true
        this.nextMs = Infinity
        resolve()
      }
      this.child.once('exit', gone)
      this.child.once('error', gone)
    })
  }

  /** Returns what went wrong meanwhile; one that is gone has nothing to say. */
  async ask(order: Order): Promise<readonly string[]> {
    if (this.isGone) return []
    const answered = new Promise<Report>((resolve) => this.child.once('message', resolve))
    this.child.send(order, () => undefined)
    const report = await Promise.race([answered, this.#exit])
    if (!report) return []
    this.nextMs = report.nextMs ?? Infinity
    this.hasWorked ||= order.say === 'step'
    return report.failures
  }

  async dismiss(): Promise<void> {
    if (this.child.connected) this.child.disconnect()
    await this.#exit
  }
}
