import { sql } from 'kysely'
import type { Em } from '../../db/orm.ts'
import type { VersionGrant, VersionOpening } from '../engine/published.ts'
import { ids, numbers } from './columns.ts'
import { instant } from './instants.ts'
import { sendAll } from './send-all.ts'

/** Stores which versions are granted, and which ones quotas are open for. Recipes and quotas are locked. */
export async function writeVersions(
  em: Em,
  { openings, grants }: { readonly openings: readonly VersionOpening[]; readonly grants: readonly VersionGrant[] },
  nowMs: number,
): Promise<void> {
  const [opened, closed] = [openings.filter(({ open }) => open), openings.filter(({ open }) => !open)]
  const pairs = (of: readonly VersionOpening[]) =>
    sql`unnest(${ids(of.map(({ listingId }) => listingId))}::bigint[], ${ids(of.map(({ versionId }) => versionId))}::bigint[])`
  const opening = sql`
      insert into ${sql.table('listing_open_version')} (listing_id, recipe_version_id)
      select * from ${pairs(opened)} on conflict do nothing`
  const closing = sql`
      delete from ${sql.table('listing_open_version')} o using ${pairs(closed)} as v (listing_id, version_id)
       where o.listing_id = v.listing_id and o.recipe_version_id = v.version_id`
  const granting = sql`
    update ${sql.table('recipe_version')} r
       set granted_at = ${instant(nowMs)}::timestamptz, effective_at = greatest(r.effective_at, to_timestamp(v.effective_ms / 1000))
      from unnest(${ids(grants.map(({ versionId }) => versionId))}::bigint[],
                  ${numbers(grants.map(({ effectiveAtMs }) => effectiveAtMs))}::float8[]) as v (id, effective_ms)
     where r.id = v.id`
  await sendAll(em, [
    ...(opened.length > 0 ? [opening] : []),
    ...(closed.length > 0 ? [closing] : []),
    ...(grants.length > 0 ? [granting] : []),
  ])
}
