import type { Clock } from '../../clock.ts'
import { pgFailure } from '../../db/pg-errors.ts'
import type { Em } from '../../db/orm.ts'
import { refused, type Refused } from '../refusal.ts'
import { StaleNames } from './load-book.ts'
import type { Answer } from './operation.ts'
import { runBatch, type BatchTools, type Request } from './run-batch.ts'
import { WaitingRoom } from './waiting-room.ts'

export interface QueueLimits {
  /** Requests that may wait; one more is answered "busy" at once. */
  readonly waitingMax: number
  /** How long a request may wait for its batch to begin. */
  readonly waitMsMax: number
  readonly batchMax: number
  /** Batches under way at once: while one commits, the next is being decided. */
  readonly lanes: number
  /** How often a batch is decided again after a deadlock, a key taken meanwhile, or names that changed meanwhile. */
  readonly triesMax: number
}

export const DEFAULT_QUEUE_LIMITS: QueueLimits = { waitingMax: 5_000, waitMsMax: 2_000, batchMax: 128, lanes: 2, triesMax: 5 }

/** The database was lost while a commit was under way: only asking again with the same key tells what became of it. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown'
}

interface Waiting {
  readonly request: Request
  readonly sinceMs: number
  answer(answer: Answer): void
  fail(error: unknown): void
}

/**
 * Gathers one merchant's requests into batches: while one transaction is under way the next batch gathers, so one hot
 * SKU does not cost one commit a unit.
 */
export class CommandQueue {
  readonly #em: Em
  readonly #clock: Clock
  readonly #tools: BatchTools
  readonly #limits: QueueLimits
  readonly #waiting: WaitingRoom<Waiting>
  readonly #busyLanes = new Set<number>()
  #gathering = false
  #batchMs = 20

  constructor(options: { readonly em: Em; readonly clock: Clock; readonly tools: BatchTools; readonly limits?: QueueLimits }) {
    this.#em = options.em
    this.#clock = options.clock
    this.#tools = options.tools
    this.#limits = options.limits ?? DEFAULT_QUEUE_LIMITS
    this.#waiting = new WaitingRoom(this.#limits.lanes)
  }

  get waiting(): number {
    return this.#waiting.size
  }

  submit(request: Request): Promise<Answer | Refused> {
    if (this.#waiting.size >= this.#limits.waitingMax) return Promise.resolve(this.#busy())
    return new Promise((answer, fail) => {
      this.#waiting.enter({ request, sinceMs: this.#clock.now().getTime(), answer, fail }, request.goods)
      this.#gather()
    })
  }

  /** Starts as many batches as there are lanes, after everything that arrives in this turn of the event loop. */
  #gather(): void {
    if (this.#gathering) return
    this.#gathering = true
    setImmediate(() => {
      this.#gathering = false
      for (let lane = 0; lane < this.#limits.lanes; lane += 1) if (!this.#busyLanes.has(lane)) this.#start(lane)
    })
  }

  #start(lane: number): void {
    const nowMs = this.#clock.now().getTime()
    const due: Waiting[] = []
    for (const one of this.#waiting.take(lane, this.#limits.batchMax)) {
      if (nowMs - one.sinceMs > this.#limits.waitMsMax) one.answer(this.#busy())
      else due.push(one)
    }
    if (due.length === 0) {
      if (this.#waiting.size > 0) this.#gather()
      return
    }
    this.#busyLanes.add(lane)
    void this.#run(due).finally(() => {
      this.#batchMs = 0.8 * this.#batchMs + 0.2 * Math.max(1, this.#clock.now().getTime() - nowMs)
      this.#busyLanes.delete(lane)
      this.#gather()
    })
  }

  /** Runs a batch; if it fails for a reason of its own, its halves, so that one bad request does not fail its neighbours. */
  async #run(batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.#decide(batch.map(({ request }) => request))
      for (const [n, one] of batch.entries()) {
        const answer = answers[n]
        if (answer) one.answer(answer)
      }
    } catch (error) {
      if (batch.length === 1 || isForAll(error)) {
        for (const one of batch) one.fail(toFailure(error))
        return
      }
      const middle = Math.ceil(batch.length / 2)
      await this.#run(batch.slice(0, middle))
      await this.#run(batch.slice(middle))
    }
  }

  async #decide(requests: readonly Request[]): Promise<readonly Answer[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await runBatch(this.#em.fork(), requests, this.#tools)
      } catch (error) {
        if (isBusy(error)) return requests.map(() => this.#busy())
        if (!canDecideAgain(error)) throw error
        if (attempt >= this.#limits.triesMax) return requests.map(() => this.#busy())
      }
    }
  }

  #busy(): Refused {
    const batches = Math.ceil(Math.max(1, this.#waiting.size) / this.#limits.batchMax)
    const retryAfterMs = Math.max(50, Math.ceil((batches * this.#batchMs) / this.#limits.lanes))
    return refused('BUSY', `too many requests are waiting; nothing was done, try again in ${retryAfterMs} ms`, { retryAfterMs })
  }
}

function canDecideAgain(error: unknown): boolean {
  if (error instanceof StaleNames) return true
  const failure = pgFailure(error)
  return failure === 'conflict' || failure === 'unique violation'
}

/**
 * Nothing was done, and later it may be: no connection came free in time, or a row stayed locked by somebody's long
 * transaction for as long as a lock is waited for.
 */
function isBusy(error: unknown): boolean {
  const failure = pgFailure(error)
  return failure === 'overloaded' || failure === 'lock timeout'
}

/** Splitting a batch helps against one bad request, not against a database that is gone. */
function isForAll(error: unknown): boolean {
  const failure = pgFailure(error)
  return failure === 'connection lost' || failure === 'statement timeout'
}

function toFailure(error: unknown): unknown {
  if (pgFailure(error) !== 'connection lost') return error
  return new OutcomeUnknown('the database was lost meanwhile: ask again with the same key to learn what became of it', {
    cause: error,
  })
}
