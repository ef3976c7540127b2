import type { SkuId } from '../ids.ts'
import type { Campaign, CampaignLine } from './campaign.ts'

/** A line that would end with a gift: one that sells it together with other goods, as one set. */
export interface GiftInside {
  readonly line: CampaignLine
  readonly goods: readonly SkuId[]
  /** Null: the campaign gives something away and does not say what, so it may be any of these goods. */
  readonly gift: SkuId | null
}

/**
 * A set is sold whole or not at all, so whoever gives something away inside of one ends the set with the gift. A gift has a line of
 * its own: then that alone runs out. What recipes are made of later, before the campaign ends, counts like what they are made of now.
 */
export function giftInside({ kind, lines }: Pick<Campaign, 'kind' | 'lines'>): GiftInside | undefined {
  const standing = lines.filter(({ removed }) => !removed)
  const gifts = new Set(standing.filter(({ isGift }) => isGift).flatMap((line) => goodsOf(line).flat()))
  const sets = standing
    .filter(({ isGift }) => !isGift)
    .flatMap((line) => goodsOf(line).flatMap((goods) => (goods.length > 1 ? [{ line, goods }] : [])))
  for (const set of sets) {
    const gift = set.goods.find((skuId) => gifts.has(skuId))
    if (gift) return { ...set, gift }
  }
  const [first] = sets
  return kind === 'gift' && gifts.size === 0 && first ? { ...first, gift: null } : undefined
}

function goodsOf({ components, laterGoods }: CampaignLine): readonly (readonly SkuId[])[] {
  return [components.map(({ skuId }) => skuId), ...laterGoods]
}
