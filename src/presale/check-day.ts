import { refused, type Refused } from '../stock/refusal.ts'

/** A day of the calendar, like `2026-12-01`. */
export function checkDay(text: string, field: string): Refused | undefined {
  const at = /^(20|21)\d\d-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (!Number.isNaN(at) && new Date(at).toISOString().startsWith(text)) return undefined
  return refused('INVALID', `${field} must be a day like 2026-12-01`, { field })
}
