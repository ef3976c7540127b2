/** Two records of the same thing that do not agree. */
export interface Difference {
  readonly check: string
  /** What it is about, by code: `pool central, SKU A-17`. */
  readonly subject: string
  /** What the record that is looked at first says, and what the other one says it should. */
  readonly recorded: number
  readonly expected: number
}
