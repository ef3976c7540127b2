import fc from 'fast-check'
import { commitHold } from '../../src/stock/commands/commit-hold.ts'
import { extendHold } from '../../src/stock/commands/extend-hold.ts'
import { releaseHold } from '../../src/stock/commands/release-hold.ts'
import { replaceHold } from '../../src/stock/commands/replace-hold.ts'
import { shipHold } from '../../src/stock/commands/ship-hold.ts'
import {
  linesOf,
  LOCATIONS,
  outstanding,
  shipped,
  SKUS,
  type PlainHold,
  type PlainLine,
  type PlainStock,
  type PlainWish,
} from './plain-stock.ts'
import { wantedLines, type WishedLine } from './stock-args.ts'
import { minutes, onHold, place, step, units, which, type Real } from './stock-steps.ts'
import { holdId, MINUTE } from './stock-world.ts'

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

/** Everything that can be done to holds; making, paying and shipping them is the usual. */
export const onHolds = [
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
