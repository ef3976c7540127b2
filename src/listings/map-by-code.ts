import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { writeAlarms } from '../stock/sql/documents.ts'
import { ensureSingleRecipes } from './single-sku-recipes.ts'

interface Wanted {
  readonly channelId: string
  /** Names the channel in alarms. */
  readonly channel: string
  /** Keys of the listings to look at. */
  readonly keys: readonly string[]
}

/**
 * Maps listings whose merchant code is exactly the code of one SKU or one recipe. A code that names both is ambiguous, and
 * the listing is in nobody's arithmetic until a person decides. What a person has mapped, and what has quota, stays as it is.
 */
export async function mapByCode(tx: Em, wanted: Wanted, now: Date): Promise<void> {
  const { channelId, keys } = wanted
  // Looked up one after the other: a catalogue that has just come in has no statistics to choose a join by.
  const { rows: coded } = await sql<{ code: string }>`
    select distinct merchant_code as code from ${sql.table('listing')}
     where channel_id = ${channelId} and external_id = any(${keys}::text[]) and merchant_code is not null`.execute(merchantDb(tx))
  const { rows: skus } = await sql<{ id: string }>`
    select id from ${sql.table('sku')}
     where code = any(${coded.map(({ code }) => code)}::text[]) and archived_at is null`.execute(merchantDb(tx))
  await ensureSingleRecipes(
    tx,
    skus.map(({ id }) => id),
    now,
  )
  const { rows } = await sql<{ external_id: string; merchant_code: string; became: boolean }>`
    with wanted as (
      select l.id, l.ambiguous, exists (select 1 from ${sql.table('listing_quota')} q where q.listing_id = l.id) as in_use,
             single.id as single_id, recipe.id as recipe_id
        from ${sql.table('listing')} l
        left join ${sql.table('sku')} s on s.code = l.merchant_code
        left join ${sql.table('recipe')} single
          on single.single_sku_id = s.id and (s.archived_at is null or l.recipe_id = single.id)
        left join ${sql.table('recipe')} recipe
          on recipe.code = l.merchant_code and recipe.single_sku_id is null
         and (recipe.archived_at is null or l.recipe_id = recipe.id)
       where l.channel_id = ${channelId} and l.external_id = any(${keys}::text[])
         and l.mapped_by is distinct from 'hand' and l.stock_policy = 'normal'),
    decided as (
      select id, ambiguous as was, single_id is not null and recipe_id is not null as ambiguous, in_use,
             case when single_id is null or recipe_id is null then coalesce(single_id, recipe_id) end as recipe_id
        from wanted)
    update ${sql.table('listing')} l
       set recipe_id = case when d.in_use then l.recipe_id else d.recipe_id end, ambiguous = d.ambiguous,
           mapped_by = case when (case when d.in_use then l.recipe_id else d.recipe_id end) is not null then 'code' end
      from decided d
     where l.id = d.id and (l.ambiguous <> d.ambiguous or (not d.in_use and l.recipe_id is distinct from d.recipe_id))
    returning l.external_id, l.merchant_code, l.ambiguous and not d.was as became`.execute(merchantDb(tx))
  const alarms = rows
    .filter(({ became }) => became)
    .map(({ external_id: key, merchant_code: code }) => alarmOf(wanted, { key, code }))
  if (alarms.length > 0) await writeAlarms(tx, alarms, now.getTime())
}

function alarmOf({ channel }: Wanted, { key, code }: { readonly key: string; readonly code: string }) {
  return {
    kind: 'ambiguous_listing',
    severity: 'warning',
    subject: `listing:${channel}/${key}`,
    message: `listing ${key} of channel ${channel} has the code ${code}, which is both a SKU and a recipe: map it by hand`,
    facts: { channel, listing: key, code },
  } as const
}
