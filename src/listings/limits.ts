/** Stated limits of what a shop may tell us, in UTF-16 units of text; longer texts are cut. */
export const listingLimits = {
  titleLength: 500,
  merchantCodeLength: 200,
  idLength: 100,
  /** Rows written by one statement. */
  rowsPerWrite: 500,
  pageSize: 200,
} as const
