import type { HoldUnits } from '../../src/stock/commands/hold-units.ts'
import { NOTHING_MORE, type DocumentLineArgs } from '../../src/stock/documents/content.ts'

const TTL_MS = 900_000

/** What tests say of a hold; the rest is as usual. */
export type Wish = Partial<Omit<HoldUnits, 'lines'>> & { readonly lines: readonly WishedLine[] }
export interface WishedLine {
  readonly sku?: string
  readonly recipe?: string
  readonly units: number
  readonly location?: string
}

export type Told = Partial<DocumentLineArgs> & Pick<DocumentLineArgs, 'kind' | 'document' | 'happenedAtMs'>

export function holdArgs({ pool = null, lines, ttlMs = TTL_MS, reference = null, channel = null }: Wish): HoldUnits {
  return { pool, ttlMs, reference, channel, lines: wantedLines(lines) }
}

export function wantedLines(lines: readonly WishedLine[]): HoldUnits['lines'] {
  return lines.map(({ sku = null, recipe = null, units, location = null }) => ({ sku, recipe, units, location }))
}

export function documentLine(told: Told): DocumentLineArgs {
  return {
    source: 'wms',
    line: '1',
    location: null,
    sku: null,
    condition: 'sellable',
    units: 0,
    ...NOTHING_MORE,
    ...told,
  }
}
