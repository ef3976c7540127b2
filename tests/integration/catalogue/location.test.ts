import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SystemClock } from '../../../src/clock.ts'
import { archiveLocation, unarchiveLocation } from '../../../src/catalogue/archive-location.ts'
import { createLocation } from '../../../src/catalogue/create-location.ts'
import { createPool } from '../../../src/catalogue/create-pool.ts'
import { createSku } from '../../../src/catalogue/create-sku.ts'
import { findLocationByCode } from '../../../src/catalogue/find-locations.ts'
import { findPoolByCode, listPools } from '../../../src/catalogue/find-pools.ts'
import { listLocations } from '../../../src/catalogue/list-locations.ts'
import { updateLocation } from '../../../src/catalogue/update-location.ts'
import { updatePool } from '../../../src/catalogue/update-pool.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { receiveStock } from '../../../src/stock/facts/receive-stock.ts'
import { createStockDesk, type StockDesk } from '../../../src/stock/stock-desk.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'

const NOW = new Date('2026-11-24T08:00:00Z')
let merchant: TestMerchant
let desk: StockDesk
beforeAll(async () => {
  merchant = await testMerchant()
  desk = createStockDesk(merchant.em, new SystemClock())
  await createPool(merchant.em, { code: 'south', name: 'South' }, NOW)
  await createSku(merchant.em, { code: 'A', name: 'A' }, NOW)
})
afterAll(() => merchant.dispose())

const receive = (location: string, units: number, key: string) => {
  const lines = [{ sku: 'A', condition: 'sellable' as const, units }]
  return desk.do(receiveStock, { location, lines, receivedAtMs: null, reference: null }, { key, actor: 'test' })
}

const HOURS = {
  timeZone: 'Asia/Shanghai',
  weekly: [{ day: 'monday', opens: '09:00', closes: '21:00' } as const],
  exceptions: [{ date: '2027-02-06', spans: [] }],
}

describe('creating', () => {
  it('a new merchant has one pool, and locations belong to it unless told otherwise', async () => {
    expect((await listPools(merchant.em))[0]).toMatchObject({ code: 'central', name: 'Central pool', position: 1 })
    const store = {
      code: 'sh-1',
      name: '上海一店',
      kind: 'store' as const,
      coordinates: { latitude: 31.2304, longitude: 121.4737 },
      hours: HOURS,
      pickUp: true,
    }
    const created = await createLocation(merchant.em, store, NOW)
    const central = await findPoolByCode(merchant.em, 'central')
    expect(created).toMatchObject({
      kind: 'created',
      location: { ...store, poolId: central?.id, onHandOwner: 'onepool', figuresIncludeUnshipped: true },
    })
    expect(await createLocation(merchant.em, store, NOW)).toEqual({ ...created, kind: 'existed' })
    expect(await createLocation(merchant.em, { ...store, pickUp: false }, NOW)).toMatchObject({ code: 'CODE_TAKEN' })
    const apart = await createLocation(merchant.em, { code: 'apart', name: 'x', kind: 'warehouse', pool: null }, NOW)
    expect(apart).toMatchObject({ location: { poolId: null, coordinates: null, hours: null } })
  })

  it.each([
    [{ coordinates: { latitude: 91, longitude: 0 } }, 'coordinates.latitude'],
    [{ coordinates: { latitude: Number.NaN, longitude: 0 } }, 'coordinates.latitude'],
    [{ coordinates: { latitude: 0, longitude: -180.5 } }, 'coordinates.longitude'],
    [{ hours: { ...HOURS, timeZone: 'nowhere' } }, 'hours.timeZone'],
    [{ pool: 'none' }, 'pool'],
    [{ onHandOwner: '' }, 'onHandOwner'],
    [{ code: ' x' }, 'code'],
  ])('refuses %j', async (part, field) => {
    const outcome = await createLocation(merchant.em, { code: 'bad', name: 'x', kind: 'store', ...part }, NOW)
    expect(outcome).toMatchObject({ kind: 'refused', field })
    expect(await findLocationByCode(merchant.em, 'bad')).toBeUndefined()
  })

  it('of many at once with one code, one creates it', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, n) => createLocation(merchant.em, { code: 'raced', name: `N${n}`, kind: 'store' }, NOW)),
    )
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['created', ...Array<string>(11).fill('refused')])
  })
})

