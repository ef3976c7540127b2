import { sql } from 'kysely'
import { toSkuId, type SkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { SkuName, VersionName } from '../engine/names.ts'
import { manyIds, manyTexts } from './columns.ts'
import { msOf } from './instants.ts'
import type { WantedListings } from './listing-names.ts'

interface VersionRow {
  readonly id: string
  readonly recipe_id: string
  readonly effective_ms: number
  readonly sku_id: string
  readonly units: number
  readonly sku_code: string
  readonly sku_archived: boolean
}

export interface FoundVersions {
  /** Oldest first. */
  readonly versions: readonly VersionName[]
  /** What they are made of. */
  readonly skus: readonly SkuName[]
}

/** Every granted version of what these listings sell, and these versions. */
export async function readVersionNames(
  em: Em,
  { channelIds, keys, listingIds, versionIds }: WantedListings & { readonly versionIds: readonly string[] },
): Promise<FoundVersions> {
  const { rows } = await sql<VersionRow>`
    select v.id, v.recipe_id, ${msOf('v.effective_at')} as effective_ms, c.sku_id, c.units, s.code as sku_code,
           s.archived_at is not null as sku_archived
      from ${sql.table('recipe_version')} v
     cross join lateral (select x.sku_id, x.units from ${sql.table('recipe_component')} x where x.recipe_version_id = v.id offset 0) c
      join ${sql.table('sku')} s on s.id = c.sku_id
     where v.granted_at is not null and (v.id = any(${manyIds(versionIds)}) or v.recipe_id = any(array(
           select f.recipe_id from unnest(${manyIds(channelIds)}, ${manyTexts(keys)}) as k (channel_id, external_id)
             join ${sql.table('listing')} f using (channel_id, external_id)
            union
           select i.recipe_id from ${sql.table('listing')} i where i.id = any(${manyIds(listingIds)}))))
     order by v.effective_at, v.version, v.id, c.sku_id`.execute(merchantDb(em))
  const skus = rows.map((row) => ({ id: toSkuId(row.sku_id), code: row.sku_code, archived: row.sku_archived }))
  return { versions: toVersions(rows), skus: [...new Map(skus.map((sku) => [sku.id, sku])).values()] }
}

function toVersions(rows: readonly VersionRow[]): readonly VersionName[] {
  return [...Map.groupBy(rows, ({ id }) => id)].flatMap(([id, parts]) => {
    const [first] = parts
    if (!first) return []
    const components = parts.map(({ sku_id: skuId, units }): { skuId: SkuId; units: number } => ({
      skuId: toSkuId(skuId),
      units,
    }))
    return [{ id, recipeId: first.recipe_id, effectiveAtMs: first.effective_ms, components }]
  })
}
