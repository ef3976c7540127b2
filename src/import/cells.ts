import type { TableRow } from './table.ts'

/** The cells of one row by what their columns mean. */
export class Cells<Field extends string> {
  readonly #row: TableRow
  readonly #at: ReadonlyMap<Field, number>

  constructor(row: TableRow, at: ReadonlyMap<Field, number>) {
    this.#row = row
    this.#at = at
  }

  /** Without the spaces around; empty where there is none. */
  text(field: Field): string {
    const index = this.#at.get(field)
    return (index === undefined ? undefined : this.#row.cells[index]?.trim()) ?? ''
  }

  isEmpty(): boolean {
    return this.#row.cells.every((cell) => cell.trim() === '')
  }

  /** Why one of the cells cannot be what was meant. */
  damage(): string | undefined {
    for (const [field, index] of this.#at) {
      const why = this.#row.damaged.get(index)
      if (why !== undefined) return `${field} ${why}`
      if (this.#row.cells[index]?.includes('\ufffd')) return `${field} cannot be read in the file's encoding: say --encoding`
    }
    return undefined
  }
}

/** What a spreadsheet program makes of a long number when it saves it as CSV. */
export function isRounded(text: string): boolean {
  return /^\d([.,]\d+)?E\+\d+$/i.test(text)
}
