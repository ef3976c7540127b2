import { isInFlight, type StockCommand } from './command.ts'

/** What can be done about a command whose outcome is not known. */
export type UnknownStep =
  /** The same key and content again, as a try of its own. */
  | { readonly step: 'same key' }
  /** Nothing of it can be applied any more: the counter tells what became of it. */
  | { readonly step: 'read' }
  | { readonly step: 'wait'; readonly untilMs: number }

/** Our reckoning of the platform's clock may be off by so much. */
export const CLOCK_DOUBT_MS = 2_000
const RETRY_MS = 2_000
const RETRY_MAX_MS = 60_000

/**
 * R5. A try with the same key is sent only while the platform surely remembers the key, however late that try is applied.
 * Else every try has to be dead, or answered, before the counter is read.
 */
export function nextForUnknown(
  command: Pick<StockCommand, 'call' | 'kind' | 'keyMemoryMs' | 'tries'>,
  { platformMs, requestLifetimeMs }: { readonly platformMs: number; readonly requestLifetimeMs: number },
): UnknownStep {
  const { tries } = command
  const [first] = tries
  const last = tries.at(-1)
  if (!first || !last) return { step: 'read' }
  const doubtful = tries.filter((one) => isInFlight(one, platformMs - CLOCK_DOUBT_MS))
  // A key that was acknowledged is applied once, whatever else is on its way; what it took may still be unproved.
  const isTold = command.call === 'keyed delta' && tries.some(({ outcome }) => outcome === 'acknowledged')
  if (doubtful.length === 0 || isTold) return { step: 'read' }
  // Refused for what it asks, the same key will be refused again: it says nothing of the try before it, but the counter will.
  const isRefused = last.outcome === 'refused by business'
  if (command.call === 'keyed delta' && command.kind !== 'set_zero' && command.keyMemoryMs !== null && !isRefused) {
    const rememberedMs = first.signedAtMs + command.keyMemoryMs - requestLifetimeMs - CLOCK_DOUBT_MS
    const pauseMs = Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** Math.min(tries.length - 1, 10))
    const againMs = (last.answeredAtMs ?? last.signedAtMs) + pauseMs
    if (againMs <= rememberedMs && platformMs <= rememberedMs) {
      return platformMs >= againMs ? { step: 'same key' } : { step: 'wait', untilMs: againMs }
    }
  }
  return { step: 'wait', untilMs: Math.max(...doubtful.map(({ diesAtMs }) => diesAtMs)) + CLOCK_DOUBT_MS + 1 }
}
