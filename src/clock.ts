/** The one source of time and waiting: the same code runs under the wall clock and under a simulated one. */
export interface Clock {
  /** The current instant, as the database sees it. */
  now(): Date
  /** Resolves after `ms`, or rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** A signal that aborts with a `TimeoutError` after `ms`. */
  deadline(ms: number): AbortSignal
}

/** The machine's own clock. `offsetMs` is what has to be added to follow another clock (the database's). */
export class SystemClock implements Clock {
  #offsetMs = 0

  now(): Date {
    return new Date(Date.now() + this.#offsetMs)
  }

  /**
   * Makes this clock follow another: `theirs` was read between `askedAt` and `answeredAt`, so the middle is the best guess.
   * Returns by how many milliseconds this clock moved.
   */
  follow({ theirs, askedAt, answeredAt }: { readonly theirs: Date; readonly askedAt: Date; readonly answeredAt: Date }): number {
    const movedMs = theirs.getTime() - (askedAt.getTime() + answeredAt.getTime()) / 2
    this.#offsetMs += movedMs
    return movedMs
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(toError(signal.reason))
        return
      }
      const onAbort = (): void => {
        clearTimeout(timer)
        reject(toError(signal?.reason))
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }, ms)
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  deadline(ms: number): AbortSignal {
    return AbortSignal.timeout(ms)
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason })
}
