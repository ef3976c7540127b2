import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { msOf } from '../stock/sql/instants.ts'
import type { StockDesk } from '../stock/stock-desk.ts'
import { closeVersions, grantVersion } from './grant-version.ts'

export interface TendingVersions {
  readonly em: Em
  readonly desk: StockDesk
  readonly clock: Clock
  readonly signal: AbortSignal
}

const VERSIONS_A_TURN = 20
const LISTINGS_AT_ONCE = 100

/** Grants new recipe versions that can be, and closes old ones whose orders are all booked. Returns goods to reckon anew. */
export async function tendVersions(tending: TendingVersions): Promise<readonly string[]> {
  const { signal } = tending
  const waiting: string[] = []
  for (const version of await pendingVersions(tending.em)) {
    signal.throwIfAborted()
    const args = { ...version, listingIds: await sellersOf(tending.em, version.recipeId) }
    const answer = await tending.desk.do(grantVersion, args, { key: 'grant_version', actor: 'clock' })
    // What is missing has to be lowered first: the planner sees that the version waits.
    if (answer.kind === 'waits') waiting.push(...version.components.map(({ skuId }) => skuId))
  }
  await closeSuperseded(tending)
  await forgetClosed(tending)
  return waiting
}

async function pendingVersions(em: Em) {
  const { rows } = await sql<{ id: string; recipe_id: string; effective_ms: number; sku_id: string; units: number }>`
    select v.id, v.recipe_id, ${msOf('v.effective_at')} as effective_ms, c.sku_id, c.units
      from (select id, recipe_id, effective_at from ${sql.table('recipe_version')} where granted_at is null
             order by id limit ${VERSIONS_A_TURN}) v
      join ${sql.table('recipe_component')} c on c.recipe_version_id = v.id
     order by v.id, c.sku_id`.execute(merchantDb(em.fork()))
  return [...Map.groupBy(rows, ({ id }) => id)].flatMap(([versionId, parts]) => {
    const [first] = parts
    const components = parts.map(({ sku_id: skuId, units }) => ({ skuId, units }))
    return first ? [{ versionId, recipeId: first.recipe_id, effectiveAtMs: first.effective_ms, components }] : []
  })
}

async function sellersOf(em: Em, recipeId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select l.id from ${sql.table('listing')} l
     where l.recipe_id = ${recipeId} and not l.sold_ahead and exists (select from ${sql.table('listing_quota')} q where q.listing_id = l.id)
     order by l.id`.execute(merchantDb(em.fork()))
  return rows.map(({ id }) => id)
}

/** A version is over for a listing once every order up to the start of a later one is booked. */
async function closeSuperseded({ em, desk, signal }: TendingVersions): Promise<void> {
  const { rows } = await sql<{ listing_id: string; version_id: string }>`
    select o.listing_id, o.recipe_version_id as version_id
      from ${sql.table('recipe_version')} later
      join ${sql.table('recipe_version')} v on v.recipe_id = later.recipe_id and v.effective_at < later.effective_at
      join ${sql.table('listing_open_version')} o on o.recipe_version_id = v.id
      join ${sql.table('listing_open_version')} n on n.listing_id = o.listing_id and n.recipe_version_id = later.id
      join ${sql.table('listing')} l on l.id = o.listing_id
      join ${sql.table('channel_watermark')} w
        on w.channel_id = l.channel_id and w.through >= later.effective_at
       and w.proof = case when l.takes_at = 'payment' then 'taken at payment' else 'taken at order' end
     where later.granted_at is not null and later.version > 1 and later.closes_earlier
     group by o.listing_id, o.recipe_version_id
     order by o.listing_id, o.recipe_version_id limit 1000`.execute(merchantDb(em.fork()))
  const listings = [...Map.groupBy(rows, ({ listing_id: id }) => id)].map(([listingId, versions]) => ({
    listingId,
    versionIds: versions.map(({ version_id: id }) => id),
  }))
  for (let start = 0; start < listings.length; start += LISTINGS_AT_ONCE) {
    signal.throwIfAborted()
    const some = listings.slice(start, start + LISTINGS_AT_ONCE)
    await desk.do(closeVersions, { listings: some }, { key: 'close_versions', actor: 'clock' })
  }
}

/**
 * A version that has begun, and before which none is open any more, is not looked at again. One that a listing opens meanwhile is
 * seen: who joins with an older version open marks the newer ones, under the lock that is taken here first.
 */
async function forgetClosed({ em, clock }: TendingVersions): Promise<void> {
  await em.fork().transactional(async (tx) => {
    const db = merchantDb(tx)
    const none = sql`not exists (
      select from ${sql.table('recipe_version')} v join ${sql.table('listing_open_version')} o on o.recipe_version_id = v.id
       where v.recipe_id = later.recipe_id and v.effective_at < later.effective_at)`
    const { rows } = await sql<{ id: string }>`
      select later.id from ${sql.table('recipe_version')} later
       where later.version > 1 and later.closes_earlier and later.granted_at is not null
         and later.effective_at <= ${clock.now()}::timestamptz and ${none}
       order by later.id limit ${VERSIONS_A_TURN} for update skip locked`.execute(db)
    if (rows.length === 0) return
    await sql`
      update ${sql.table('recipe_version')} later set closes_earlier = false
       where later.id = any(${rows.map(({ id }) => id)}::bigint[]) and ${none}`.execute(db)
  })
}
