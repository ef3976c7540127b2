/** A signal that aborts as soon as one of several does, as long as it is not disposed of. */
export interface AnySignal extends Disposable {
  readonly signal: AbortSignal
}

/**
 * What `AbortSignal.any` does, for work that is done many times under signals that live long: it leaves nothing with them once the work is
 * over, where that of Node waits to be collected.
 */
export function anyOf(...signals: readonly AbortSignal[]): AnySignal {
  const first = new AbortController()
  const stops = signals.map((signal) => {
    const abort = (): void => first.abort(signal.reason)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
    return () => signal.removeEventListener('abort', abort)
  })
  return {
    signal: first.signal,
    [Symbol.dispose]() {
      for (const stop of stops) stop()
    },
  }
}
