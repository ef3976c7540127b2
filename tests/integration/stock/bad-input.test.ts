import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMerchant } from '../../../src/merchants/create-merchant.ts'
import { dispatchTransfer } from '../../../src/stock/commands/dispatch-transfer.ts'
import { extendHold } from '../../../src/stock/commands/extend-hold.ts'
import { holdUnits } from '../../../src/stock/commands/hold-units.ts'
import { setSafetyStock } from '../../../src/stock/commands/set-safety-stock.ts'
import { bookDocument } from '../../../src/stock/documents/book-document.ts'
import { adjustStock } from '../../../src/stock/facts/adjust-stock.ts'
import { countStock } from '../../../src/stock/facts/count-stock.ts'
import { receiveStock } from '../../../src/stock/facts/receive-stock.ts'
import { receiveTransfer } from '../../../src/stock/facts/receive-transfer.ts'
import { toHoldId } from '../../../src/stock/find-hold.ts'
import type { Answer } from '../../../src/stock/engine/operation.ts'
import { createStockDesk } from '../../../src/stock/stock-desk.ts'
import { documentLine, holdArgs, type WishedLine } from '../../support/stock-args.ts'
import { holdId, receive, StockWorld, yes } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await world.location('W2')
  await world.location('W3')
  await world.location('YARD', { pool: null })
  await world.stocked('A1', 'W1', 10)
})
afterAll(() => world.close())

const goods = { sku: 'A1', condition: 'sellable' as const }
const oddUnits = [0, -1, 1.5, 2 ** 31, Number.NaN, Number.POSITIVE_INFINITY]

/** The answer, and the stock after it. */
async function after(answering: Promise<Answer>) {
  const answer = await answering
  return { ...answer, balance: await world.balance('A1') }
}

/** A "no" of this kind, after which everything is as it was. */
function no(expected: object): object {
  const balance = expect.objectContaining({ onHand: 10, held: 0, free: 10, safetyWanted: 0 })
  return { kind: 'refused', message: expect.any(String), balance, ...expected }
}

function hold(line: WishedLine, more: Partial<Parameters<typeof holdArgs>[0]> = {}) {
  return world.do(holdUnits, { ...holdArgs({ lines: [line], ...more }) })
}

describe('bad input gets a typed "no" and changes nothing:', () => {
  it.each(oddUnits)('%s units', async (units) => {
    expect(await after(hold({ sku: 'A1', units }))).toMatchObject(no({ code: 'INVALID', field: 'lines.0.units' }))
    const received = { location: 'W1', lines: [{ ...goods, units }], receivedAtMs: null, reference: null }
    expect(await after(world.do(receiveStock, received))).toMatchObject(no({ code: 'INVALID', field: 'lines.0.units' }))
    const lost = { location: 'W1', ...goods, change: units, reason: 'x', happenedAtMs: null }
    expect(await after(units === -1 ? hold({ sku: 'A1', units }) : world.do(adjustStock, lost))).toMatchObject(
      no({ code: 'INVALID' }),
    )
    const sale = documentLine({ kind: 'sale', document: 'odd', happenedAtMs: world.nowMs, location: 'W1', sku: 'A1', units })
    expect(await after(world.do(bookDocument, sale))).toMatchObject(no({ code: 'INVALID', field: 'units' }))
  })

  it.each([-1, 0.5, 2 ** 31])('%s units counted or wanted as safety stock', async (units) => {
    const counted = { location: 'W1', lines: [{ ...goods, units }], countedAtMs: world.nowMs }
    expect(await after(world.do(countStock, counted))).toMatchObject(no({ code: 'INVALID', field: 'lines.0.units' }))
    expect(await after(world.do(setSafetyStock, { pool: null, sku: 'A1', wanted: units }))).toMatchObject(
      no({ code: 'INVALID', field: 'wanted' }),
    )
  })

  it('ten thousand lines, or none', async () => {
    const many = Array.from({ length: 10_000 }, () => ({ sku: 'A1', units: 1 }))
    expect(await after(world.do(holdUnits, holdArgs({ lines: many })))).toMatchObject(no({ code: 'INVALID', field: 'lines' }))
    expect(await after(world.do(holdUnits, holdArgs({ lines: [] })))).toMatchObject(no({ code: 'INVALID', field: 'lines' }))
    const lines = many.map(() => ({ ...goods, units: 1 }))
    expect(await after(world.do(receiveStock, { location: 'W1', lines, receivedAtMs: null, reference: null }))).toMatchObject(
      no({ field: 'lines' }),
    )
  })

  it.each(['', ' ', 'k'.repeat(201), 'a\0b'])('the key %j', async (key) => {
    const answer = world.desk.do(holdUnits, holdArgs({ lines: [{ sku: 'A1', units: 1 }] }), { key, actor: 'test' })
    expect(await after(answer)).toMatchObject(no({ code: 'INVALID', field: 'key' }))
  })

  it.each(['', 'x'.repeat(501), 'a\0b'])('the reference %j', async (reference) => {
    expect(await after(hold({ sku: 'A1', units: 1 }, { reference }))).toMatchObject(no({ code: 'INVALID', field: 'reference' }))
  })

  it.each([0, 999, 2_592_000_001, 1_500.5, Number.NaN])('a hold for %s milliseconds', async (ttlMs) => {
    expect(await after(hold({ sku: 'A1', units: 1 }, { ttlMs }))).toMatchObject(no({ code: 'INVALID', field: 'ttlMs' }))
  })

  it('names that nothing goes by', async () => {
    expect(await after(hold({ sku: 'nothing', units: 1 }))).toMatchObject(no({ code: 'UNKNOWN_SKU', field: 'lines.0.sku' }))
    expect(await after(hold({ recipe: 'nothing', units: 1 }))).toMatchObject(
      no({ code: 'UNKNOWN_RECIPE', field: 'lines.0.recipe' }),
    )
    expect(await after(hold({ units: 1 }))).toMatchObject(no({ code: 'INVALID', field: 'lines.0' }))
    expect(await after(hold({ sku: 'A1', recipe: 'A1', units: 1 }))).toMatchObject(no({ code: 'INVALID', field: 'lines.0' }))
    expect(await after(hold({ sku: 'A1', units: 1, location: 'W9' }))).toMatchObject(
      no({ code: 'UNKNOWN_LOCATION', field: 'lines.0.location' }),
    )
    expect(await after(hold({ sku: 'A1', units: 1, location: 'YARD' }))).toMatchObject(no({ code: 'LOCATION_WITHOUT_POOL' }))
    expect(await after(hold({ sku: 'A1', units: 1 }, { pool: 'none' }))).toMatchObject(
      no({ code: 'UNKNOWN_POOL', field: 'pool' }),
    )
    expect(await after(hold({ sku: 'A1', units: 1 }, { channel: 'none' }))).toMatchObject(
      no({ code: 'UNKNOWN_CHANNEL', field: 'channel' }),
    )
    const unknown = holdId({ holdId: '0190d6a0-0000-7000-8000-000000000000' })
    expect(await after(world.do(extendHold, { holdId: unknown, ttlMs: 60_000 }))).toMatchObject(
      no({ code: 'UNKNOWN_HOLD', field: 'holdId' }),
    )
    expect(toHoldId("'; drop table hold; --")).toMatchObject({ code: 'UNKNOWN_HOLD' })
  })

  it('a count that names a SKU twice, and a transfer to where it comes from', async () => {
    const twice = {
      location: 'W1',
      lines: [
        { ...goods, units: 1 },
        { ...goods, units: 2 },
      ],
      countedAtMs: world.nowMs,
    }
    expect(await after(world.do(countStock, twice))).toMatchObject(no({ code: 'INVALID', field: 'lines' }))
    const here = { reference: 'T', from: 'W1', to: 'W1', lines: [{ ...goods, units: 1 }] }
    expect(await after(world.do(dispatchTransfer, here))).toMatchObject(no({ code: 'INVALID', field: 'to' }))
  })
})

