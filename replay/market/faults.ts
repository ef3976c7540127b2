/** What befalls the calls to every shop while the stream lasts. */
export interface LineFaults {
  /** Chances of a call: refused by the platform, or not answered, whether it was applied or not. */
  readonly refused: number
  readonly unknown: number
  /** How late the lists show what happened, where that is later than the platform's own. */
  readonly feedLagMs: number
}

export const noFaults: LineFaults = { refused: 0, unknown: 0, feedLagMs: 0 }
