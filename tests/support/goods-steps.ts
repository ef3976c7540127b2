import fc from 'fast-check'
import { dispatchTransfer } from '../../src/stock/commands/dispatch-transfer.ts'
import { setSafetyStock } from '../../src/stock/commands/set-safety-stock.ts'
import { adjustStock } from '../../src/stock/facts/adjust-stock.ts'
import { changeCondition } from '../../src/stock/facts/change-condition.ts'
import { countStock } from '../../src/stock/facts/count-stock.ts'
import { receiveStock } from '../../src/stock/facts/receive-stock.ts'
import { receiveTransfer } from '../../src/stock/facts/receive-transfer.ts'
import { poolOf } from './plain-stock.ts'
import { minutes, place, sku, step, units } from './stock-steps.ts'
import { MINUTE } from './stock-world.ts'

const goods = fc.record({ sku, place, units: fc.integer({ min: 1, max: 15 }), minutes: fc.nat({ max: 30 }) })

const receiveStep = goods.map((args) =>
  step(`receive ${JSON.stringify(args)}`, async (plain, real) => {
    const lines = [{ sku: real.code(args.sku), condition: 'sellable' as const, units: args.units }]
    const receivedAtMs = plain.nowMs - args.minutes * MINUTE
    plain.movements.push({ ...args, atMs: receivedAtMs })
    const answer = await real.world.do(receiveStock, { location: args.place, lines, receivedAtMs, reference: null })
    return { answer, expected: 'booked' }
  }),
)

const adjustStep = fc.record({ sku, place, units: fc.integer({ min: 1, max: 4 }) }).map((args) =>
  step(`lose ${JSON.stringify(args)}`, async (plain, real) => {
    plain.movements.push({ ...args, units: -args.units, atMs: plain.nowMs })
    const lost = { condition: 'sellable' as const, change: -args.units, reason: 'lost', happenedAtMs: null }
    const answer = await real.world.do(adjustStock, { location: args.place, sku: real.code(args.sku), ...lost })
    return { answer, expected: 'booked' }
  }),
)

const repairStep = goods.map((args) =>
  step(`repair ${JSON.stringify(args)}`, async (plain, real) => {
    plain.movements.push({ ...args, atMs: plain.nowMs })
    const change = {
      from: 'defective' as const,
      to: 'sellable' as const,
      units: args.units,
      reason: 'repaired',
      happenedAtMs: null,
    }
    const answer = await real.world.do(changeCondition, { location: args.place, sku: real.code(args.sku), ...change })
    return { answer, expected: 'booked' }
  }),
)

const countStep = goods.map((args) =>
  step(`count ${JSON.stringify(args)}`, async (plain, real) => {
    const countedAtMs = plain.nowMs - args.minutes * MINUTE
    plain.counts.push({ ...args, atMs: countedAtMs })
    const lines = [{ sku: real.code(args.sku), condition: 'sellable' as const, units: args.units }]
    return { answer: await real.world.do(countStock, { location: args.place, lines, countedAtMs }), expected: 'booked' }
  }),
)

const transferStep = fc
  .record({ sku, from: place, to: place, units, arriving: units })
  .filter(({ from, to }) => from !== to)
  .map((args) =>
    step(`transfer ${JSON.stringify(args)}`, async (plain, real) => {
      const reference = real.world.newKey()
      const here = plain.level(args.from, args.sku) - plain.named(args.from, args.sku)
      const fits = args.units <= Math.min(here, plain.balance(poolOf(args.from), args.sku).free)
      const line = { sku: real.code(args.sku), condition: 'sellable' as const }
      const sent = { reference, from: args.from, to: args.to, lines: [{ ...line, units: args.units }] }
      const answer = await real.world.do(dispatchTransfer, sent)
      if (!fits) return { answer, expected: 'NOT_ENOUGH_STOCK' }
      plain.movements.push({ place: args.from, sku: args.sku, units: -args.units, atMs: plain.nowMs })
      const arrived = [{ ...line, units: args.arriving }]
      await real.world.do(receiveTransfer, { reference, lines: arrived, receivedAtMs: null, close: true })
      plain.movements.push({ place: args.to, sku: args.sku, units: args.arriving, atMs: plain.nowMs })
      return { answer, expected: 'dispatched' }
    }),
  )

const safetyStep = fc.record({ sku, wanted: fc.nat({ max: 5 }) }).map((args) =>
  step(`safety ${JSON.stringify(args)}`, async (plain, real) => {
    plain.safety.set(`central/${args.sku}`, args.wanted)
    const answer = await real.world.do(setSafetyStock, { pool: null, sku: real.code(args.sku), wanted: args.wanted })
    return { answer, expected: 'safetySet' }
  }),
)

const waitStep = minutes.map((count) =>
  step(`wait ${count} minutes`, async (plain, real) => {
    real.world.clock.advance(count * MINUTE)
    plain.nowMs = real.world.nowMs
    return { answer: { kind: 'waited' }, expected: 'waited' }
  }),
)

/** Everything that happens to goods, and time going by. */
export const onGoods = [receiveStep, adjustStep, repairStep, countStep, transferStep, safetyStep, waitStep]
