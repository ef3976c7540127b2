import fc from 'fast-check'
import { NOTHING_SAID, type ChannelSays, type Rule, type RuleSays } from '../../../../src/domain/allocation/rule.ts'

let count = 0

export function rule(more: Partial<Omit<Rule, 'says'>> & { readonly says?: Partial<RuleSays> } = {}): Rule {
  count += 1
  const plain = { id: `${count}`, version: count, name: null, scope: { kind: 'merchant' }, fromMs: null, untilMs: null } as const
  return { ...plain, ...more, says: { ...NOTHING_SAID, ...more.says } }
}

export function says(channelId: string, more: Partial<ChannelSays>): ChannelSays {
  return { channelId, rank: null, sharePercent: null, floorUnits: null, capUnits: null, ...more }
}

export const channelIds = ['1', '2', '3'] as const
export const tags = ['hot', 'new', 'slow'] as const

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const units = orNull(fc.integer({ min: 0, max: 50 }))

const channelsSaid = fc.uniqueArray(
  fc.record({
    channelId: fc.constantFrom(...channelIds),
    rank: orNull(fc.integer({ min: 1, max: 5 })),
    sharePercent: orNull(fc.integer({ min: 0, max: 33 })),
    floorUnits: units,
    capUnits: orNull(fc.integer({ min: 50, max: 90 })),
  }),
  { selector: ({ channelId }) => channelId },
)

const scopes = fc.oneof(
  fc.constant({ kind: 'merchant' as const }),
  fc.record({ kind: fc.constant('tag' as const), tag: fc.constantFrom(...tags), position: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ kind: fc.constant('sku' as const), skuId: fc.constantFrom('1', '2') }),
)

/** Instants from 0 to 100. */
export const instants = fc.integer({ min: 0, max: 100 })

export const ruleSets: fc.Arbitrary<readonly Rule[]> = fc
  .array(
    fc.record({
      scope: scopes,
      fromMs: orNull(instants),
      untilMs: orNull(instants),
      says: fc.record({
        channels: channelsSaid,
        reserveUnits: units,
        minimumMoveUnits: orNull(fc.integer({ min: 1, max: 9 })),
        confidence: orNull(fc.double({ min: 0.5, max: 0.999, noNaN: true })),
        overcommitUnits: units,
        oversellUnitsPerDay: units,
      }),
    }),
    { maxLength: 12 },
  )
  .map((some) => some.map((one, n) => ({ ...one, id: `${n + 1}`, version: n + 1, name: null })))
