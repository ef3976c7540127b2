import { sql, type RawBuilder } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { ids } from '../stock/sql/columns.ts'

/** Goods that shops which have not joined show beyond what is left to them: nobody counts these units, and they may be sold twice. */
export interface NotCounted {
  readonly sku: string
  /** What these shops show of it together, as it was last read. */
  readonly shownUnits: number
  readonly leftUnits: number
  /** Codes of the channels that show it. */
  readonly channels: readonly string[]
}

const LIMIT = 20

/** Of these goods, the worst first. */
export function readNotCounted(em: Em, skuIds: readonly string[], now: Date): Promise<readonly NotCounted[]> {
  return read(em, { goods: sql`select unnest(${ids(skuIds)}::bigint[]) as sku_id`, exceptId: null, now })
}

/** Of what a channel sells, or will once it joins: what the others show. */
export function notCountedBeside(em: Em, channelId: string, now: Date): Promise<readonly NotCounted[]> {
  const goods = sql`
    select distinct k.sku_id
      from ${sql.table('listing')} l join ${sql.table('recipe_version')} v on v.recipe_id = l.recipe_id
      join ${sql.table('recipe_component')} k on k.recipe_version_id = v.id
     where l.channel_id = ${channelId} and l.gone_at is null`
  return read(em, { goods, exceptId: channelId, now })
}

interface Wanted {
  readonly goods: RawBuilder<unknown>
  readonly exceptId: string | null
  readonly now: Date
}

interface Row {
  readonly sku: string
  readonly shown: string
  readonly left_units: string
  readonly channels: readonly string[] | string
}

async function read(em: Em, { goods, exceptId, now }: Wanted): Promise<readonly NotCounted[]> {
  const { rows } = await sql<Row>`
    with goods as (${goods}),
    shown as (
      select k.sku_id, sum(l.shown_units * k.units) as units, json_agg(distinct c.code) as channels
        from goods g
        join ${sql.table('recipe_component')} k on k.sku_id = g.sku_id
        join ${sql.table('recipe_version')} v on v.id = k.recipe_version_id
        join ${sql.table('listing')} l on l.recipe_id = v.recipe_id
        join ${sql.table('channel')} c on c.id = l.channel_id
       where l.joined_at is null and l.gone_at is null and l.on_sale and l.shown_units > 0
         and c.state <> 'archived' and c.id is distinct from ${exceptId}::bigint
         and v.id = (select w.id from ${sql.table('recipe_version')} w
                      where w.recipe_id = v.recipe_id and w.effective_at <= ${now}::timestamptz
                      order by w.effective_at desc, w.id desc limit 1)
       group by k.sku_id),
    kept as (
      select b.sku_id, sum(greatest(0, b.free + b.quota) * p.left_to_others_percent / 100) as units
        from ${sql.table('pool_balance')} b join ${sql.table('pool')} p on p.id = b.pool_id
       where b.sku_id in (select sku_id from shown) group by b.sku_id)
    select s.code as sku, n.units as shown, coalesce(k.units, 0) as left_units, n.channels
      from shown n join ${sql.table('sku')} s on s.id = n.sku_id left join kept k on k.sku_id = n.sku_id
     where n.units > coalesce(k.units, 0)
     order by n.units - coalesce(k.units, 0) desc, s.code limit ${LIMIT}`.execute(merchantDb(em))
  return rows.map(({ sku, shown, left_units: left, channels }) => {
    const codes: readonly string[] = typeof channels === 'string' ? JSON.parse(channels) : channels
    return { sku, shownUnits: Number(shown), leftUnits: Math.floor(Number(left)), channels: codes }
  })
}
