/** Stated limits of every request. Above them the answer is a typed refusal, never a slow or half done command. */
export const limits = {
  linesPerHold: 500,
  linesPerSubmission: 1_000,
  /** Below 2^31 and far below what sums of them could lose in a double. */
  unitsPerLine: 1_000_000_000,
  keyLength: 200,
  textLength: 500,
  holdTtlMsMin: 1_000,
  holdTtlMsMax: 30 * 24 * 3_600_000,
  /** The end of the year 9999: what lies beyond has no four-digit year. */
  instantMsMax: 253_402_300_799_999,
} as const
