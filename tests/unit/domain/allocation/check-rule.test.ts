import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ruleLimits, wrongRule, wrongWindow } from '../../../../src/domain/allocation/check-rule.ts'
import { draft, said } from '../../../support/rule-drafts.ts'

const known = {
  channels: new Set(['tmall', 'jd']),
  tags: new Set(['hot']),
  skus: new Map([
    ['A', { isArchived: false }],
    ['OLD', { isArchived: true }],
  ]),
}

describe('a wrong rule is refused with the field at fault', () => {
  it.each<[string, Parameters<typeof draft>[0], string, string]>([
    [
      'shares over 100 %',
      { channels: [said('tmall', { sharePercent: 60 }), said('jd', { sharePercent: 41 })] },
      'rules.0.channels.1.sharePercent',
      'INVALID',
    ],
    [
      'a floor above its cap',
      { channels: [said('tmall', { floorUnits: 6, capUnits: 5 })] },
      'rules.0.channels.0.floorUnits',
      'INVALID',
    ],
    ['a channel nobody knows', { channels: [said('amazon')] }, 'rules.0.channels.0.channel', 'UNKNOWN_CHANNEL'],
    ['a channel named twice', { channels: [said('jd'), said('jd')] }, 'rules.0.channels.1.channel', 'INVALID'],
    ['a rank of 0', { channels: [said('jd', { rank: 0 })] }, 'rules.0.channels.0.rank', 'INVALID'],
    ['half a unit', { channels: [said('jd', { capUnits: 0.5 })] }, 'rules.0.channels.0.capUnits', 'INVALID'],
    ['a tag no SKU has', { scope: { kind: 'tag', tag: 'cold', position: 0 } }, 'rules.0.tag', 'UNKNOWN_TAG'],
    ['a position below zero', { scope: { kind: 'tag', tag: 'hot', position: -1 } }, 'rules.0.position', 'INVALID'],
    ['a SKU nobody knows', { scope: { kind: 'sku', sku: 'B' } }, 'rules.0.sku', 'UNKNOWN_SKU'],
    ['an archived SKU', { scope: { kind: 'sku', sku: 'OLD' } }, 'rules.0.sku', 'ARCHIVED_SKU'],
    ['a confidence of 1', { values: { confidence: 1 } }, 'rules.0.confidence', 'INVALID'],
    ['no confidence at all', { values: { confidence: Number.NaN } }, 'rules.0.confidence', 'INVALID'],
    ['a move of nothing', { values: { minimumMoveUnits: 0 } }, 'rules.0.minimumMoveUnits', 'INVALID'],
    ['a reserve below zero', { values: { reserveUnits: -1 } }, 'rules.0.reserveUnits', 'INVALID'],
    ['a name of spaces', { name: '  ' }, 'rules.0.name', 'INVALID'],
    [
      'what is of the merchant, said of a SKU',
      { scope: { kind: 'sku', sku: 'A' }, values: { oversellUnitsPerDay: 1 } },
      'rules.0.oversellUnitsPerDay',
      'INVALID',
    ],
  ])('%s', (_, wrong, field, code) => {
    expect(wrongRule([draft(wrong)], known)).toMatchObject({ field, code })
  })

  it('the same goods twice in one change', () => {
    const of = (position: number) => draft({ scope: { kind: 'tag', tag: 'hot', position } })
    expect(wrongRule([of(0), of(1)], known)).toMatchObject({ field: 'rules.1.scope', code: 'INVALID' })
  })

  it('more rules than one change may have', () => {
    expect(
      wrongRule(
        Array.from({ length: ruleLimits.rulesPerChange + 1 }, () => draft()),
        known,
      ),
    ).toMatchObject({ field: 'rules' })
  })
})

describe('a wrong window is refused', () => {
  it.each([
    ['that ends before it begins', 30, 20, 'until'],
    ['that ends when it begins', 20, 20, 'until'],
    ['that has passed', null, 10, 'until'],
    ['that begins in years', 10 + ruleLimits.aheadMs + 1, null, 'from'],
  ])('%s', (_, fromMs, untilMs, field) => {
    expect(wrongWindow({ fromMs, untilMs }, 10)).toMatchObject({ field })
  })
})

it('what is right is not refused', () => {
  const right = draft({
    channels: [
      said('tmall', { rank: 1, sharePercent: 60, floorUnits: 5, capUnits: 5 }),
      said('jd', { rank: 100, sharePercent: 40 }),
    ],
    values: { reserveUnits: 0, minimumMoveUnits: 1, confidence: 0.999, overcommitUnits: 3, oversellUnitsPerDay: 0.5 },
  })
  expect(wrongRule([right, draft({ scope: { kind: 'sku', sku: 'A' } })], known)).toBeUndefined()
  expect(wrongWindow({ fromMs: 5, untilMs: 11 }, 10)).toBeUndefined()
})

it('whatever the numbers are, a check never throws', () => {
  const number = fc.option(fc.oneof(fc.double(), fc.integer()), { nil: null })
  fc.assert(
    fc.property(
      fc.record({ rank: number, sharePercent: number, floorUnits: number, capUnits: number }),
      fc.record({
        reserveUnits: number,
        minimumMoveUnits: number,
        confidence: number,
        overcommitUnits: number,
        oversellUnitsPerDay: number,
      }),
      (channel, values) => {
        const wrong = wrongRule([draft({ channels: [said('jd', channel)], values })], known)
        expect(wrong === undefined || wrong.field.startsWith('rules.0.')).toBe(true)
      },
    ),
  )
})
