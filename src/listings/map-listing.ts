import { sql } from 'kysely'
import type { ChannelTools } from '../channels/channel-tools.ts'
import type { ChannelRefused } from '../channels/refusal.ts'
import { mapRows } from './map-rows.ts'
import type { MapTo } from './mapping.ts'
import { readListings, type ShopListing } from './shop-listing.ts'

export interface MapListing {
  readonly channel: string
  /** `item/sku/warehouse`, as listed. */
  readonly listing: string
  readonly to: MapTo
  readonly actor: string
  /** What was shown of what it costs, where the activity of a platform wants to see the listing. */
  readonly confirm?: string | null
}

export type MapOutcome = { readonly kind: 'saved'; readonly listing: ShopListing } | ChannelRefused

/** Says by hand what a listing sells. It stays so until a person says otherwise, whatever its code on the platform. */
export async function mapListing({ em, clock }: Pick<ChannelTools, 'em' | 'clock'>, input: MapListing): Promise<MapOutcome> {
  const { channel, listing, to, actor, confirm = null } = input
  return em.fork().transactional(async (tx) => {
    const row = { line: 1, channel, listing, merchantCode: null, to, confirm }
    const [outcome] = await mapRows(tx, { rows: [row], met: { meet: () => undefined }, actor }, clock.now())
    if (outcome?.kind === 'refused') {
      const { line: _, ...refused } = outcome
      return refused
    }
    const [saved] = await readListings(
      tx,
      sql`l.external_id = ${listing}
          and l.channel_id = (select c.id from ${sql.table('channel')} c where c.code = ${channel})`,
    )
    if (!saved) throw new Error('a listing vanished while it was mapped')
    return { kind: 'saved', listing: saved }
  })
}
