import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setSafetyStock } from '../../../src/stock/commands/set-safety-stock.ts'
import { adjustStock } from '../../../src/stock/facts/adjust-stock.ts'
import { bookDocument } from '../../../src/stock/documents/book-document.ts'
import { documentLine, type Told } from '../../support/stock-args.ts'
import { MINUTE, StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.pool('south')
  await world.location('W1')
  await world.location('W2')
  await world.location('S1', { pool: 'south' })
  await world.location('YARD', { pool: null })
  await world.location('OWNED', { owner: 'wms', includesUnshipped: false })
  await world.defaultLocation('central', 'W1')
})
afterAll(() => world.close())

/** Minutes ago, on a day that began with a count of nothing. */
function ago(minutes: number): number {
  return world.nowMs - minutes * MINUTE
}

function told(kind: Told['kind'], sku: string, units: number, more: Partial<Told> = {}): Told {
  return { kind, sku, units, document: `${kind}-${sku}`, happenedAtMs: ago(10), location: 'W1', ...more }
}

describe('a document line', () => {
  it.each<[Told['kind'], Partial<Told>, number]>([
    ['receipt', {}, 7],
    ['return', {}, 7],
    ['sale', {}, -7],
    ['adjustment', {}, 7],
    ['condition_change', { toCondition: 'defective' }, -7],
    ['count', {}, 7],
    ['dispatch', { transfer: 'T-each', otherLocation: 'W2' }, -7],
    ['arrival', { transfer: 'T-each-2', otherLocation: 'W2' }, 7],
  ])('of kind %s is booked once, however often it is told, and corrected by the difference', async (kind, more, units) => {
    const sku = await world.sku(`each-${kind}`)
    const line = told(kind, sku, 7, more)
    expect(await world.tell(line)).toMatchObject({ kind: 'booked' })
    expect(await world.unitsAt('W1', sku)).toBe(units)
    expect(await world.tell(line)).toMatchObject({ kind: 'unchanged' })
    expect(await world.tell({ ...line, units: 9 })).toMatchObject({ kind: 'corrected' })
    expect(await world.unitsAt('W1', sku)).toBe(units > 0 ? 9 : -9)
    expect(await world.tell({ ...line, units: 9, location: 'W2', happenedAtMs: ago(20) })).toMatchObject({ kind: 'corrected' })
    expect(await world.unitsAt('W1', sku)).toBe(0)
    expect(await world.unitsAt('W2', sku)).toBe(units > 0 ? 9 : -9)
    expect(await world.tell({ ...line, kind: 'receipt', units: 1 })).toMatchObject({ kind: 'corrected' })
    expect(await world.unitsAt('W1', sku)).toBe(1)
    expect(await world.unitsAt('W2', sku)).toBe(0)
  })

  it('shows a location below zero until the missing receipt comes', async () => {
    const sku = await world.sku('below')
    await world.tell(told('sale', sku, 3))
    expect(await world.unitsAt('W1', sku)).toBe(-3)
    expect(await world.balance(sku)).toMatchObject({ onHand: -3, deficit: 3, free: 0 })
    expect(await world.alarms(`sku:${sku}`)).toEqual(['deficit'])
    await world.tell(told('receipt', sku, 5))
    expect(await world.unitsAt('W1', sku)).toBe(2)
    expect(await world.balance(sku)).toMatchObject({ onHand: 2, deficit: 0, free: 2 })
  })

  it('told at once for two places by two gateways leaves the goods at one of them', async () => {
    const sku = await world.sku('two-tellers')
    await world.stocked(sku, 'W1', 10)
    await world.stocked(sku, 'S1', 10)
    const other = await world.gateway()
    for (let round = 0; round < 8; round += 1) {
      const line = told('receipt', sku, 1, { document: `race-${round}` })
      const tell = (location: string, desk = world.desk) =>
        desk.do(bookDocument, documentLine({ ...line, location }), { key: `race-${round}-${location}`, actor: 'test' })
      await Promise.all([tell('W1'), tell('S1', other), tell('W2')])
    }
    const units = await Promise.all(['W1', 'S1', 'W2'].map((location) => world.unitsAt(location, sku)))
    expect(units.reduce((sum, at) => sum + at, 0)).toBe(28)
    expect(await world.differences()).toEqual([])
  })

  it('with a slash in its document or line is not taken for another line', async () => {
    const sku = await world.sku('slash')
    await world.tell(told('count', sku, 5, { document: 'a/b', line: 'c' }))
    await world.tell(told('count', sku, 8, { document: 'a', line: 'b/c', happenedAtMs: ago(5) }))
    await world.tell(told('count', sku, 7, { document: 'a', line: 'b/c', happenedAtMs: ago(15) }))
    expect(await world.unitsAt('W1', sku)).toBe(5)
  })

  it('taken back in the same batch as a count of the same instant is told leaves only that count', async () => {
    const sku = await world.sku('same-instant')
    await world.tell(told('count', sku, 8, { document: 'B' }))
    await Promise.all([
      world.tell(told('count', sku, 6, { document: 'B', location: 'W2' })),
      world.tell(told('count', sku, 5, { document: 'A' })),
    ])
    expect(await world.unitsAt('W1', sku)).toBe(5)
  })

  it('of a count that is told twice in one batch, of two times, counts at the later telling', async () => {
    const sku = await world.sku('two-times')
    await world.tell(told('receipt', sku, 9, { happenedAtMs: ago(15) }))
    const count = told('count', sku, 4)
    await Promise.all([world.tell(count), world.tell({ ...count, happenedAtMs: ago(20) })])
    expect(await world.unitsAt('W1', sku)).toBe(13)
  })

  it('from a clock that runs ahead is booked as of now, and corrected as of then', async () => {
    const sku = await world.sku('ahead')
    const receipt = told('receipt', sku, 4, { happenedAtMs: world.nowMs + 3 * MINUTE })
    const count = told('count', sku, 4, { document: 'ahead-count', happenedAtMs: world.nowMs + 4 * MINUTE })
    await world.tell(receipt)
    await world.tell(count)
    world.clock.advance(MINUTE)
    await world.tell({ ...receipt, units: 6 })
    expect(await world.unitsAt('W1', sku)).toBe(4)
    await world.tell({ ...count, units: 5 })
    expect(await world.unitsAt('W1', sku)).toBe(5)
    world.clock.advance(10 * MINUTE)
    await world.tell({ ...count, units: 3 })
    expect(await world.unitsAt('W1', sku)).toBe(3)
  })

  it.each([-1, 1.5, Number.NaN, 8.64e15, 253_402_300_800_000])(
    'with the impossible time %s is refused, and nothing changes',
    async (happenedAtMs) => {
      const sku = await world.sku('no-time')
      const line = documentLine(told('receipt', sku, 1, { happenedAtMs }))
      expect(await world.do(bookDocument, line)).toMatchObject({ code: 'INVALID', field: 'happenedAt' })
      expect(await world.unitsAt('W1', sku)).toBe(0)
    },
  )
})

