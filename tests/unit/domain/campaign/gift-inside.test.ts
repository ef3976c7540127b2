import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CampaignKind, CampaignLine } from '../../../../src/domain/campaign/campaign.ts'
import { giftInside } from '../../../../src/domain/campaign/gift-inside.ts'
import { toSkuId } from '../../../../src/domain/ids.ts'

interface Short {
  readonly skus: readonly string[]
  readonly later?: readonly (readonly string[])[]
  readonly isGift?: boolean
  readonly removed?: boolean
}

function lineOf({ skus, later = [], isGift = false, removed = false }: Short, n: number): CampaignLine {
  return {
    line: n + 1,
    recipeId: String(n),
    recipeVersionId: String(n),
    components: skus.map((sku) => ({ skuId: toSkuId(sku), units: 1 })),
    laterGoods: later.map((goods) => goods.map(toSkuId)),
    listingId: null,
    unfit: null,
    units: 10,
    minimum: 0,
    limitPerBuyer: null,
    threshold: null,
    onThreshold: 'warn',
    isGift,
    toppedUp: 0,
    takenDown: false,
    removed,
  }
}

const found = (kind: CampaignKind, ...lines: readonly Short[]) => {
  const inside = giftInside({ kind, lines: lines.map(lineOf) })
  return inside && { line: inside.line.line, gift: inside.gift }
}

describe('a gift inside of a set', () => {
  it('is found by the gift line of the campaign, whatever its kind', () => {
    expect(found('flash_sale', { skus: ['1', '2'] }, { skus: ['2'], isGift: true })).toEqual({ line: 1, gift: '2' })
    expect(found('gift', { skus: ['1'] }, { skus: ['3', '2'] }, { skus: ['2'], isGift: true })).toEqual({ line: 2, gift: '2' })
  })

  it('may be any of the goods, where a campaign gives something away and does not say what', () => {
    expect(found('gift', { skus: ['1'] }, { skus: ['2', '3'] })).toEqual({ line: 2, gift: null })
    expect(found('flash_sale', { skus: ['2', '3'] })).toBeUndefined()
  })

  it('is none where the gift has a line of its own, be it sold alone beside that or be a set itself', () => {
    expect(found('gift', { skus: ['1', '3'] }, { skus: ['2'], isGift: true })).toBeUndefined()
    expect(found('gift', { skus: ['2'] }, { skus: ['2', '3'], isGift: true })).toBeUndefined()
    expect(found('gift', { skus: ['1'] })).toBeUndefined()
  })

  it('is found in what a recipe is to be made of before the campaign ends, of the set and of the gift', () => {
    const gift = { skus: ['2'], isGift: true }
    expect(found('flash_sale', { skus: ['1'], later: [['1'], ['1', '2']] }, gift)).toEqual({ line: 1, gift: '2' })
    expect(found('flash_sale', { skus: ['1', '3'] }, { ...gift, later: [['3']] })).toEqual({ line: 1, gift: '3' })
    expect(found('gift', { skus: ['1'], later: [['1', '3']] })).toEqual({ line: 1, gift: null })
    expect(found('flash_sale', { skus: ['1'], later: [['1', '3']] }, gift)).toBeUndefined()
  })

  it('is not looked for in lines that were taken out', () => {
    expect(found('flash_sale', { skus: ['1', '2'], removed: true }, { skus: ['2'], isGift: true })).toBeUndefined()
    expect(found('flash_sale', { skus: ['1', '2'] }, { skus: ['2'], isGift: true, removed: true })).toBeUndefined()
  })

  const skus = fc.uniqueArray(fc.constantFrom('1', '2', '3', '4'), { minLength: 1, maxLength: 3 })
  const lines = fc.array(fc.record({ skus, isGift: fc.boolean(), removed: fc.boolean() }), { maxLength: 6 })
  const kinds = fc.constantFrom<CampaignKind>('gift', 'flash_sale')

  it('is in no set that is let through: without any gift, every set can still be made', () => {
    fc.assert(
      fc.property(kinds, lines, (kind, some) => {
        fc.pre(found(kind, ...some) === undefined)
        const standing = some.filter(({ removed }) => !removed)
        const gone = new Set(standing.filter(({ isGift }) => isGift).flatMap((line) => line.skus))
        const sets = standing.filter((line) => !line.isGift && line.skus.length > 1)
        for (const set of sets) expect(set.skus.some((sku) => gone.has(sku))).toBe(false)
        expect(kind !== 'gift' || sets.length === 0 || gone.size > 0).toBe(true)
      }),
    )
  })

  it('does not depend on the order of lines', () => {
    fc.assert(
      fc.property(kinds, lines, (kind, some) => {
        expect(found(kind, ...some.toReversed()) === undefined).toBe(found(kind, ...some) === undefined)
      }),
    )
  })
})
