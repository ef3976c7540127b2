import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endOf, phaseAt } from '../../../../src/domain/campaign/campaign.ts'
import { inOverlapOrder, spentBy, standsAt, type LockedLine } from '../../../../src/domain/campaign/locked-line.ts'

const listing = { id: '7', channelId: '1', recipeId: '3' }
const line: LockedLine = {
  key: '1/1',
  campaignId: '1',
  campaignCode: 'A',
  line: 1,
  activityId: null,
  channelIds: ['1'],
  recipeId: '3',
  listingId: null,
  components: [],
  returnsTo: 'campaign',
  publishFromMs: 50,
  startsAtMs: 100,
  endsAtMs: 200,
}
const order = (createdAtMs: number, ...campaigns: readonly string[]) => ({ createdAtMs, campaigns })

describe('the line an order spends', () => {
  it('is the one whose window has its time, from the first instant to just before the last', () => {
    expect([99, 100, 199, 200].map((at) => spentBy(order(at), listing, [line])?.campaignCode)).toEqual([
      undefined,
      'A',
      'A',
      undefined,
    ])
  })

  it('is the one of the mark its platform put on it, whatever its time', () => {
    const marked = { ...line, campaignId: '2', campaignCode: 'B', activityId: 'act', startsAtMs: 300, endsAtMs: 400 }
    expect(spentBy(order(150, 'act'), listing, [line, marked])?.campaignCode).toBe('B')
    expect(spentBy(order(150, 'other'), listing, [line, marked])?.campaignCode).toBe('A')
  })

  it('is, of several whose windows have its time, the one that ends first', () => {
    const longer = { ...line, campaignId: '0', campaignCode: 'B', endsAtMs: 201 }
    expect(spentBy(order(150), listing, [longer, line])?.campaignCode).toBe('A')
  })

  it('is none that is for another listing, recipe or channel', () => {
    const others = [{ listingId: '8' }, { recipeId: '4' }, { channelIds: ['2'] }]
    expect(others.map((more) => spentBy(order(150), listing, [{ ...line, ...more }]))).toEqual([undefined, undefined, undefined])
  })
})

it('the order of overlapping lines does not depend on the order they are found in', () => {
  const times = fc.record({ startsAtMs: fc.nat(3), endsAtMs: fc.integer({ min: 4, max: 6 }), campaign: fc.nat(9) })
  fc.assert(
    fc.property(fc.uniqueArray(times, { selector: ({ campaign }) => campaign }), fc.nat(), (all, turn) => {
      const lines = all.map((one) => ({ ...line, ...one, campaignId: String(one.campaign) }))
      const turned = [...lines.slice(turn % (lines.length + 1)), ...lines.slice(0, turn % (lines.length + 1))]
      expect(inOverlapOrder(turned)).toEqual(inOverlapOrder(lines))
    }),
  )
})

it('the clock alone says where a campaign stands, however it goes back and forth', () => {
  const campaign = { startsAtMs: 100, endsAtMs: 200, endedAtMs: null, leadMs: 10, grantedAtMs: 5, cancelled: false }
  const seen = [5, 90, 100, 199, 200, 150, 200].map((at) => phaseAt(campaign, at))
  expect(seen).toEqual(['granted', 'publishing', 'running', 'running', 'ended', 'running', 'ended'])
  expect(endOf({ ...campaign, endedAtMs: 120 })).toBe(120)
  expect(standsAt(line, 199)).toBe(true)
  expect(standsAt(line, 200)).toBe(false)
})