describe('till sales beyond the stock', () => {
  it('become deficit with an alarm; what comes in pays it first, then safety stock, then is free', async () => {
    const sku = await world.sku('till')
    await world.stocked(sku, 'W1', 10)
    await world.do(setSafetyStock, { pool: null, sku, wanted: 4 })
    await world.held({ lines: [{ sku, units: 3 }] })
    await world.tell(told('sale', sku, 9))
    expect(await world.balance(sku)).toMatchObject({ onHand: 1, held: 3, safetyKept: 0, deficit: 2, free: 0, shortfall: 2 })
    expect(await world.alarms(`sku:${sku}`)).toEqual(['deficit'])
    await world.tell(told('receipt', sku, 8, { document: 'till-in' }))
    expect(await world.balance(sku)).toMatchObject({ onHand: 9, held: 3, safetyKept: 4, deficit: 0, free: 2, shortfall: 0 })
  })

  it('that take units a hold named there raise an alarm to move the hold', async () => {
    const sku = await world.sku('named')
    await world.stocked(sku, 'W1', 2)
    await world.stocked(sku, 'W2', 9)
    await world.held({ lines: [{ sku, units: 2, location: 'W1' }] })
    await world.tell(told('sale', sku, 1))
    expect(await world.namedAt('W1', sku)).toEqual({ named: 2, namedShort: 1 })
    expect(await world.alarms(`sku:${sku}`)).toEqual(['named_short'])
  })
})

describe('transfers', () => {
  it('may arrive before they are dispatched, in parts, and lose some on the way', async () => {
    const sku = await world.sku('transit')
    await world.stocked(sku, 'W1', 10)
    const transfer = { transfer: 'T-1' }
    await world.tell(told('arrival', sku, 3, { location: 'S1', otherLocation: 'W1', ...transfer }))
    expect(await world.balance(sku, 'south')).toMatchObject({ free: 3 })
    await world.tell(told('dispatch', sku, 6, { otherLocation: 'S1', ...transfer }))
    expect(await world.unitsAt('W1', sku)).toBe(4)
    await world.tell(told('arrival', sku, 2, { document: 'transit-2', location: 'S1', ...transfer }))
    expect(await world.unitsAt('S1', sku)).toBe(5)
    await world.tell(told('dispatch', sku, 6, { otherLocation: 'S1', ...transfer }))
    expect(await world.unitsAt('W1', sku)).toBe(4)
  })

  it('to and from a location of no pool change what is for sale', async () => {
    const sku = await world.sku('yard')
    await world.tell(told('receipt', sku, 5, { location: 'YARD' }))
    expect(await world.balance(sku)).toBeUndefined()
    await world.tell(told('dispatch', sku, 5, { location: 'YARD', transfer: 'T-yard', otherLocation: 'W1' }))
    await world.tell(told('arrival', sku, 5, { transfer: 'T-yard', otherLocation: 'YARD' }))
    expect(await world.balance(sku)).toMatchObject({ free: 5 })
  })
})

describe('a location whose figures another system rules', () => {
  it('is changed by documents, not by hand', async () => {
    const sku = await world.sku('ruled')
    const args = { location: 'OWNED', sku, condition: 'sellable' as const, change: 1, reason: 'found', happenedAtMs: null }
    expect(await world.do(adjustStock, args)).toMatchObject({ code: 'ON_HAND_OWNED_ELSEWHERE' })
    await world.tell(told('receipt', sku, 3, { location: 'OWNED' }))
    expect(await world.unitsAt('OWNED', sku)).toBe(3)
  })
})
