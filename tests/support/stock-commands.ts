import fc from 'fast-check'
import { commitHold } from '../../src/stock/commands/commit-hold.ts'
import { dispatchTransfer } from '../../src/stock/commands/dispatch-transfer.ts'
import { extendHold } from '../../src/stock/commands/extend-hold.ts'
import { releaseHold } from '../../src/stock/commands/release-hold.ts'
import { replaceHold } from '../../src/stock/commands/replace-hold.ts'
import { setSafetyStock } from '../../src/stock/commands/set-safety-stock.ts'
import { shipHold } from '../../src/stock/commands/ship-hold.ts'
import { adjustStock } from '../../src/stock/facts/adjust-stock.ts'
import { changeCondition } from '../../src/stock/facts/change-condition.ts'
import { countStock } from '../../src/stock/facts/count-stock.ts'
import { receiveStock } from '../../src/stock/facts/receive-stock.ts'
import { receiveTransfer } from '../../src/stock/facts/receive-transfer.ts'
import {
  linesOf,
  LOCATIONS,
  outstanding,
  poolOf,
  shipped,
  SKUS,
  type PlainHold,
  type PlainLine,
  type PlainStock,
  type PlainWish,
} from './plain-stock.ts'
import { wantedLines, type WishedLine } from './stock-args.ts'
import { holdId, MINUTE, type StockWorld } from './stock-world.ts'

export interface Real {
  readonly world: StockWorld
  /** The codes of this run's own goods. */
  readonly code: (sku: string) => string
  /** Compares everything on record with the model. */
  readonly check: (plain: PlainStock) => Promise<void>
}

type Step = fc.AsyncCommand<PlainStock, Real>

/** A step that does the same to both and compares the answer's kind (for a "no", its code) and then everything else. */
function step(
  name: string,
  run: (plain: PlainStock, real: Real) => Promise<{ readonly answer: { readonly kind: string }; readonly expected: string }>,
): Step {
  return {
    check: () => true,
    async run(plain, real) {
      real.world.clock.advance(1)
      plain.nowMs = real.world.nowMs
      const { answer, expected } = await run(plain, real)
      const kind = 'code' in answer ? String(answer.code) : answer.kind
      if (kind !== expected) throw new Error(`${name} answered ${kind}, not ${expected}`)
      await real.check(plain)
    },
    toString: () => name,
  }
}

/** As `step`, with one of the holds there are. */
function onHold(
  name: string,
  { at, run }: { at: number; run: (hold: PlainHold, plain: PlainStock, real: Real) => ReturnType<Parameters<typeof step>[1]> },
): Step {
  const whole = step(`${name} of hold ${at}`, (plain, real) => {
    const hold = plain.holds[at % plain.holds.length]
    if (!hold) throw new Error('no hold to choose from')
    return run(hold, plain, real)
  })
  return { ...whole, check: (plain) => plain.holds.length > 0 }
}

const sku = fc.constantFrom(...SKUS)
const place = fc.constantFrom(...LOCATIONS)
const units = fc.integer({ min: 1, max: 6 })
const minutes = fc.integer({ min: 1, max: 20 })
const which = fc.nat({ max: 20 })
const wishes: fc.Arbitrary<readonly PlainWish[]> = fc.array(
  fc.record({
    sku: fc.constantFrom(...SKUS, null),
    units: fc.integer({ min: 1, max: 3 }),
    location: fc.constantFrom(null, null, null, ...LOCATIONS),
  }),
  { minLength: 1, maxLength: 3 },
)

function wish(all: readonly PlainWish[], real: Real): readonly WishedLine[] {
  return all.map(({ sku: code, units: count, location }) => ({
    ...(code === null ? { recipe: real.code('set') } : { sku: real.code(code) }),
    units: count,
    ...(location === null ? {} : { location }),
  }))
}

function idOf(hold: PlainHold) {
  return holdId({ holdId: hold.id })
}

/** A line is chosen by its number; a set's components go together. */
function selected(hold: PlainHold, line: number): readonly PlainLine[] {
  return hold.lines.filter((part) => part.line === line)
}

const holdStep = fc.record({ wishes, minutes }).map((args) =>
  step(`hold ${JSON.stringify(args)}`, async (plain, real) => {
    const lines = linesOf(args.wishes)
    const fits = plain.fits(lines)
    const ttlMs = args.minutes * MINUTE
    const answer = await real.world.hold({ lines: wish(args.wishes, real), ttlMs })
    if (answer.kind === 'held') plain.holds.push({ id: answer.holdId, state: 'held', expiresAtMs: plain.nowMs + ttlMs, lines })
    return { answer, expected: fits ? 'held' : 'NOT_ENOUGH_STOCK' }
  }),
)

const commitStep = which.map((at) =>
  onHold('commit', {
    at,
    run: async (hold, plain, real) => {
      const expected = commitInModel(hold, plain)
      return { answer: await real.world.do(commitHold, { holdId: idOf(hold) }), expected }
    },
  }),
)

function commitInModel(hold: PlainHold, plain: PlainStock): string {
  if (hold.state === 'released') return 'gone'
  if (hold.state !== 'held') return 'committed'
  const late = !plain.isLive(hold)
  if (late && !plain.fits(hold.lines.filter((line) => outstanding(line) > 0))) return 'gone'
  hold.state = 'committed'
  return late ? 'committedLate' : 'committed'
}

