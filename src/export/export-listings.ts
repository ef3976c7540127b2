import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import { csvCell } from '../import/error-report.ts'
import { listingLimits } from '../listings/limits.ts'
import { findingsOf, type Finding } from '../listings/listing-findings.ts'
import { readListings, type ShopListing } from '../listings/shop-listing.ts'
import type { WriteText } from './text-file.ts'

interface Options {
  readonly em: Em
  readonly clock: Clock
  /** Codes of the channels by their ids: only their listings are written. */
  readonly channels: ReadonlyMap<string, string>
  readonly write: WriteText
  readonly signal: AbortSignal
}

/** Writes the listings nobody has mapped yet, and the ambiguous ones, as a file to fill in and import. Returns how many. */
export async function exportListings({ em, clock, channels, write, signal }: Options): Promise<number> {
  await write('\ufeffchannel,listing,merchant code,title,problem,sku,recipe,mapping\r\n')
  let count = 0
  for (let after = '0'; ;) {
    signal.throwIfAborted()
    const page = await readListings(
      em,
      sql`l.channel_id = any(${[...channels.keys()]}::bigint[]) and l.id > ${after}::bigint and l.gone_at is null
          and (l.ambiguous or (l.recipe_id is null and l.stock_policy = 'normal'))
        order by l.id limit ${listingLimits.pageSize}`,
    )
    const last = page.at(-1)
    if (!last) return count
    const findings = await findingsOf(
      em,
      page.map(({ id }) => id),
      clock.now(),
    )
    for (const listing of page) {
      await write(rowOf(listing, { channel: channels.get(listing.channelId) ?? '', findings: findings.get(listing.id) ?? [] }))
    }
    count += page.length
    after = last.id
  }
}

function rowOf(
  { key, merchantCode, title }: ShopListing,
  { channel, findings }: { readonly channel: string; readonly findings: readonly Finding[] },
): string {
  const problem = findings.map(({ message }) => message).join('; ')
  return `${[channel, key, merchantCode ?? '', title, problem, '', '', ''].map(csvCell).join(',')}\r\n`
}
