import { refuseChannel, type ChannelRefused } from '../channels/refusal.ts'
import type { ChannelTools } from '../channels/channel-tools.ts'
import { listingLimits } from './limits.ts'
import { mapRows, type RowOutcome } from './map-rows.ts'
import type { MapRow } from './mapping.ts'

export interface MapListings {
  readonly rows: readonly Omit<MapRow, 'line'>[]
  readonly actor: string
}

export type MapListingsOutcome = { readonly kind: 'mapped'; readonly rows: readonly RowOutcome[] } | ChannelRefused

/** Maps many listings by hand in one transaction. Each row that cannot be is answered with its reason; the others stand. */
export async function mapListings(
  { em, clock }: Pick<ChannelTools, 'em' | 'clock'>,
  input: MapListings,
): Promise<MapListingsOutcome> {
  const { rows, actor } = input
  if (rows.length > listingLimits.rowsPerWrite) {
    return refuseChannel('INVALID', `at most ${listingLimits.rowsPerWrite} rows at once: send the rest by itself`, {
      field: 'rows',
    })
  }
  return em.fork().transactional(async (tx) => {
    const lines = new Map<string, number>()
    const meet = (key: string, line: number): number | undefined => {
      const before = lines.get(key)
      if (before === undefined) lines.set(key, line)
      return before
    }
    const numbered = rows.map((row, n) => ({ ...row, line: n + 1 }))
    return { kind: 'mapped', rows: await mapRows(tx, { rows: numbered, met: { meet }, actor }, clock.now()) }
  })
}
