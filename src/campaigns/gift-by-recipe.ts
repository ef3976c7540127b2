import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { giftInside } from '../domain/campaign/gift-inside.ts'
import type { SkuId } from '../domain/ids.ts'
import { readCampaigns } from '../stock/sql/campaigns.ts'
import { readSkuNames } from '../stock/sql/names.ts'
import { tellGift } from './check-gifts.ts'

export interface NextVersion {
  readonly recipeId: string
  readonly effectiveAt: Date
  readonly goods: readonly SkuId[]
}

/**
 * Why a recipe must not be made of these goods: a campaign that is granted, and has not ended when they take effect, would sell a gift
 * inside of a set. Under the lock by which versions are defined: a grant holds it until it is done.
 */
export async function giftByRecipe(tx: Em, next: NextVersion, now: Date): Promise<string | undefined> {
  const { rows } = await sql<{ code: string }>`
    select c.code from ${sql.table('campaign')} c
     where c.granted_at is not null and not c.cancelled and least(c.ends_at, c.ended_at) > ${next.effectiveAt}::timestamptz
       and exists (select from ${sql.table('campaign_line')} l
                    where l.campaign_id = c.id and l.recipe_id = ${next.recipeId}::bigint and not l.removed)
     order by c.id`.execute(merchantDb(tx))
  const campaigns = await readCampaigns(
    tx,
    rows.map(({ code }) => code),
    now.getTime(),
  )
  for (const campaign of campaigns) {
    const lines = campaign.lines.map((line) =>
      line.recipeId === next.recipeId ? { ...line, laterGoods: [...line.laterGoods, next.goods] } : line,
    )
    const found = giftInside(campaign) ? undefined : giftInside({ ...campaign, lines })
    if (!found) continue
    const names = new Map((await readSkuNames(tx, [], found.goods)).map(({ id, code }) => [id, code]))
    const what = tellGift(found, (skuId) => names.get(skuId) ?? skuId)
    return `with these goods, of campaign ${campaign.code} ${what}. Let them take effect once it has ended, or end it before`
  }
  return undefined
}
