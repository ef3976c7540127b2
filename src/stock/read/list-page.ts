/** Rows after `after` (in the list's own order), at most `first` of them. */
export interface PageWanted {
  readonly first: number
  /** The key of the last row seen, as the list gave it; null: from the beginning. */
  readonly after: string | null
}

export interface Listed<Row> {
  readonly rows: readonly Row[]
  readonly hasNextPage: boolean
}

/** Cuts one row too many, which only said that there is a next page. */
export function toListed<Row>(rows: readonly Row[], first: number): Listed<Row> {
  return { rows: rows.slice(0, first), hasNextPage: rows.length > first }
}

/** The key of a list that goes by a number; anything else was never given out, and begins at the start. */
export function numberAfter(after: string | null): string | null {
  return after !== null && /^\d{1,18}$/.test(after) ? after : null
}