const extendStep = fc.record({ at: which, minutes }).map(({ at, minutes: more }) =>
  onHold(`extend by ${more}`, {
    at,
    run: async (hold, plain, real) => {
      const ttlMs = more * MINUTE
      const answer = await real.world.do(extendHold, { holdId: idOf(hold), ttlMs })
      if (hold.state !== 'held') return { answer, expected: 'HOLD_CLOSED' }
      if (!plain.isLive(hold)) return { answer, expected: 'HOLD_EXPIRED' }
      hold.expiresAtMs = Math.max(hold.expiresAtMs, plain.nowMs + ttlMs)
      return { answer, expected: 'extended' }
    },
  }),
)

const releaseStep = fc.record({ at: which, line: fc.option(fc.integer({ min: 1, max: 3 })), units }).map((args) =>
  onHold(`release ${JSON.stringify(args)}`, {
    at: args.at,
    run: async (hold, plain, real) => {
      const lines = args.line === null ? null : [{ line: args.line, units: args.units }]
      const answer = await real.world.do(releaseHold, { holdId: idOf(hold), lines })
      const parts = args.line === null ? hold.lines : selected(hold, args.line)
      if (parts.length === 0) return { answer, expected: 'UNKNOWN_LINE' }
      const back = (line: PlainLine) => (args.line === null ? outstanding(line) : args.units * line.each)
      if (parts.some((line) => back(line) > outstanding(line))) return { answer, expected: 'EXCEEDS_OUTSTANDING' }
      for (const line of parts) line.released += back(line)
      plain.settle(hold)
      return { answer, expected: 'released' }
    },
  }),
)

const replaceStep = fc.record({ at: which, wishes }).map((args) =>
  onHold(`replace ${JSON.stringify(args)}`, {
    at: args.at,
    run: async (hold, plain, real) => {
      const lines = linesOf(args.wishes)
      const answer = await real.world.do(replaceHold, {
        holdId: idOf(hold),
        pool: null,
        lines: wantedLines(wish(args.wishes, real)),
      })
      if (hold.state === 'shipped' || hold.state === 'released') return { answer, expected: 'HOLD_CLOSED' }
      if (!plain.isLive(hold)) return { answer, expected: 'HOLD_EXPIRED' }
      if (hold.lines.some((line) => shipped(line) > 0)) return { answer, expected: 'HOLD_PARTLY_SHIPPED' }
      if (!plain.fits(lines, hold.lines)) return { answer, expected: 'NOT_ENOUGH_STOCK' }
      hold.lines = lines
      return { answer, expected: 'replaced' }
    },
  }),
)

const shipStep = fc
  .record({ at: which, line: fc.option(fc.integer({ min: 1, max: 3 })), units, place: fc.option(place) })
  .map((args) =>
    onHold(`ship ${JSON.stringify(args)}`, {
      at: args.at,
      run: async (hold, plain, real) => {
        const lines = args.line === null ? null : [{ line: args.line, units: args.units }]
        const answer = await real.world.do(shipHold, { holdId: idOf(hold), lines, location: args.place, shippedAtMs: null })
        if (hold.state === 'released') return { answer, expected: 'HOLD_CLOSED' }
        if (hold.state === 'held') return { answer, expected: plain.isLive(hold) ? 'HOLD_NOT_COMMITTED' : 'HOLD_EXPIRED' }
        const parts = args.line === null ? hold.lines : selected(hold, args.line)
        if (parts.length === 0) return { answer, expected: 'UNKNOWN_LINE' }
        const left = (line: PlainLine) => line.units - line.released - line.ours
        const going = (line: PlainLine) => (args.line === null ? left(line) : args.units * line.each)
        if (parts.some((line) => going(line) > left(line))) return { answer, expected: 'EXCEEDS_OUTSTANDING' }
        for (const line of parts) {
          if (going(line) <= 0) continue
          line.ours += going(line)
          const from = args.place ?? line.location ?? (line.pool === 'south' ? 'S1' : 'W1')
          line.figures.push({ place: from, units: line.ours, atMs: plain.nowMs })
        }
        plain.settle(hold)
        return { answer, expected: 'shipped' }
      },
    }),
  )

/** The warehouse tells (a different figure each time) what has left of a line by some minutes ago. */
const shipmentStep = fc
  .record({ at: which, component: fc.nat({ max: 5 }), units, minutes: fc.nat({ max: 30 }), place })
  .map((args) =>
    onHold(`shipment ${JSON.stringify(args)}`, {
      at: args.at,
      run: async (hold, plain, real) => {
        const line = hold.lines[args.component % hold.lines.length]
        if (!line) throw new Error('a hold without lines')
        const atMs = plain.nowMs - args.minutes * MINUTE
        const figure = { kind: 'shipment', document: real.world.newKey(), happenedAtMs: atMs, units: args.units } as const
        const answer = await real.world.tell({
          ...figure,
          sku: real.code(line.sku),
          order: hold.id,
          orderLine: line.line,
          location: args.place,
        })
        line.figures.push({ place: args.place, units: args.units, atMs })
        plain.settle(hold)
        return { answer, expected: 'booked' }
      },
    }),
  )

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

/** Steps on holds, several times as likely as the others. */
const onHolds = [
  holdStep,
  holdStep,
  commitStep,
  commitStep,
  extendStep,
  releaseStep,
  replaceStep,
  shipStep,
  shipStep,
  shipmentStep,
]
const onGoods = [receiveStep, adjustStep, repairStep, countStep, transferStep, safetyStep, waitStep]

/** Sequences of everything that can be done to the stock. */
export const stockCommands = fc.commands([...onHolds, ...onHolds, ...onGoods], { maxCommands: 50, size: 'max' })
