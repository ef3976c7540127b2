import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { Refused, UnitsHolder } from '../stock/refusal.ts'

/** Of each SKU those that have most of it are named. */
const HOLDERS_MAX = 10
const SKUS_MAX = 200

interface Row extends UnitsHolder {
  readonly sku: string
}

/**
 * Says of a refusal by a campaign who has the units it is short of: listings and campaigns by their names, orders by their channel.
 * It is looked up when the answer is told, as it is then.
 */
export async function nameHolders<Outcome extends { readonly kind: string }>(
  em: Em,
  outcome: Outcome | Refused,
): Promise<Outcome | Refused> {
  if (!('shortages' in outcome) || !outcome.shortages || outcome.shortages.length === 0) return outcome
  const { shortages } = outcome
  const holders = Map.groupBy(
    await readHolders(
      em,
      shortages.slice(0, SKUS_MAX).map(({ sku }) => sku),
    ),
    ({ sku }) => sku,
  )
  return {
    ...outcome,
    shortages: shortages.map((shortage) => ({
      ...shortage,
      holders: (holders.get(shortage.sku) ?? []).map(({ sku: _sku, ...holder }) => holder),
    })),
  }
}

async function readHolders(em: Em, skus: readonly string[]): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    with wanted as (select id, code from ${sql.table('sku')} where code = any(${skus}::text[])),
    holders as (
      select w.code as sku, 'listing' as kind, o.code as channel, i.external_id as listing, null as campaign, null::integer as line,
             sum(q.quota * part.units) as units
        from wanted w
       cross join lateral (
             select v.listing_id, max(m.units) as units
               from ${sql.table('recipe_component')} m
               join ${sql.table('listing_open_version')} v on v.recipe_version_id = m.recipe_version_id
              where m.sku_id = w.id group by v.listing_id) part
        join ${sql.table('listing_quota')} q on q.listing_id = part.listing_id and q.quota > 0
        join ${sql.table('listing')} i on i.id = q.listing_id
        join ${sql.table('channel')} o on o.id = i.channel_id
       group by w.code, o.code, i.external_id
       union all
      select w.code, 'campaign', null, null, c.code, l.line, sum(k.kept)
        from wanted w
        join ${sql.table('lock_line')} k on k.sku_id = w.id and k.open and k.kept > 0
        join ${sql.table('campaign_line')} l on l.id = k.campaign_line_id
        join ${sql.table('campaign')} c on c.id = l.campaign_id
       group by w.code, c.code, l.line
       union all
      select w.code, 'orders', o.code, null, null, null, sum(greatest(h.units - h.released - h.shipped, 0))
        from wanted w
        join ${sql.table('pool_balance')} b on b.sku_id = w.id
        join ${sql.table('hold_line')} h on h.sku_id = w.id and h.pool_id = b.pool_id
         and ((h.expires_at is null and h.units > h.released + h.shipped) or h.expires_at > b.expired_through)
        join ${sql.table('hold')} d on d.id = h.hold_id
        left join ${sql.table('channel')} o on o.id = d.channel_id
       group by w.code, o.code)
    select sku, kind, channel, listing, campaign, line, units::float8 as units
      from (select *, row_number() over (partition by sku order by units desc, kind, channel, listing, campaign, line) as place
              from holders where units > 0) x
     where place <= ${HOLDERS_MAX} order by sku, place`.execute(merchantDb(em))
  return rows
}
