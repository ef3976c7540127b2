import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { makeDue } from '../jobs/channel-task.ts'
import { ids } from '../stock/sql/columns.ts'

/** What is stopped: one listing of a channel, all that sells a SKU, a channel, or everything. */
export interface SellingScope {
  readonly channel: string | null
  readonly listing: string | null
  readonly sku: string | null
}

interface Said {
  readonly scope: SellingScope
  readonly stops: boolean
  readonly actor: string
  readonly now: Date
}

/** Keeps what was said for listings that join later. What is within its scope is taken back by it. */
export async function keepScope(tx: Em, { scope, stops, actor, now }: Said): Promise<void> {
  const db = merchantDb(tx)
  const kept = sql.table('selling_scope')
  const named = sql`
    select (select id from ${sql.table('channel')} where code = ${scope.channel}::text) as channel_id,
           (select l.id from ${sql.table('listing')} l join ${sql.table('channel')} c on c.id = l.channel_id
             where c.code = ${scope.channel}::text and l.external_id = ${scope.listing}::text) as listing_id,
           (select id from ${sql.table('sku')} where code = ${scope.sku}::text) as sku_id`
  await sql`
    delete from ${kept} s using (${named}) n
     where (n.channel_id is null or s.channel_id = n.channel_id) and (n.listing_id is null or s.listing_id = n.listing_id)
       and (n.sku_id is null or s.sku_id = n.sku_id)`.execute(db)
  // Where nothing is stopped there is nothing to make an exception from.
  await sql`
    insert into ${kept} (channel_id, listing_id, sku_id, stops, actor, said_at)
    select n.channel_id, n.listing_id, n.sku_id, ${stops}, ${actor}, ${now}::timestamptz from (${named}) n
     where ${stops} or exists (select from ${kept} where stops)`.execute(db)
}

/**
 * Stops listings that have come under what was stopped before they were there: they have joined since, or sell something else now.
 * Returns which, so that they are not raised meanwhile.
 */
export async function stopNewcomers(
  em: Em,
  { channelId, listingIds, now }: { readonly channelId: string; readonly listingIds: readonly string[]; readonly now: Date },
): Promise<readonly string[]> {
  if ((await findNewcomers(em.fork(), listingIds)).length === 0) return []
  return em.fork().transactional(async (tx) => {
    const db = merchantDb(tx)
    // Tasks before listings, and those in order of id: as everybody locks them.
    await makeDue(tx, { channelId, task: 'stop', at: now })
    await sql`
      select 1 from ${sql.table('listing_publishing')} where listing_id = any(${ids(listingIds)}::bigint[])
       order by listing_id for update`.execute(db)
    // Read again under the lock: an operator may have let it sell meanwhile.
    const found = await findNewcomers(tx, listingIds)
    await sql`
      update ${sql.table('listing_publishing')} p
         set stopped_at = ${now}::timestamptz, stopped_by = v.actor, stop_next_at = ${now}::timestamptz, stop_told_at = null,
             raises_blocked = coalesce(p.raises_blocked, 'stopped'), revision = p.revision + 1
        from unnest(${ids(found.map(({ id }) => id))}::bigint[], ${found.map(({ actor }) => actor)}::text[]) as v (listing_id, actor)
       where p.listing_id = v.listing_id`.execute(db)
    return found.map(({ id }) => id)
  })
}

async function findNewcomers(
  em: Em,
  listingIds: readonly string[],
): Promise<readonly { readonly id: string; readonly actor: string }[]> {
  const { rows } = await sql<{ id: string; actor: string }>`
    select p.listing_id as id, said.actor
      from ${sql.table('listing_publishing')} p
      join ${sql.table('listing')} l on l.id = p.listing_id
      cross join lateral (
        select s.stops, s.actor from ${sql.table('selling_scope')} s
         where (s.channel_id is null or s.channel_id = l.channel_id) and (s.listing_id is null or s.listing_id = l.id)
           and (s.sku_id is null or exists (
                 select from ${sql.table('recipe_version')} v join ${sql.table('recipe_component')} m on m.recipe_version_id = v.id
                  where v.recipe_id = l.recipe_id and m.sku_id = s.sku_id))
         order by s.id desc limit 1) said
     where exists (select from ${sql.table('selling_scope')} where stops)
       and p.listing_id = any(${ids(listingIds)}::bigint[]) and p.stopped_at is null and said.stops
     order by p.listing_id`.execute(merchantDb(em))
  return rows
}
