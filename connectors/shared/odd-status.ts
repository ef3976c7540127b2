import type { CallOutcome } from './call-outcome.ts'

/**
 * These platforms answer 200, errors too. Any other status was made by something in between: a server error may have come
 * after the work was done, a redirect is never followed. Null for a status whose body is worth reading.
 */
export function oddStatus(status: number): Extract<CallOutcome, { readonly message: string }> | null {
  if (status >= 500) return { kind: 'no answer', message: `HTTP ${status}` }
  return status >= 300 ? { kind: 'unreadable', message: `HTTP ${status} where the platform always answers 200` } : null
}
