/** Stated limits of master data, in UTF-16 units of text. */
export const catalogueLimits = {
  codeLength: 100,
  nameLength: 200,
  barcodeLength: 64,
  productGroupLength: 100,
  tags: 20,
  tagLength: 50,
  componentsPerRecipe: 50,
  /** Units of one SKU in one set. */
  unitsPerComponent: 10_000,
  searchLength: 100,
  pageSize: 500,
  /** Codes or ids in one look-up, rows in one bulk statement. */
  rowsPerStatement: 5_000,
  poolPosition: 1_000_000,
  /** Pools are read whole. */
  pools: 200,
  /** Channels too. */
  channels: 1_000,
} as const