describe('a transfer', () => {
  it('goes from one place to one other under its reference, and takes nothing more once it is closed', async () => {
    await world.stocked('B1', 'W1', 10)
    const dispatch = (from: string, to: string) =>
      world.do(dispatchTransfer, { reference: 'T-1', from, to, lines: [{ ...goods, sku: 'B1', units: 1 }] })
    expect(await dispatch('W1', 'W2')).toMatchObject({ kind: 'dispatched' })
    expect(await dispatch('W1', 'W2')).toMatchObject({ kind: 'dispatched' })
    expect(await dispatch('W1', 'W3')).toMatchObject({ code: 'TRANSFER_ELSEWHERE', field: 'reference' })
    const close = { reference: 'T-1', lines: [{ ...goods, sku: 'B1', units: 1 }], receivedAtMs: null, close: true }
    expect(await world.do(receiveTransfer, close)).toMatchObject({ kind: 'booked' })
    expect(await dispatch('W1', 'W2')).toMatchObject({ code: 'TRANSFER_CLOSED', field: 'reference' })
    expect(await world.do(receiveTransfer, close)).toMatchObject({ code: 'TRANSFER_CLOSED' })
    expect(await world.unitsAt('W1', 'B1')).toBe(8)
    expect(await world.unitsAt('W2', 'B1')).toBe(1)
  })
})

describe('two merchants in one tick', () => {
  it('never mix: each sells its own goods of the same name', async () => {
    const { clock } = world
    const database = { url: world.merchant.url, clock, signal: new AbortController().signal }
    await createMerchant(database, { code: 'other', name: 'Other' })
    const em = world.merchant.orm.em.fork({ schema: 'm_other' })
    await receive(em, { clock, sku: 'A1', units: 3 })
    const desk = createStockDesk(em, clock)
    const ask = (n: number) => ({ key: `tick-${n}`, actor: 'test' })
    const wanted = holdArgs({ lines: [{ sku: 'A1', units: 1 }] })
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? world.desk : desk).do(holdUnits, wanted, ask(Math.floor(n / 2)))),
    )
    expect(answers.filter((answer, n) => n % 2 === 0 && answer.kind === 'held')).toHaveLength(10)
    expect(answers.filter((answer, n) => n % 2 === 1 && answer.kind === 'held')).toHaveLength(3)
    expect(new Set(answers.filter(({ kind }) => kind === 'held').map((answer) => holdId(yes(answer)))).size).toBe(13)
  })
})
