import type { Log } from '../log.ts'

/** What a dispatcher asks of the database, and gives to hands. */
export interface Dispatch<Task extends string> {
  /** How many turns of each task this process has under way at most. */
  readonly hands: ReadonlyMap<Task, number>
  readonly log: Log
  readonly signal: AbortSignal
  readonly nowMs: () => number
  /** Told how long it took, in seconds, from waking until what was due was begun, as far as there were hands. */
  readonly onWoken?: (seconds: number) => void
  /** All merchants, by schema. */
  readonly merchants: () => Promise<readonly string[]>
  /** Where something is due. */
  readonly look: (schemas: readonly string[]) => Promise<readonly { readonly schema: string; readonly task: Task }[]>
  /** Takes the lease of one due turn; undefined where there is none left. */
  readonly take: (schema: string, task: Task) => Promise<(() => Promise<void>) | undefined>
}

/**
 * Looks for due work when it is told to, and gives what it finds to a bounded number of hands, merchant after merchant.
 * It may be told late, twice or not at all: what is due is in the database, and so is who may do it.
 */
export class Dispatcher<Task extends string> {
  readonly #dispatch: Dispatch<Task>
  /** Merchants in which a task may be due, in the order they were found. */
  readonly #waiting = new Map<Task, Set<string>>()
  readonly #busy = new Map<Task, number>()
  readonly #turns = new Set<Promise<void>>()
  /** Merchants to look at, and since when. */
  readonly #asked = new Map<string, number>()
  #askedAll = false
  #looking: Promise<void> | undefined

  constructor(dispatch: Dispatch<Task>) {
    this.#dispatch = dispatch
  }

  /** Something may have come due, of any merchant. */
  tick(): void {
    this.#askedAll = true
    this.#look()
  }

  /** Something has been made due for this merchant. */
  wake(schema: string): void {
    if (!this.#asked.has(schema)) this.#asked.set(schema, this.#dispatch.nowMs())
    this.#look()
  }

  /** Resolves when nothing is under way; after the signal has aborted nothing new is begun. */
  async drain(): Promise<void> {
    while (this.#looking || this.#turns.size > 0) await Promise.allSettled([this.#looking, ...this.#turns])
  }

  #look(): void {
    if (this.#dispatch.signal.aborted) return
    this.#looking ??= this.#lookWhileAsked()
      .catch((error: unknown) => this.#failed(error, 'the look for due work failed; it is made again at the next tick'))
      .finally(() => {
        this.#looking = undefined
        if (this.#askedAll || this.#asked.size > 0) this.#look() // Asked in the very moment of its end.
      })
  }

  async #lookWhileAsked(): Promise<void> {
    const { signal, merchants, look, nowMs, onWoken } = this.#dispatch
    while (!signal.aborted && (this.#askedAll || this.#asked.size > 0)) {
      const asked = [...this.#asked]
      const askedAll = this.#askedAll
      this.#asked.clear()
      this.#askedAll = false
      const due = await look(askedAll ? await merchants() : asked.map(([schema]) => schema))
      for (const { schema, task } of due) this.#await(task, schema)
      for (const task of new Set(due.map((one) => one.task))) this.#fill(task)
      for (const [, sinceMs] of asked) onWoken?.((nowMs() - sinceMs) / 1_000)
    }
  }

  #await(task: Task, schema: string): void {
    const schemas = this.#waiting.get(task) ?? new Set()
    this.#waiting.set(task, schemas.add(schema))
  }

  #fill(task: Task): void {
    const { hands, signal } = this.#dispatch
    const schemas = this.#waiting.get(task)
    while (schemas && !signal.aborted && (this.#busy.get(task) ?? 0) < (hands.get(task) ?? 0)) {
      const [schema] = schemas
      if (schema === undefined) return
      schemas.delete(schema)
      const turn = this.#turn(task, schema)
      this.#turns.add(turn)
      void turn.finally(() => this.#turns.delete(turn))
    }
  }

  async #turn(task: Task, schema: string): Promise<void> {
    this.#busy.set(task, (this.#busy.get(task) ?? 0) + 1)
    try {
      const work = await this.#dispatch.take(schema, task)
      if (!work) return
      // There may be more of it here, but other merchants come first.
      this.#await(task, schema)
      this.#fill(task)
      await work()
      // What was done may have made something else due.
      this.wake(schema)
    } catch (error) {
      this.#failed(error, 'a turn of a task failed; what it left undone is still due')
    } finally {
      this.#busy.set(task, (this.#busy.get(task) ?? 0) - 1)
      this.#fill(task)
    }
  }

  #failed(error: unknown, message: string): void {
    const { signal, log } = this.#dispatch
    if (!signal.aborted) log.warn({ err: error }, message)
  }
}
