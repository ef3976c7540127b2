import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitHold } from '../../../src/stock/commands/commit-hold.ts'
import { releaseHold } from '../../../src/stock/commands/release-hold.ts'
import { replaceHold } from '../../../src/stock/commands/replace-hold.ts'
import { shipHold } from '../../../src/stock/commands/ship-hold.ts'
import { wantedLines, type Told } from '../../support/stock-args.ts'
import { MINUTE, StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.pool('south')
  await world.location('W1')
  await world.location('W2')
  await world.location('S1', { pool: 'south' })
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

async function committed(sku: string, units: number, reference: string) {
  const holdId = await world.held({ lines: [{ sku, units }], reference })
  await world.do(commitHold, { holdId })
  return holdId
}

describe('R7: an order consumes its stock exactly once', () => {
  it('however often it is told, and corrected by the difference, to another place or to another kind', async () => {
    const sku = await world.sku('each')
    const line = told('shipment', sku, 7, { order: 'SO-each' })
    expect(await world.tell(line)).toMatchObject({ kind: 'booked' })
    expect(await world.tell(line)).toMatchObject({ kind: 'unchanged' })
    expect(await world.tell({ ...line, units: 9 })).toMatchObject({ kind: 'corrected' })
    expect(await world.unitsAt('W1', sku)).toBe(-9)
    await world.tell({ ...line, units: 9, location: 'W2', happenedAtMs: ago(20) })
    expect([await world.unitsAt('W1', sku), await world.unitsAt('W2', sku)]).toEqual([0, -9])
    await world.tell({ ...line, kind: 'receipt', units: 1 })
    expect([await world.unitsAt('W1', sku), await world.unitsAt('W2', sku)]).toEqual([1, 0])
  })

  it('when we and the warehouse both tell the same shipment', async () => {
    await world.stocked('both', 'W1', 10)
    const holdId = await committed('both', 4, 'SO-both')
    await world.do(shipHold, { holdId, lines: [{ line: 1, units: 3 }], location: null, shippedAtMs: null })
    await world.tell(told('shipment', 'both', 3, { order: 'SO-both', happenedAtMs: world.nowMs }))
    expect(await world.balance('both')).toMatchObject({ onHand: 7, held: 1 })
    await world.tell(told('shipment', 'both', 4, { document: 'both-2', order: 'SO-both', happenedAtMs: world.nowMs }))
    expect(await world.do(shipHold, { holdId, lines: null, location: null, shippedAtMs: null })).toMatchObject({ units: 0 })
    expect(await world.balance('both')).toMatchObject({ onHand: 6, held: 0, free: 6 })
    expect(await world.holdState(holdId)).toBe('shipped')
  })

  it('when the shipment is told before the order is known', async () => {
    await world.stocked('early', 'W1', 10)
    await world.tell(told('shipment', 'early', 3, { order: 'SO-early', location: null }))
    expect(await world.balance('early')).toMatchObject({ onHand: 7, free: 7 })
    const holdId = await committed('early', 3, 'SO-early')
    expect(await world.balance('early')).toMatchObject({ onHand: 7, held: 0, free: 7 })
    expect(await world.holdState(holdId)).toBe('shipped')
  })

  it('when it is told before the order is known, for a SKU that is not on its first line', async () => {
    await world.stocked('second', 'W1', 10)
    await world.stocked('first', 'W1', 10)
    await world.tell(told('shipment', 'second', 3, { order: 'SO-second' }))
    const holdId = await world.held({
      lines: [
        { sku: 'first', units: 1 },
        { sku: 'second', units: 3 },
      ],
      reference: 'SO-second',
    })
    expect(await world.balance('second')).toMatchObject({ onHand: 7, held: 0, free: 7 })
    await world.do(commitHold, { holdId })
    await world.do(shipHold, { holdId, lines: null, location: null, shippedAtMs: null })
    await world.tell(told('shipment', 'second', 2, { order: 'SO-second' }))
    expect(await world.balance('second')).toMatchObject({ onHand: 7, held: 0, free: 7 })
    expect(await world.balance('first')).toMatchObject({ onHand: 9, held: 0 })
  })

  it('when a line is added to a hold after its goods have left', async () => {
    await world.stocked('added', 'W1', 10)
    const holdId = await world.held({ lines: [{ sku: 'added', units: 1 }], reference: 'SO-added' })
    await world.tell(told('shipment', 'added', 2, { order: 'SO-added', orderLine: 2 }))
    await world.do(replaceHold, {
      holdId,
      pool: null,
      lines: wantedLines([
        { sku: 'added', units: 1 },
        { sku: 'added', units: 2 },
      ]),
    })
    expect(await world.balance('added')).toMatchObject({ onHand: 8, held: 1, free: 7 })
  })

  it('when the warehouse corrects its figure down, up, and below what we said', async () => {
    await world.stocked('down', 'W1', 10)
    const holdId = await committed('down', 4, 'SO-down')
    const shipment = told('shipment', 'down', 4, { order: 'SO-down' })
    await world.tell(shipment)
    expect(await world.holdState(holdId)).toBe('shipped')
    await world.tell({ ...shipment, units: 1 })
    expect(await world.balance('down')).toMatchObject({ onHand: 9, held: 3, free: 6 })
    expect(await world.holdState(holdId)).toBe('committed')
    await world.do(shipHold, { holdId, lines: [{ line: 1, units: 2 }], location: null, shippedAtMs: null })
    await world.tell({ ...shipment, units: 0 })
    expect(await world.balance('down')).toMatchObject({ onHand: 8, held: 2, free: 6 })
  })

  it('at the location and the time the document is corrected to', async () => {
    await world.stocked('moved', 'W1', 10)
    await world.stocked('moved', 'W2', 10)
    world.clock.advance(60 * MINUTE)
    await committed('moved', 4, 'SO-moved')
    const shipment = told('shipment', 'moved', 4, { order: 'SO-moved', happenedAtMs: ago(30) })
    await world.tell(shipment)
    await world.tell({ ...shipment, location: 'W2' })
    expect([await world.unitsAt('W1', 'moved'), await world.unitsAt('W2', 'moved')]).toEqual([10, 6])
    await world.tell(told('count', 'moved', 6, { location: 'W2', happenedAtMs: ago(20) }))
    await world.tell({ ...shipment, location: 'W2', happenedAtMs: ago(10) })
    expect(await world.unitsAt('W2', 'moved')).toBe(2)
  })

  it('where and when each figure says, also when they come in the wrong order with a count between them', async () => {
    await world.stocked('parted', 'W1', 10)
    await world.stocked('parted', 'W2', 10)
    world.clock.advance(60 * MINUTE)
    await committed('parted', 5, 'SO-parted')
    const first = told('shipment', 'parted', 2, { order: 'SO-parted', document: 'parted-1', happenedAtMs: ago(9) })
    const second = told('shipment', 'parted', 5, {
      order: 'SO-parted',
      document: 'parted-2',
      happenedAtMs: ago(3),
      location: 'W2',
    })
    await world.tell(second)
    await world.tell(told('count', 'parted', 8, { happenedAtMs: ago(5) }))
    expect([await world.unitsAt('W1', 'parted'), await world.unitsAt('W2', 'parted')]).toEqual([8, 5])
    await world.tell(first)
    expect([await world.unitsAt('W1', 'parted'), await world.unitsAt('W2', 'parted')]).toEqual([8, 7])
    expect(await world.balance('parted')).toMatchObject({ onHand: 15, held: 0, free: 15 })
  })

  it('when one source names the line and another does not, before the order is known', async () => {
    await world.stocked('lines', 'W1', 10)
    await world.tell(told('shipment', 'lines', 3, { order: 'SO-lines', document: 'lines-1' }))
    await world.tell(told('shipment', 'lines', 3, { order: 'SO-lines', document: 'lines-2', orderLine: 2 }))
    expect(await world.balance('lines')).toMatchObject({ onHand: 7 })
    await world.held({
      lines: [
        { sku: 'lines', units: 1 },
        { sku: 'lines', units: 3 },
      ],
      reference: 'SO-lines',
    })
    expect(await world.balance('lines')).toMatchObject({ onHand: 7, held: 1, free: 6 })
  })

  it('of sellable goods, whatever condition the document names', async () => {
    await world.stocked('odd', 'W1', 10)
    await committed('odd', 4, 'SO-odd')
    await world.tell(told('shipment', 'odd', 4, { order: 'SO-odd', condition: 'defective' }))
    expect(await world.unitsAt('W1', 'odd')).toBe(6)
    expect(await world.balance('odd')).toMatchObject({ onHand: 6, held: 0 })
  })

  it('also from a location of another pool, and of a hold that expired or was released', async () => {
    for (const sku of ['far', 'lapsed', 'let-go']) {
      await world.stocked(sku, 'W1', 10)
      await world.stocked(sku, 'S1', 10)
    }
    await committed('far', 4, 'SO-far')
    await world.tell(told('shipment', 'far', 4, { order: 'SO-far', location: 'S1' }))
    expect(await world.balance('far')).toMatchObject({ onHand: 10, held: 0, free: 10 })
    expect(await world.balance('far', 'south')).toMatchObject({ onHand: 6, free: 6 })
    const released = await committed('let-go', 4, 'SO-let-go')
    await world.do(releaseHold, { holdId: released, lines: null })
    await world.tell(told('shipment', 'let-go', 4, { order: 'SO-let-go' }))
    expect(await world.balance('let-go')).toMatchObject({ onHand: 6, held: 0, free: 6 })
    await world.held({ lines: [{ sku: 'lapsed', units: 4 }], reference: 'SO-lapsed', ttlMs: MINUTE })
    world.clock.advance(MINUTE)
    await world.tell(told('shipment', 'lapsed', 4, { order: 'SO-lapsed' }))
    expect(await world.balance('lapsed')).toMatchObject({ onHand: 6, held: 0, free: 6 })
  })

  it('and more than was asked for raises an alarm', async () => {
    await world.stocked('more', 'W1', 10)
    const holdId = await committed('more', 2, 'SO-more')
    await world.tell(told('shipment', 'more', 3, { order: 'SO-more' }))
    expect(await world.balance('more')).toMatchObject({ onHand: 7, held: 0, free: 7 })
    expect(await world.alarms(`hold:${holdId}`)).toEqual(['over_shipped'])
  })
})

describe('shipping', () => {
  it('is refused before the hold is committed, once it is expired or released, and beyond its units', async () => {
    await world.stocked('strict', 'W1', 10)
    const ship = (holdId: Parameters<typeof shipHold.decide>[1]['holdId'], units: number) =>
      world.do(shipHold, { holdId, lines: [{ line: 1, units }], location: null, shippedAtMs: null })
    const early = await world.held({ lines: [{ sku: 'strict', units: 1 }], ttlMs: MINUTE })
    expect(await ship(early, 1)).toMatchObject({ code: 'HOLD_NOT_COMMITTED' })
    world.clock.advance(MINUTE)
    expect(await ship(early, 1)).toMatchObject({ code: 'HOLD_EXPIRED' })
    await world.do(releaseHold, { holdId: early, lines: null })
    expect(await ship(early, 1)).toMatchObject({ code: 'HOLD_CLOSED' })
    const good = await committed('strict', 3, 'SO-strict')
    expect(await ship(good, 2)).toMatchObject({ units: 2 })
    expect(await ship(good, 2)).toMatchObject({ code: 'EXCEEDS_OUTSTANDING' })
    expect(await ship(good, 1)).toMatchObject({ units: 1 })
    expect(await world.balance('strict')).toMatchObject({ onHand: 7, held: 0 })
  })

  it('from another location of the pool, or of another pool, takes the goods there and ends the claim here', async () => {
    await world.stocked('elsewhere', 'W1', 5)
    await world.stocked('elsewhere', 'S1', 5)
    const holdId = await committed('elsewhere', 4, 'SO-elsewhere')
    const ship = (location: string) => world.do(shipHold, { holdId, lines: [{ line: 1, units: 2 }], location, shippedAtMs: null })
    await ship('W2')
    expect(await world.unitsAt('W2', 'elsewhere')).toBe(-2)
    expect(await world.balance('elsewhere')).toMatchObject({ onHand: 3, held: 2, free: 1 })
    await ship('S1')
    expect(await world.balance('elsewhere')).toMatchObject({ onHand: 3, held: 0, free: 3 })
    expect(await world.balance('elsewhere', 'south')).toMatchObject({ onHand: 3, free: 3 })
  })
})
