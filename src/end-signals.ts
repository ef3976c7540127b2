/** Aborts when this process is told to stop, or when whoever started it, or read what it says, is gone without having said so. */
export function endSignals(): AbortController {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort())
  process.on('disconnect', () => stop.abort())
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || code === 'EIO') stop.abort()
  })
  process.stderr.on('error', () => undefined)
  return stop
}
