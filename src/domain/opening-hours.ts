export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof weekdays)[number]

/** From `opens` to `closes` on the same day, as `09:00` and `21:30`; midnight at the end is `24:00`. */
export interface OpenSpan {
  readonly opens: string
  readonly closes: string
}

export interface OpeningHours {
  /** An IANA name, as `Asia/Shanghai`: the times below are on its clocks. */
  readonly timeZone: string
  /** A day that is not named is closed; a day may have several spans. */
  readonly weekly: readonly (OpenSpan & { readonly day: Weekday })[]
  /** Replace the weekly hours of one date, as `2027-02-06`; no spans means closed. */
  readonly exceptions: readonly { readonly date: string; readonly spans: readonly OpenSpan[] }[]
}

const SPANS_PER_DAY_MAX = 6
const EXCEPTIONS_MAX = 400
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/

export interface HoursFault {
  /** The path inside the hours, as `weekly.2.closes`. */
  readonly path: string
  readonly message: string
}

/** What is wrong with the hours, if anything. */
export function faultOfHours(hours: OpeningHours): HoursFault | undefined {
  if (!isTimeZone(hours.timeZone)) return { path: 'timeZone', message: 'must be the IANA name of a time zone, as Asia/Shanghai' }
  if (hours.weekly.length > 7 * SPANS_PER_DAY_MAX) return { path: 'weekly', message: `has too many spans` }
  if (hours.exceptions.length > EXCEPTIONS_MAX) {
    return { path: 'exceptions', message: `must be at most ${EXCEPTIONS_MAX}` }
  }
  return faultOfWeek(hours.weekly) ?? faultOfExceptions(hours.exceptions)
}

function faultOfWeek(weekly: OpeningHours['weekly']): HoursFault | undefined {
  const unknown = weekly.findIndex(({ day }) => !weekdays.includes(day))
  if (unknown >= 0) return { path: `weekly.${unknown}.day`, message: `must be one of ${weekdays.join(', ')}` }
  for (const day of weekdays) {
    const spans = weekly.flatMap((span, n) => (span.day === day ? [{ ...span, path: `weekly.${n}` }] : []))
    const fault = faultOfDay(spans)
    if (fault) return fault
  }
  return undefined
}

function faultOfExceptions(exceptions: OpeningHours['exceptions']): HoursFault | undefined {
  const seen = new Set<string>()
  for (const [n, { date, spans }] of exceptions.entries()) {
    const path = `exceptions.${n}`
    if (!isDate(date)) return { path: `${path}.date`, message: 'must be a date like 2027-02-06' }
    if (seen.has(date)) return { path: `${path}.date`, message: `names ${date} a second time` }
    seen.add(date)
    if (spans.length > SPANS_PER_DAY_MAX) return { path: `${path}.spans`, message: `must be at most ${SPANS_PER_DAY_MAX}` }
    const fault = faultOfDay(spans.map((span, m) => ({ ...span, path: `${path}.spans.${m}` })))
    if (fault) return fault
  }
  return undefined
}

function faultOfDay(spans: readonly (OpenSpan & { readonly path: string })[]): HoursFault | undefined {
  for (const { opens, closes, path } of spans) {
    if (!TIME.test(opens)) return { path: `${path}.opens`, message: 'must be a time like 09:00' }
    if (!TIME.test(closes) && closes !== '24:00')
      return { path: `${path}.closes`, message: 'must be a time like 21:30, at most 24:00' }
    if (closes <= opens) {
      return { path: `${path}.closes`, message: 'must be later than opens; hours past midnight are two spans on two days' }
    }
  }
  const sorted = spans.toSorted((a, b) => (a.opens < b.opens ? -1 : 1))
  const overlapping = sorted.find((span, n) => n > 0 && span.opens < (sorted[n - 1]?.closes ?? ''))
  return overlapping && { path: `${overlapping.path}.opens`, message: 'overlaps another span of the same day' }
}

function isDate(date: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return false
  const at = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date)
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
