/** From 16 digits on a spreadsheet keeps a number only roughly. */
const ROUNDED_FROM = 1e15

export interface CellText {
  readonly text: string
  /** Why the text cannot be what was meant. */
  readonly damage?: string
}

/** A number as a person typed it: 6.901234567892E+12 was a barcode. */
export function numberText(stored: string): CellText {
  const value = Number(stored)
  if (stored.trim() === '' || !Number.isInteger(value)) return { text: stored }
  const text = BigInt(value).toString()
  if (Math.abs(value) < ROUNDED_FROM) return { text }
  return { text, damage: 'is kept as a number and lost its last digits: make the column a text column and enter it again' }
}

/** `_x000D_` stands for a character that XML cannot carry (ECMA-376, 22.9.2.19). */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** The index of the column `AB` of the cell `AB12`, from 0; `undefined` for anything else. */
export function columnIndex(reference: string): number | undefined {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference)?.[1]
  if (letters === undefined) return undefined
  return letters.split('').reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
