import { ChannelError } from './errors.ts'
import { refuseChannel, type ChannelRefused } from './refusal.ts'

/** What a platform's error means to whoever asked: its own words and what to do. Anything else is thrown on. */
export function platformRefusal(error: unknown, field: string): ChannelRefused {
  if (!(error instanceof ChannelError)) throw error
  const { retryAfterMs } = error
  return refuseChannel('PLATFORM_REFUSED', describeFault(error), { field, ...(retryAfterMs === null ? {} : { retryAfterMs }) })
}

/** Connectors keep secrets and buyers' data out of their messages. */
export function describeFault(error: ChannelError): string {
  return `${error.advice} (${error.message})`
}
