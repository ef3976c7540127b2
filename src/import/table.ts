/** One row of a file, as text. Nothing in it is ever evaluated: a cell that begins with `=` is that text. */
export interface TableRow {
  readonly kind: 'row'
  /** Where it stands in the file, from 1: the line of a text, the row of a sheet. */
  readonly line: number
  readonly cells: readonly string[]
  /** Why a cell's text cannot be what was meant, by its index. */
  readonly damaged: ReadonlyMap<number, string>
}

/** A row that cannot be taken apart. */
export interface BadRow {
  readonly kind: 'bad'
  readonly line: number
  readonly reason: string
}

export interface Table {
  readonly rows: AsyncIterable<TableRow | BadRow>
  /** How much of the file has been read, from 0 to 1. */
  progress(): number
  close(): Promise<void>
}

/** The file as a whole cannot be used; the message says why and what to do. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError'
}

export const UNDAMAGED: ReadonlyMap<number, string> = new Map()
