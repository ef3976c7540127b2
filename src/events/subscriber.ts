/** A subscriber that is so many events behind is let go. */
const WAITING_MAX = 1_000

/** Whoever subscribed has not taken what came for too long. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow'
}

/** The events of one subscriber, in the order they came. Unlike a generator it ends at once, also while it is waited for. */
export class Subscriber<Event> implements AsyncIterableIterator<Event, undefined, undefined> {
  readonly #onEnd: () => void
  readonly #waiting: Event[] = []
  #asked: PromiseWithResolvers<IteratorResult<Event, undefined>> | undefined
  #ended = false
  #error: Error | undefined

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd
  }

  push(event: Event): void {
    if (this.#ended) return
    if (this.#asked) {
      this.#asked.resolve({ value: event, done: false })
      this.#asked = undefined
      return
    }
    this.#waiting.push(event)
    if (this.#waiting.length > WAITING_MAX) this.end(new TooSlow('events came faster than they were taken'))
  }

  end(error?: Error): void {
    if (this.#ended) return
    this.#ended = true
    this.#error = error
    this.#waiting.length = 0
    if (error) this.#asked?.reject(error)
    else this.#asked?.resolve({ value: undefined, done: true })
    this.#asked = undefined
    this.#onEnd()
  }

  next(): Promise<IteratorResult<Event, undefined>> {
    const [event] = this.#waiting
    if (event !== undefined) {
      this.#waiting.shift()
      return Promise.resolve({ value: event, done: false })
    }
    if (this.#ended) {
      const error = this.#error
      this.#error = undefined
      return error ? Promise.reject(error) : Promise.resolve({ value: undefined, done: true })
    }
    this.#asked ??= Promise.withResolvers()
    return this.#asked.promise
  }

  return(): Promise<IteratorResult<Event, undefined>> {
    this.end()
    return Promise.resolve({ value: undefined, done: true })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }
}
