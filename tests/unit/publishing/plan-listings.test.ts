import { expect, it } from 'vitest'
import { toListings, withActivities, type PlanChannel, type SellerRow } from '../../../src/publishing/read-plan-listings.ts'

const channel: PlanChannel = { id: '7', state: 'live', hides: false, taken_ms: null, unseen_ms: null, pools: ['3', '2'] }
const channels = new Map([['7', channel]])

const usual: SellerRow = {
  id: '1',
  sku_id: '10',
  units: 1,
  channel_id: '7',
  recipe_id: '5',
  wanted: '4',
  due: null,
  blocked: null,
  frozen_ms: null,
  cut_to: null,
  boost_to: null,
  sold: '9',
  sold_seen: null,
  sold_orders: '8',
  sold_orders_seen: null,
  demand: 0,
  demand_units: 0,
  demand_seconds: 0,
  demand_squares: 0,
  demand_ms: null,
  takes_at: null,
  pool_id: '2',
  quota: '6',
}

it('a set has each of its components once, and the quota of each of its pools once, in the order its channel sells from them', () => {
  const skus = [
    { sku_id: '10', units: 1 },
    { sku_id: '11', units: 2 },
    { sku_id: '12', units: 3 },
  ]
  const pools = [
    { pool_id: '1', quota: '5' },
    { pool_id: '2', quota: '6' },
    { pool_id: '3', quota: '-7' },
  ]
  const rows = skus.flatMap((sku) => pools.map((pool) => ({ ...usual, ...sku, ...pool })))
  const { listings, parts, quotas } = toListings([...rows, { ...usual, id: '2', pool_id: null, quota: null }], channels)
  expect(listings.map(({ id }) => id)).toEqual(['1', '2'])
  expect(parts.get('1')).toEqual(skus.map(({ sku_id: skuId, units }) => ({ skuId, units })))
  expect(quotas.get('1')).toEqual([
    { poolId: '3', units: -7 },
    { poolId: '2', units: 6 },
    { poolId: '1', units: 5 },
  ])
  expect(parts.get('2')).toEqual([{ skuId: '10', units: 1 }])
  expect(quotas.has('2')).toBe(false)
})

it('what is left out of a row is as it usually is', () => {
  const told: SellerRow = {
    ...usual,
    id: '2',
    due: true,
    blocked: true,
    sold_seen: '3',
    sold_orders_seen: '2',
    takes_at: 'unknown',
  }
  const { listings } = toListings([usual, told], channels)
  const usually = { isDue: false, isBlocked: false, sold: 9, soldSeen: 9, soldOrders: 8, soldOrdersSeen: 8, takesAt: 'order' }
  expect(listings[0]).toMatchObject(usually)
  expect(listings[1]).toMatchObject({
    isDue: true,
    isBlocked: true,
    sold: 9,
    soldSeen: 3,
    soldOrders: 8,
    soldOrdersSeen: 2,
    takesAt: 'unknown',
  })
})

it('a listing is frozen for as long as its platform has said, by an answer or by an activity', () => {
  const { listings } = toListings([usual, { ...usual, id: '2', frozen_ms: 50 }, { ...usual, id: '3', frozen_ms: 50 }], channels)
  const frozen = withActivities(listings, [
    { listingId: '1', least: 0, frozenUntilMs: 60 },
    { listingId: '2', least: 0, frozenUntilMs: 40 },
  ])
  expect(frozen.map(({ frozenUntilMs }) => frozenUntilMs)).toEqual([60, 50, 50])
})
