import { sql } from 'kysely'
import { toLocationId, toPoolId, toSkuId, type LocationId, type SkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { LocationName, PoolName, RecipeName, SkuName } from '../engine/names.ts'
import { ids, texts } from './columns.ts'
import { instant } from './instants.ts'

export async function readSkuNames(em: Em, codes: readonly string[], skuIds: readonly SkuId[]): Promise<readonly SkuName[]> {
  const { rows } = await sql<{ id: string; code: string; archived: boolean }>`
    select id, code, archived_at is not null as archived from ${sql.table('sku')}
     where code = any(${texts(codes)}::text[]) or id = any(${ids(skuIds)}::bigint[])`.execute(merchantDb(em))
  return rows.map((row) => ({ ...row, id: toSkuId(row.id) }))
}

/** What a merchant sells from, and through. */
export interface Places {
  /** All pools, in the order they are sold from. */
  readonly pools: readonly PoolName[]
  /** The id of each channel, by its code. */
  readonly channels: ReadonlyMap<string, string>
}

interface PlaceRow {
  readonly id: string
  readonly code: string
  readonly location_id: string | null
  readonly position: number | null
}

/** All pools and channels. A pool with one location needs no default one. */
export async function readPlaces(em: Em): Promise<Places> {
  const { rows } = await sql<PlaceRow>`
    select p.id, p.code,
           coalesce(p.default_location_id, (select min(l.id) from ${sql.table('location')} l where l.pool_id = p.id having count(*) = 1))
             as location_id, p.position
      from ${sql.table('pool')} p
     union all
    select c.id, c.code, null, null from ${sql.table('channel')} c
     order by position, id`.execute(merchantDb(em))
  const pools = rows.filter(({ position }) => position !== null)
  const channels = rows.filter(({ position }) => position === null)
  return {
    pools: pools.map(({ id, code, location_id: location }) => ({
      id: toPoolId(id),
      code,
      defaultLocationId: location === null ? null : toLocationId(location),
    })),
    channels: new Map(channels.map(({ id, code }) => [code, id])),
  }
}

interface LocationRow {
  readonly id: string
  readonly code: string
  readonly pool_id: string | null
  readonly on_hand_owner: string
  readonly figures_include_unshipped: boolean
  readonly archived: boolean
}

export async function readLocationNames(
  em: Em,
  codes: readonly string[],
  locationIds: readonly LocationId[],
): Promise<readonly LocationName[]> {
  const { rows } = await sql<LocationRow>`
    select id, code, pool_id, on_hand_owner, figures_include_unshipped, archived_at is not null as archived
      from ${sql.table('location')} where code = any(${codes}::text[]) or id = any(${ids(locationIds)}::bigint[])`.execute(
    merchantDb(em),
  )
  return rows.map((row) => ({
    id: toLocationId(row.id),
    code: row.code,
    poolId: row.pool_id === null ? null : toPoolId(row.pool_id),
    onHandOwner: row.on_hand_owner,
    figuresIncludeUnshipped: row.figures_include_unshipped,
    archived: row.archived,
  }))
}

interface ComponentRow {
  readonly id: string
  readonly code: string
  readonly archived: boolean
  readonly version_id: string
  readonly sku_id: string
  readonly sku_code: string
  readonly sku_archived: boolean
  readonly units: number
}

/** The granted version of each recipe that is in effect at an instant. */
export async function readRecipeNames(em: Em, codes: readonly string[], atMs: number): Promise<readonly RecipeName[]> {
  const { rows } = await sql<ComponentRow>`
    select r.id, r.code, r.archived_at is not null as archived, v.id as version_id,
           c.sku_id, s.code as sku_code, s.archived_at is not null as sku_archived, c.units
      from ${sql.table('recipe')} r
     cross join lateral (
           select id from ${sql.table('recipe_version')}
            where recipe_id = r.id and granted_at is not null and effective_at <= ${instant(atMs)}::timestamptz
            order by effective_at desc, version desc limit 1) v
      join ${sql.table('recipe_component')} c on c.recipe_version_id = v.id
      join ${sql.table('sku')} s on s.id = c.sku_id
     where r.code = any(${codes}::text[])
     order by r.code, c.sku_id`.execute(merchantDb(em))
  return [...Map.groupBy(rows, ({ code }) => code).values()].flatMap((components) => {
    const [first] = components
    return first
      ? [
          {
            id: first.id,
            code: first.code,
            versionId: first.version_id,
            archived: first.archived,
            components: components.map(toComponent),
          },
        ]
      : []
  })
}

function toComponent(row: ComponentRow): RecipeName['components'][number] {
  return { skuId: toSkuId(row.sku_id), skuCode: row.sku_code, units: row.units, archived: row.sku_archived }
}
