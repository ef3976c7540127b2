import type { Clock } from '../../clock.ts'
import { canDecideAgain, isBusy, isForAll, toFailure } from './batch-failure.ts'
import type { Em } from '../../db/orm.ts'
import { refused, type Refused } from '../refusal.ts'
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
  /** For how long a further batch waits beside others to become half full: a small one costs as many statements. */
  readonly lingerMs: number
  /**
   * For how long requests that can wait do so for others of their kind, while nobody else asks for anything: what several channels book at
   * once then costs the statements of one. 0: they do not wait.
   */
  readonly patienceMs: number
  /** How often a batch is decided again after a deadlock, a key taken meanwhile, or names that changed meanwhile. */
  readonly triesMax: number
}

export const DEFAULT_QUEUE_LIMITS: QueueLimits = {
  waitingMax: 5_000,
  waitMsMax: 2_000,
  batchMax: 128,
  lanes: 2,
  lingerMs: 15,
  patienceMs: 0,
  triesMax: 5,
}

/** For a process that works for channels: a call to a platform takes ten times as long. */
export const WORKER_QUEUE_LIMITS: QueueLimits = { ...DEFAULT_QUEUE_LIMITS, patienceMs: 15 }

const GATHERING_TURNS = 4

const TOLD_IN_A_TURN = 16

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
  readonly #onCommitted: () => void
  readonly #waiting: WaitingRoom<Waiting>
  readonly #busyLanes = new Set<number>()
  #gathering = false
  #lingering = false
  #batchMs = 20

  constructor(options: {
    readonly em: Em
    readonly clock: Clock
    readonly tools: BatchTools
    readonly limits?: QueueLimits
    readonly onCommitted?: () => void
  }) {
    this.#em = options.em
    this.#clock = options.clock
    this.#tools = options.tools
    this.#limits = options.limits ?? DEFAULT_QUEUE_LIMITS
    this.#onCommitted = options.onCommitted ?? (() => undefined)
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

  /**
   * Starts what may start some turns of the event loop later. An idle process has made them in no time; in a busy one each
   * brings more requests, and a batch of many costs as many statements as a batch of one.
   */
  #gather(turns = GATHERING_TURNS): void {
    if (this.#gathering) return
    this.#gathering = true
    setImmediate(() => {
      this.#gathering = false
      if (turns > 1 && this.#waiting.size < this.#limits.batchMax / 2) this.#gather(turns - 1)
      else this.#startLanes(false)
    })
  }

  /** The first batch starts at once; a further one beside it when it is half full, or has waited for that long enough. */
  #startLanes(lingered: boolean): void {
    const half = this.#limits.batchMax / 2
    if (!lingered && this.#canWait(half)) {
      this.#linger(this.#limits.patienceMs)
      return
    }
    for (let lane = 0; lane < this.#limits.lanes && this.#waiting.size > 0; lane += 1) {
      if (this.#busyLanes.has(lane)) continue
      if (this.#busyLanes.size === 0 || this.#waiting.size >= half || lingered) this.#start(lane)
      else this.#linger(this.#limits.lingerMs)
    }
  }

  /** Nobody waits for any of these answers but workers of ours. */
  #canWait(half: number): boolean {
    const { size } = this.#waiting
    return this.#limits.patienceMs > 0 && size > 0 && size < half && this.#waiting.every(({ request }) => request.patient)
  }

  #linger(ms: number): void {
    if (this.#lingering) return
    this.#lingering = true
    const end = (): void => {
      this.#lingering = false
      this.#startLanes(true)
    }
    this.#clock.deadline(ms).addEventListener('abort', end, { once: true })
  }

  #start(lane: number): void {
    const nowMs = this.#clock.now().getTime()
    const due: Waiting[] = []
    for (const one of this.#waiting.take(lane, this.#limits.batchMax, this.#busyLanes.size === 0)) {
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
      this.#onCommitted()
      await tell(batch, answers)
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

/**
 * Tells the callers, a few in each turn of the event loop. All that they do next is done in the turn they are told in, and
 * meanwhile another batch may hold its locks and wait for its turn. The lane waits for the last of them: what they ask next
 * can be in its next batch.
 */
async function tell(batch: readonly Waiting[], answers: readonly Answer[]): Promise<void> {
  for (const [n, one] of batch.entries()) {
    if (n > 0 && n % TOLD_IN_A_TURN === 0) await new Promise<void>((resume) => void setImmediate(resume))
    const answer = answers[n]
    if (answer) one.answer(answer)
  }
}
