import fc from 'fast-check'
import type { RuledPool, RuledTaker } from '../../../../src/domain/allocation/policy.ts'
import { EVERYBODY_ALIKE, type ChannelRule, type SkuRule } from '../../../../src/domain/allocation/rule.ts'

export type TakerSays = Partial<Omit<RuledTaker, 'rule'>> & { readonly rule?: Partial<ChannelRule> }

export function taker(listingId: string, { rule, ...more }: TakerSays = {}): RuledTaker {
  const sold = { soldUnits: 0, soldSquares: 0, soldSeconds: 0, perSecond: 0 }
  const plain = { listingId, channelId: listingId, perSet: 1, quotaUnits: 0, blindSeconds: 60, mayRaise: true, mayLower: true }
  return { ...plain, ...sold, ...more, rule: { ...EVERYBODY_ALIKE, ...rule } }
}

export function pool(freeUnits: number, rule: Partial<SkuRule> = {}, leftToOthersPercent = 0): RuledPool {
  return { freeUnits, leftToOthersPercent, rule: { ...EVERYBODY_ALIKE, ...rule } }
}

export const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0)

const limits = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ floorUnits: 0, capUnits: null }) },
  fc
    .record({ floorUnits: fc.nat({ max: 30 }), above: fc.option(fc.nat({ max: 30 }), { nil: null }) })
    .map(({ floorUnits, above }) => ({ floorUnits, capUnits: above === null ? null : floorUnits + above })),
)

/** Of at most six channels none names more than its part of a hundred. */
export const channelRules: fc.Arbitrary<ChannelRule> = fc
  .record({
    rank: fc.integer({ min: 1, max: 4 }),
    sharePercent: fc.option(fc.nat({ max: 16 }), { nil: null }),
    limits,
  })
  .map(({ limits: both, ...rule }) => ({ ...rule, ...both }))

const skuRules: fc.Arbitrary<SkuRule> = fc.record({
  reserveUnits: fc.oneof(fc.constant(0), fc.nat({ max: 40 })),
  minimumMoveUnits: fc.integer({ min: 1, max: 9 }),
  confidence: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
  overcommitUnits: fc.constant(0),
  oversellUnitsPerDay: fc.constant(0),
})

const rows = fc.record({
  perSet: fc.constant(1),
  quotaUnits: fc.integer({ min: -3, max: 40 }),
  soldUnits: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 99, noNaN: true })),
  soldSquares: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 9_999, noNaN: true })),
  soldSeconds: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 200_000, noNaN: true })),
  perSecond: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.2, noNaN: true })),
  blindSeconds: fc.integer({ min: 1, max: 900 }),
  mayRaise: fc.boolean(),
  mayLower: fc.boolean(),
  rule: channelRules,
})

/** Up to six listings of plain goods, each on a channel of its own. */
export const plainTakers = fc
  .array(rows, { minLength: 1, maxLength: 6 })
  .map((all) => all.map((row, n) => ({ ...row, listingId: `${n + 1}`, channelId: `${n + 1}` })))

/** Sets among them, and several listings to a channel. */
export const anyTakers = fc
  .array(fc.tuple(rows, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 6 })
  .map((all) => {
    const ruleOf = new Map(all.map(([{ rule }, , channel]) => [channel, rule]))
    return all.map(([row, perSet, channel], n): RuledTaker => {
      const rule = ruleOf.get(channel) ?? row.rule
      return { ...row, rule, perSet, quotaUnits: row.quotaUnits * perSet, listingId: `${n + 8}`, channelId: `${channel}` }
    })
  })

export const pools: fc.Arbitrary<RuledPool> = fc.record({
  freeUnits: fc.integer({ min: -20, max: 150 }),
  leftToOthersPercent: fc.constantFrom(0, 0, 0, 30, 100),
  rule: skuRules,
})
