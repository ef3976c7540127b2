import { schedule } from 'node-cron'

/** Proposes work every second until the signal aborts. A tick that comes late, twice or not at all changes nothing. */
export function everySecond(propose: () => void, signal: AbortSignal): void {
  if (signal.aborted) return
  const ticks = schedule('* * * * * *', propose, { suppressMissedWarning: true })
  signal.addEventListener('abort', () => void ticks.destroy(), { once: true })
}
