import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { compareDivergence, divergenceOf, totalsOf, type Divergence, type DivergenceTotals } from '../domain/divergence.ts'
import { toListed, type Listed, type PageWanted } from '../stock/read/list-page.ts'
import { wouldPublishOf } from './shadow-report.ts'
import { readListings, type ShopListing } from './shop-listing.ts'

export interface ShadowRow extends Divergence {
  readonly listing: ShopListing
}

export interface OpenFact {
  readonly fact: string
  readonly listings: number
}

export interface ShadowReport {
  readonly channelId: string
  readonly totals: DivergenceTotals
  /** What reading alone cannot settle, by how many mapped listings it is open for. */
  readonly openFacts: readonly OpenFact[]
  /** Mapped listings nobody has looked into yet. */
  readonly notLookedInto: number
  /** Worst first. */
  readonly rows: Listed<ShadowRow>
}

interface Row {
  readonly id: string
  readonly shown_units: string | null
  readonly price_fen: string | null
}

/**
 * What a shop shows of all it lists beside what it would be shown with. The sums are over the whole channel, so all its
 * listings are looked at, with five statements whatever their number; of those only ids and numbers are kept in memory.
 */
export async function readShadow(
  em: Em,
  { channelId, first, after }: PageWanted & { readonly channelId: string },
  now: Date,
): Promise<ShadowReport> {
  const { rows } = await sql<Row>`
    select id, shown_units, price_fen from ${sql.table('listing')}
     where channel_id = ${channelId} and gone_at is null and item_id is not null`.execute(merchantDb(em))
  const would = await wouldPublishOf(em, channelId, now)
  const all = rows
    .map((row) =>
      divergenceOf({
        id: row.id,
        shownUnits: numberOf(row.shown_units),
        wouldPublishUnits: would.get(row.id) ?? null,
        priceFen: numberOf(row.price_fen),
      }),
    )
    .toSorted(compareDivergence)
  const from = after === null ? undefined : readKey(after)
  const page = (from === undefined ? all : all.filter((one) => compareDivergence(one, from) > 0)).slice(0, first + 1)
  const listings = new Map(
    (await readListings(em, sql`l.id = any(${page.map(({ id }) => id)}::bigint[])`)).map((listing) => [listing.id, listing]),
  )
  const shown = page.flatMap((one) => {
    const listing = listings.get(one.id)
    return listing ? [{ ...one, listing }] : []
  })
  return { channelId, totals: totalsOf(all), ...(await readOpenFacts(em, channelId)), rows: toListed(shown, first) }
}

async function readOpenFacts(em: Em, channelId: string): Promise<Pick<ShadowReport, 'openFacts' | 'notLookedInto'>> {
  const { rows } = await sql<{ fact: string | null; listings: number }>`
    select f.fact, count(*)::int as listings
      from ${sql.table('listing')} l
      left join lateral unnest(l.open_facts) as f (fact) on true
     where l.channel_id = ${channelId} and l.gone_at is null and l.recipe_id is not null and (l.open_facts is null or f.fact is not null)
     group by f.fact order by f.fact`.execute(merchantDb(em))
  return {
    openFacts: rows.flatMap(({ fact, listings }) => (fact === null ? [] : [{ fact, listings }])),
    notLookedInto: rows.find(({ fact }) => fact === null)?.listings ?? 0,
  }
}

export function shadowRowKey({ id, units, fen }: Divergence): string {
  return JSON.stringify([id, units, fen])
}

/** Where a page ended; anything else was never given out, and begins at the start. */
function readKey(text: string): Divergence | undefined {
  const parsed: unknown = JSON.parse(text)
  if (!Array.isArray(parsed)) return undefined
  const [id, units, fen]: unknown[] = parsed
  if (typeof id !== 'string') return undefined
  const numbers = { units: typeof units === 'number' ? units : null, fen: typeof fen === 'number' ? fen : null }
  return { id, shownUnits: null, wouldPublishUnits: null, priceFen: null, ...numbers }
}

function numberOf(text: string | null): number | null {
  return text === null ? null : Number(text)
}
