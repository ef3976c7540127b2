import type { Campaign, CampaignLine } from '../domain/campaign/campaign.ts'
import type { Names } from '../stock/engine/names.ts'
import { refused, type Refused } from '../stock/refusal.ts'

/**
 * What a recipe sells it sells as a whole: when one of its goods runs out, so has the set. Nothing says which of them would be a
 * gift, so a campaign of gifts that sells sets has to name its gift as a line of its own, which may run out alone.
 */
export function checkGifts({ kind, lines }: Pick<Campaign, 'kind' | 'lines'>, names: Names, field: string): Refused | undefined {
  const set = setWithGift({ kind, lines })
  if (!set) return undefined
  const goods = set.components.map(({ skuId }) => names.skuById(skuId)?.code ?? skuId).join(', ')
  const message =
    `line ${set.line} sells ${goods} as one set: when its gift runs out, all of it has. ` +
    'Sell it by a recipe without the gift, and make the gift a line of its own (isGift)'
  return refused('GIFT_IN_SET', message, { field })
}

/** The first set of a campaign of gifts that has no line for a gift. */
export function setWithGift({ kind, lines }: Pick<Campaign, 'kind' | 'lines'>): CampaignLine | undefined {
  const there = lines.filter(({ removed }) => !removed)
  if (kind !== 'gift' || there.some(({ isGift }) => isGift)) return undefined
  return there.find(({ components }) => components.length > 1)
}
