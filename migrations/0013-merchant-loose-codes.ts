import type { Migration } from './migration.ts'

/** Codes that differ only by case, blanks or the width of their characters (Ａ１ and a1) are told to the operator, never matched. */
export const merchantLooseCodes: Migration = {
  name: '0013-merchant-loose-codes',
  up: (schema) => [
    `drop index ${schema}.sku_loose_code_idx`,
    `drop index ${schema}.recipe_loose_code_idx`,
    `create index sku_loose_code_idx on ${schema}.sku (lower(translate(normalize(code, NFKC), E' \\t', '')))`,
    `create index recipe_loose_code_idx on ${schema}.recipe (lower(translate(normalize(code, NFKC), E' \\t', '')))`,
  ],
}
