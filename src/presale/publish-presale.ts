import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { makeDue } from '../jobs/channel-task.ts'

/** What its shop is to show of a presale listing from now on, as far as that is set aside. Others are not told. */
export async function wantAhead(
  em: Em,
  {
    channel,
    listing,
    units,
    now,
  }: { readonly channel: string; readonly listing: string; readonly units: number; readonly now: Date },
): Promise<void> {
  await em.fork().transactional(async (tx) => {
    const db = merchantDb(tx)
    const { rows } = await sql<{ id: string; channel_id: string }>`
      select l.id, l.channel_id from ${sql.table('listing')} l join ${sql.table('channel')} c on c.id = l.channel_id
        join ${sql.table('listing_publishing')} p on p.listing_id = l.id
       where c.code = ${channel} and l.external_id = ${listing} and l.sold_ahead`.execute(db)
    const [found] = rows
    if (!found) return
    await makeDue(tx, { channelId: found.channel_id, task: 'publish', at: now })
    await sql`
      update ${sql.table('listing_publishing')} set wanted = ${units}, next_at = ${now}::timestamptz, revision = revision + 1
       where listing_id = ${found.id}`.execute(db)
  })
}

/** A presale listing that is published, and how far what is set aside for it is from what it shows. */
export interface AheadListing {
  readonly id: string
  readonly key: string
  readonly quota: number
  readonly wanted: number | null
  /** Sets that are set aside for it, and of these such as nothing expected covers. */
  readonly aside: number
  readonly toLower: number
  /** Its components are set aside in other numbers than its sets need. */
  readonly uneven: boolean
}

const LISTINGS_A_TURN = 200

/** Those of a channel whose presale quota is not what it should be, or has to be lowered. */
export async function readAhead(em: Em, channelId: string): Promise<readonly AheadListing[]> {
  const { rows } = await sql<{
    id: string
    key: string
    quota: string
    wanted: string | null
    least: string
    most: string
    lower: string
  }>`
    select * from (
      select l.id, l.external_id as key, coalesce(n.quota, 0) as quota, p.wanted, s.least, s.most, s.lower
        from ${sql.table('listing')} l
        join ${sql.table('listing_publishing')} p on p.listing_id = l.id
        cross join lateral (select sum(o.quota) as quota, count(*) as many from ${sql.table('listing_quota')} o where o.listing_id = l.id) n
        cross join lateral (
          select min(floor(greatest(coalesce(q.granted, 0) - coalesce(q.sold, 0), 0)::numeric / c.units)) as least,
                 max(ceil(greatest(coalesce(q.granted, 0) - coalesce(q.sold, 0), 0)::numeric / c.units)) as most,
                 max(ceil(coalesce(q.to_lower, 0)::numeric / c.units)) as lower
            from ${sql.table('recipe_component')} c
            left join ${sql.table('presale_quota')} q on q.sku_id = c.sku_id and q.listing_id = l.id
           where c.recipe_version_id = (
                 select v.id from ${sql.table('recipe_version')} v
                  where v.recipe_id = l.recipe_id and v.granted_at is not null order by v.effective_at desc, v.version desc limit 1)) s
       where l.channel_id = ${channelId} and l.sold_ahead and n.many > 0) a
     where lower > 0 or wanted is null or least <> most or least <> greatest(quota, least(wanted, least), 0)
     order by id limit ${LISTINGS_A_TURN}`.execute(merchantDb(em.fork()))
  return rows.map((row) => ({
    id: row.id,
    key: row.key,
    quota: Number(row.quota),
    wanted: row.wanted === null ? null : Number(row.wanted),
    aside: Number(row.least),
    toLower: Number(row.lower),
    uneven: row.least !== row.most,
  }))
}
