import type { Campaign } from '../domain/campaign/campaign.ts'
import { giftInside, type GiftInside } from '../domain/campaign/gift-inside.ts'
import type { SkuId } from '../domain/ids.ts'
import type { Names } from '../stock/engine/names.ts'
import { refused, type Refused } from '../stock/refusal.ts'

/** A gift that runs out ends nothing, so no line may sell it as a part of a set. */
export function checkGifts(
  campaign: Pick<Campaign, 'kind' | 'lines'>,
  { names, field }: { readonly names: Names; readonly field: (line: number) => string },
): Refused | undefined {
  const found = giftInside(campaign)
  if (!found) return undefined
  const what = tellGift(found, (skuId) => names.skuById(skuId)?.code ?? skuId)
  const help = 'Let the line sell a recipe without the gift, and make the gift a line of its own (isGift)'
  const other = found.gift === null ? '; if nothing of it is given away, plan it as another kind' : ''
  return refused('GIFT_IN_SET', `${what}. ${help}${other}`, { field: field(found.line.line) })
}

/** Which line would end with which gift. */
export function tellGift({ line: { line }, goods, gift }: GiftInside, code: (skuId: SkuId) => string): string {
  const set = `line ${line} sells ${goods.map(code).join(', ')} as one set`
  return gift === null
    ? `${set}, and no line is the gift: if one of these is, the set ends when it has run out`
    : `${set}, and another line gives ${code(gift)} away: the set ends when that has run out`
}
