import type { SkuId } from '../ids.ts'
import type { Campaign, CampaignLine } from './campaign.ts'

/** A line that would end with a gift: one that sells it together with other goods, as one set. */
export interface GiftInside {
  readonly line: CampaignLine
  /** Null: the campaign gives something away and does not say what, so it may be any of these goods. */
  readonly gift: SkuId | null
}

/**
 * A set is sold whole or not at all, so whoever gives something away inside of one ends the set with the gift. A gift has a line of
 * its own: then that alone runs out.
 */
export function giftInside({ kind, lines }: Pick<Campaign, 'kind' | 'lines'>): GiftInside | undefined {
  const standing = lines.filter(({ removed }) => !removed)
  const sets = standing.filter(({ isGift, components }) => !isGift && components.length > 1)
  const gifts = new Set(standing.filter(({ isGift }) => isGift).flatMap(({ components }) => components.map(({ skuId }) => skuId)))
  for (const line of sets) {
    const gift = line.components.find(({ skuId }) => gifts.has(skuId))
    if (gift) return { line, gift: gift.skuId }
  }
  const [first] = sets
  return kind === 'gift' && gifts.size === 0 && first ? { line: first, gift: null } : undefined
}
