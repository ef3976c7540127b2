/** Aborts when this process is told to stop, or when whoever started it is gone without having said so. */
export function endSignals(): AbortController {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort())
  process.on('disconnect', () => stop.abort())
  return stop
}
