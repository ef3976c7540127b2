const TIME = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,3})?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/

/** `Z` or `+08:00`. */
export function isUtcOffset(text: string): boolean {
  return /^(Z|[+-]\d{2}:\d{2})$/.test(text)
}

/**
 * An instant as milliseconds since 1970, or why the text is none: `2026-11-11T20:00:00+08:00`, or as spreadsheets write it,
 * `2026/11/11 20:00`, where `utcOffset` says which zone that is in.
 */
export function readInstant(text: string, utcOffset: string | undefined): number | string {
  const [, year, month, day, hour = '0', minute = '00', second = '00', fraction = '', zone = utcOffset] = TIME.exec(text) ?? []
  if (year === undefined || month === undefined || day === undefined)
    return `time ${text.slice(0, 40) || '(empty)'} is no date and time`
  if (zone === undefined)
    return `time ${text} does not say its zone: write it like 2026-11-11T20:00:00+08:00, or give --utc-offset`
  const two = (part: string) => part.padStart(2, '0')
  const plainZone = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone
  const at = new Date(`${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}${fraction}${plainZone}`).getTime()
  // The 31st of a shorter month would silently become the 1st of the next.
  const isReal = Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  return Number.isNaN(at) || !isReal ? `time ${text} is no date and time` : at
}
