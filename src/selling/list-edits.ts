import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { numberAfter, toListed, type Listed, type PageWanted } from '../stock/read/list-page.ts'
import { msOf } from '../stock/sql/instants.ts'
import type { FindingKind } from '../watching/findings.ts'

/** A change by another hand, with what proves it. */
export interface ListedEdit {
  readonly id: string
  readonly listing: string
  readonly kind: FindingKind
  readonly units: number
  readonly aboveQuotaUnits: number
  readonly shownUnits: number
  readonly leastExpectedUnits: number | null
  readonly mostExpectedUnits: number | null
  readonly quotaUnits: number
  readonly policy: string
  readonly adoptedUnits: number
  readonly cutBackUnits: number
  readonly changedFrom: Date
  readonly changedTo: Date
  readonly foundAt: Date
}

interface Row {
  readonly id: string
  readonly listing: string
  readonly kind: FindingKind
  readonly units: string
  readonly above_quota: string
  readonly shown_units: string
  readonly least_expected: string | null
  readonly most_expected: string | null
  readonly quota: string
  readonly policy: string
  readonly adopted: string
  readonly cut_back: string
  readonly from_ms: number
  readonly to_ms: number
  readonly found_ms: number
}

/** Newest first. */
export async function listEdits(
  em: Em,
  { channelId, first, after }: PageWanted & { readonly channelId: string },
): Promise<Listed<ListedEdit>> {
  const below = numberAfter(after)
  const { rows } = await sql<Row>`
    select f.id, l.external_id as listing, f.kind, f.units, f.above_quota, f.shown_units, f.least_expected, f.most_expected, f.quota,
           f.policy, f.adopted, f.cut_back, ${msOf('f.changed_from')} as from_ms, ${msOf('f.changed_to')} as to_ms,
           ${msOf('f.found_at')} as found_ms
      from ${sql.table('listing_finding')} f join ${sql.table('listing')} l on l.id = f.listing_id
     where f.channel_id = ${channelId} and (${below}::bigint is null or f.id < ${below}::bigint)
     order by f.id desc limit ${first + 1}`.execute(merchantDb(em))
  return toListed(rows.map(toEdit), first)
}

function toEdit(row: Row): ListedEdit {
  return {
    id: row.id,
    listing: row.listing,
    kind: row.kind,
    units: Number(row.units),
    aboveQuotaUnits: Number(row.above_quota),
    shownUnits: Number(row.shown_units),
    leastExpectedUnits: row.least_expected === null ? null : Number(row.least_expected),
    mostExpectedUnits: row.most_expected === null ? null : Number(row.most_expected),
    quotaUnits: Number(row.quota),
    policy: row.policy,
    adoptedUnits: Number(row.adopted),
    cutBackUnits: Number(row.cut_back),
    changedFrom: new Date(row.from_ms),
    changedTo: new Date(row.to_ms),
    foundAt: new Date(row.found_ms),
  }
}