describe('changing', () => {
  it('leaves what is not given, null clears, and the list shows it by pool and kind', async () => {
    await createLocation(merchant.em, { code: 'chg', name: 'x', kind: 'store', hours: HOURS, pickUp: true }, NOW)
    const outcome = await updateLocation(merchant.em, { code: 'chg', hours: null, onHandOwner: 'wms' }, NOW)
    expect(outcome).toMatchObject({ kind: 'updated', location: { hours: null, pickUp: true, onHandOwner: 'wms' } })
    const south = await findPoolByCode(merchant.em, 'south')
    expect(await updateLocation(merchant.em, { code: 'chg', pool: 'south' }, NOW)).toMatchObject({
      location: { poolId: south?.id },
    })
    const page = await listLocations(merchant.em, { first: 10, after: null, filter: { poolId: south?.id ?? null } })
    expect(page.kind === 'page' && page.edges.map(({ node }) => node.code)).toEqual(['chg'])
    expect(await updateLocation(merchant.em, { code: 'none', name: 'x' }, NOW)).toMatchObject({ code: 'UNKNOWN_LOCATION' })
  })

  it('may change its pool only while it is empty', async () => {
    await createLocation(merchant.em, { code: 'full', name: 'x', kind: 'warehouse' }, NOW)
    await receive('full', 3, 'full-1')
    for (const pool of ['south', null]) {
      const outcome = await updateLocation(merchant.em, { code: 'full', name: 'renamed', pool }, NOW)
      expect(outcome).toMatchObject({ kind: 'refused', code: 'LOCATION_HAS_STOCK', field: 'pool' })
    }
    expect(await archiveLocation(merchant.em, 'full', NOW)).toMatchObject({ code: 'LOCATION_HAS_STOCK' })
    expect(await findLocationByCode(merchant.em, 'full')).toMatchObject({ name: 'x', archivedAt: null })
    expect(await updateLocation(merchant.em, { code: 'full', pool: 'central', name: 'same pool' }, NOW)).toMatchObject({
      kind: 'updated',
    })
  })

  it('is archived when empty, and brought back', async () => {
    await createLocation(merchant.em, { code: 'gone', name: 'x', kind: 'store' }, NOW)
    expect(await archiveLocation(merchant.em, 'gone', NOW)).toMatchObject({ location: { archivedAt: NOW } })
    expect(await unarchiveLocation(merchant.em, 'gone', NOW)).toMatchObject({ location: { archivedAt: null } })
  })
})

describe('the default location of a pool', () => {
  it('must belong to it, and cannot leave while it is the default', async () => {
    await createLocation(merchant.em, { code: 'def', name: 'x', kind: 'warehouse', pool: 'south' }, NOW)
    const wrong = await updatePool(merchant.em, { code: 'central', defaultLocation: 'def' })
    expect(wrong).toMatchObject({ code: 'LOCATION_OUTSIDE_POOL', field: 'defaultLocation' })
    const location = await findLocationByCode(merchant.em, 'def')
    expect(await updatePool(merchant.em, { code: 'south', defaultLocation: 'def' })).toMatchObject({
      pool: { defaultLocationId: location?.id },
    })
    expect(await updateLocation(merchant.em, { code: 'def', pool: 'central' }, NOW)).toMatchObject({
      code: 'LOCATION_IS_DEFAULT',
    })
    expect(await updatePool(merchant.em, { code: 'south', leftToOthersPercent: 101 })).toMatchObject({ code: 'INVALID' })
    expect(await updatePool(merchant.em, { code: 'south', leftToOthersPercent: 30 })).toMatchObject({
      pool: { leftToOthersPercent: 30 },
    })
    expect(await updatePool(merchant.em, { code: 'south', name: 'S', defaultLocation: null })).toMatchObject({
      pool: { defaultLocationId: null, name: 'S', position: 2 },
    })
    expect(await updateLocation(merchant.em, { code: 'def', pool: 'central' }, NOW)).toMatchObject({ kind: 'updated' })
  })
})

it('I1: a location that changes its pool while goods arrive: they count in the pool it is in, whichever comes first', async () => {
  const ROUNDS = 12
  for (let round = 0; round < ROUNDS; round += 1) {
    const code = `race-${round}`
    await createLocation(merchant.em, { code, name: 'x', kind: 'warehouse' }, NOW)
    const [moved, ...received] = await Promise.all([
      updateLocation(merchant.em, { code, pool: 'south' }, NOW),
      ...Array.from({ length: 4 }, (_, n) => receive(code, 1, `${code}-${n}`)),
    ])
    expect(received.map(({ kind }) => kind)).toEqual(['booked', 'booked', 'booked', 'booked'])
    expect(moved.kind === 'updated' || moved.code === 'LOCATION_HAS_STOCK').toBe(true)
  }
  const { rows } = await sql<{ code: string; on_hand: number; at_locations: number }>`
    select p.code, coalesce(b.on_hand, 0)::int as on_hand, coalesce(sum(s.units), 0)::int as at_locations
      from ${sql.table('pool')} p
      left join ${sql.table('pool_balance')} b on b.pool_id = p.id
      left join ${sql.table('location')} l on l.pool_id = p.id
      left join ${sql.table('location_stock')} s on s.location_id = l.id and s.condition = 'sellable'
     group by p.code, b.on_hand order by p.code`.execute(merchantDb(merchant.em))
  for (const row of rows) expect(row.on_hand).toBe(row.at_locations)
  expect(rows.reduce((sum, row) => sum + row.on_hand, 0)).toBe(3 + 4 * ROUNDS)
})
