import { limits } from '../stock/limits.ts'

/** Whole units, or why the text is none: `1,200` and `12.00` are what spreadsheets write for 1200 and 12. */
export function readUnits(text: string): number | string {
  if (text === '') return 'units must not be empty'
  if (!/^(\d+|\d{1,3}(,\d{3})+)(\.0+)?$/.test(text)) return `units ${text.slice(0, 40)} must be a whole number, 0 or more`
  const units = Number(text.replaceAll(',', ''))
  return units <= limits.unitsPerLine ? units : `units must be at most ${limits.unitsPerLine}`
}
