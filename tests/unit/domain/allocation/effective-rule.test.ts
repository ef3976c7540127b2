import fc from 'fast-check'
import { expect, it } from 'vitest'
import { effectiveRule, rulesAt, turningBetween } from '../../../../src/domain/allocation/effective-rule.ts'
import { EVERYBODY_ALIKE } from '../../../../src/domain/allocation/rule.ts'
import { channelIds, instants, rule, ruleSets, says, tags } from './rules.ts'

const sku = { id: '1', tags: ['hot', 'new'] }

it('where no rule says anything everybody is alike', () => {
  expect(effectiveRule([], sku, '1', 0)).toMatchObject(EVERYBODY_ALIKE)
})

it('the rule of a SKU counts before that of its tag, and that before the merchant’s, thing by thing', () => {
  const merchant = rule({
    says: { channels: [says('1', { rank: 1 }), says('2', { rank: 2 })], reserveUnits: 5, confidence: 0.9 },
  })
  const tag = rule({
    scope: { kind: 'tag', tag: 'hot', position: 0 },
    says: { channels: [says('2', { rank: 1 })], reserveUnits: 7 },
  })
  const own = rule({ scope: { kind: 'sku', skuId: '1' }, says: { reserveUnits: 9 } })
  const rules = [merchant, tag, own]
  expect(effectiveRule(rules, sku, '2', 0)).toMatchObject({ rank: 1, reserveUnits: 9, confidence: 0.9 })
  expect(effectiveRule(rules, { id: '2', tags: ['hot'] }, '1', 0)).toMatchObject({ rank: 2, reserveUnits: 7 })
  expect(effectiveRule(rules, { id: '2', tags: [] }, '2', 0)).toMatchObject({ rank: 2, reserveUnits: 5 })
  expect(effectiveRule(rules, sku, '2', 0).sources).toMatchObject({
    rank: { id: tag.id, version: tag.version },
    reserveUnits: { id: own.id },
    confidence: { id: merchant.id },
    capUnits: null,
  })
})

it('of two tags of a SKU the one of the smaller position counts first, of equal ones the first by name', () => {
  const of = (tag: string, position: number, reserveUnits: number) =>
    rule({ scope: { kind: 'tag', tag, position }, says: { reserveUnits } })
  expect(effectiveRule([of('hot', 2, 1), of('new', 1, 2)], sku, '1', 0).reserveUnits).toBe(2)
  expect(effectiveRule([of('new', 1, 2), of('hot', 1, 1)], sku, '1', 0).reserveUnits).toBe(1)
})

it('all ranks and all shares come from one rule, and who is not named among the ranks comes last', () => {
  const merchant = rule({
    says: { channels: [says('1', { rank: 1, sharePercent: 60 }), says('2', { rank: 2, sharePercent: 40 })] },
  })
  const event = rule({ fromMs: 10, untilMs: 20, says: { channels: [says('3', { rank: 1, sharePercent: 80 })] } })
  const at = (channel: string, atMs: number) => effectiveRule([merchant, event], sku, channel, atMs)
  expect(at('1', 15)).toMatchObject({ rank: 2, sharePercent: null })
  expect(at('3', 15)).toMatchObject({ rank: 1, sharePercent: 80 })
  expect(at('1', 9)).toMatchObject({ rank: 1, sharePercent: 60 })
  expect(at('3', 9)).toMatchObject({ rank: 3, sharePercent: null })
})

it('a floor and a cap of a channel come from one rule', () => {
  const merchant = rule({ says: { channels: [says('1', { capUnits: 10 })] } })
  const own = rule({ scope: { kind: 'sku', skuId: '1' }, says: { channels: [says('1', { floorUnits: 20 })] } })
  expect(effectiveRule([merchant, own], sku, '1', 0)).toMatchObject({ floorUnits: 20, capUnits: null })
})

it('an event counts from its first to before its last instant, and then what held before holds again by itself', () => {
  const standing = rule({ says: { reserveUnits: 1 } })
  const event = rule({ fromMs: 10, untilMs: 20, says: { reserveUnits: 2 } })
  const at = (atMs: number) => effectiveRule([event, standing], sku, '1', atMs).reserveUnits
  expect([9, 10, 19, 20].map(at)).toEqual([1, 2, 2, 1])
})

it('a standing rule takes the whole place of the one before it, under events that last', () => {
  const first = rule({ says: { reserveUnits: 1, confidence: 0.9 } })
  const later = rule({ fromMs: 10, says: { reserveUnits: 2 } })
  const event = rule({ fromMs: 5, untilMs: 15, says: { reserveUnits: 3 } })
  const at = (atMs: number) => effectiveRule([first, later, event], sku, '1', atMs)
  expect([4, 5, 14, 15].map((atMs) => at(atMs).reserveUnits)).toEqual([1, 3, 3, 2])
  expect([9, 10].map((atMs) => at(atMs).confidence)).toEqual([0.9, EVERYBODY_ALIKE.confidence])
})

it('whatever the rules say, one answer comes of them in any order, and a floor is never above its cap', () => {
  fc.assert(
    fc.property(ruleSets, instants, fc.subarray([...tags]), fc.constantFrom(...channelIds), (rules, atMs, own, channelId) => {
      const answer = effectiveRule(rules, { id: '1', tags: own }, channelId, atMs)
      expect(effectiveRule(rules.toReversed(), { id: '1', tags: own.toReversed() }, channelId, atMs)).toEqual(answer)
      expect(answer.floorUnits).toBeLessThanOrEqual(answer.capUnits ?? Infinity)
      expect(answer.rank).toBeGreaterThanOrEqual(1)
    }),
  )
})

it('the shares that count for one SKU never come to more than 100 %', () => {
  fc.assert(
    fc.property(ruleSets, instants, fc.subarray([...tags]), (rules, atMs, own) => {
      const asked = rulesAt(rules, atMs).for({ id: '2', tags: own })
      expect(channelIds.reduce((sum, id) => sum + (asked.of(id).sharePercent ?? 0), 0)).toBeLessThanOrEqual(100)
    }),
  )
})

it('between two turns nothing changes, and what changes at a turn is among the rules that turn', () => {
  fc.assert(
    fc.property(ruleSets, instants, (rules, atMs) => {
      const at = (ms: number) => JSON.stringify(channelIds.map((id) => effectiveRule(rules, sku, id, ms)))
      const nextMs = Array.from({ length: 201 - atMs }, (_, n) => atMs + 1 + n).find(
        (ms) => turningBetween(rules, atMs, ms).length > 0,
      )
      expect(at((nextMs ?? 201) - 1)).toBe(at(atMs))
      const turning = rules.filter(({ fromMs, untilMs }) => [fromMs, untilMs].some((ms) => ms !== null && ms === nextMs))
      expect(nextMs === undefined ? [] : turningBetween(rules, atMs, nextMs)).toEqual(turning)
    }),
  )
})
