import { limits } from './limits.ts'
import { refused, type Refused } from './refusal.ts'

/** The first check that says no, if any. */
export function firstRefusal(...checks: readonly (Refused | undefined)[]): Refused | undefined {
  return checks.find((check) => check !== undefined)
}

export function checkUnits(units: number, field: string, min = 1): Refused | undefined {
  if (Number.isInteger(units) && units >= min && units <= limits.unitsPerLine) return undefined
  return refused('INVALID', `${field} must be a whole number from ${min} to ${limits.unitsPerLine}`, { field })
}

/** A change may go either way, but must change something. */
export function checkChange(units: number, field: string): Refused | undefined {
  if (units === 0) return refused('INVALID', `${field} must not be zero`, { field })
  return checkUnits(Math.abs(units), field)
}

export function checkText(text: string | null, field: string, max: number = limits.textLength): Refused | undefined {
  if (text === null || (text.trim() !== '' && text.length <= max && !text.includes('\0'))) return undefined
  return refused('INVALID', `${field} must be a text of 1 to ${max} characters`, { field })
}

export function checkKey(key: string): Refused | undefined {
  return checkText(key, 'key', limits.keyLength)
}

export function checkTtl(ttlMs: number, field = 'ttlMs'): Refused | undefined {
  if (Number.isInteger(ttlMs) && ttlMs >= limits.holdTtlMsMin && ttlMs <= limits.holdTtlMsMax) return undefined
  return refused('INVALID', `${field} must be from ${limits.holdTtlMsMin} to ${limits.holdTtlMsMax} milliseconds`, { field })
}

export function checkLineCount(count: number, max: number, field = 'lines'): Refused | undefined {
  if (count >= 1 && count <= max) return undefined
  return refused('INVALID', `${field} must hold 1 to ${max} entries, not ${count}`, { field })
}

export function checkInstant(ms: number | null, field: string): Refused | undefined {
  if (ms === null || (Number.isSafeInteger(ms) && ms >= 0 && ms <= limits.instantMsMax)) return undefined
  return refused('INVALID', `${field} must be an instant from 1970 to 9999`, { field })
}
