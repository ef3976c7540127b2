/** What a file may be at most. Beyond it is no master data, but a mistake or an attack, and it is refused as a whole. */
export const importLimits = {
  rows: 5_000_000,
  columns: 256,
  /** Characters of one row of text, and of one cell of a workbook (Excel's own limit is 32,767). */
  rowLength: 65_536,
  cellLength: 32_767,
  /** Bytes that a compressed file, or one part of a workbook, may unfold to. */
  unfoldedBytes: 2 * 1024 ** 3,
  /** Beyond so many bytes a part may not unfold to more than `foldRatio` times its size: tables of text stay far below. */
  foldFreeBytes: 16 * 1024 ** 2,
  foldRatio: 250,
  /** Texts that a workbook's cells share; they are kept in memory. */
  sharedTextBytes: 160 * 1024 ** 2,
  sharedTexts: 6_000_000,
  /** Parts of a workbook. */
  parts: 10_000,
  /** Rows that may stand above the one with the column names. */
  rowsAboveHeader: 10,
} as const
