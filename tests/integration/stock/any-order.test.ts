import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conditions } from '../../../src/domain/ids.ts'
import {
  departed,
  feeds,
  inTransit,
  levelAt,
  shipmentFeeds,
  type FeedLine,
  type FigureLine,
} from '../../support/document-feed.ts'
import { runsOf } from '../../support/property-runs.ts'
import { type Told } from '../../support/stock-args.ts'
import { MINUTE, StockWorld } from '../../support/stock-world.ts'

const HELD = 3

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await world.location('W2')
})
afterAll(() => world.close())

let runs = 0
let dayMs = 0

/** Goods of their own, with a hold on some of them, on the day the documents are about. */
async function begin(): Promise<string> {
  runs += 1
  const sku = await world.sku(`any-${runs}`)
  dayMs = world.nowMs
  await world.tell({ kind: 'receipt', document: `begin-${sku}`, happenedAtMs: dayMs - MINUTE, location: 'W1', sku, units: HELD })
  await world.held({ lines: [{ sku, units: HELD }], ttlMs: 24 * 60 * MINUTE })
  world.clock.advance(10 * MINUTE)
  return sku
}

function told(line: FeedLine, sku: string): Told {
  const { document, kind, location, minute, units, condition, toCondition } = line
  const isTransfer = kind === 'dispatch' || kind === 'arrival'
  return {
    kind,
    document: `${document}-${sku}`,
    happenedAtMs: dayMs + minute * MINUTE,
    sku,
    location,
    units,
    condition,
    toCondition: kind === 'condition_change' ? toCondition : null,
    transfer: isTransfer ? `T-${sku}` : null,
  }
}

const places = ['W1', 'W2'].flatMap((location) => conditions.map((condition) => ({ location, condition })))

/** What is on record of a SKU. */
async function recorded(sku: string) {
  const goods = await Promise.all(places.map(({ location, condition }) => world.unitsAt(location, sku, condition)))
  const transit = await Promise.all(conditions.map((condition) => world.inTransit(sku, condition)))
  const { onHand, held, free, deficit } = (await world.balance(sku)) ?? {}
  return { goods, transit, onHand, held, free, deficit }
}

/** What should be, by a plain sum over what the documents mean. */
function expected(told: readonly FeedLine[]) {
  const lines = [...told, begun]
  const goods = places.map((place) => levelAt(lines, place))
  const onHand = places.reduce((sum, place) => sum + (place.condition === 'sellable' ? levelAt(lines, place) : 0), 0)
  const transit = conditions.map((condition) => inTransit(lines, condition))
  return { goods, transit, onHand, held: HELD, free: Math.max(0, onHand - HELD), deficit: Math.max(0, HELD - onHand) }
}

const begun: FeedLine = {
  document: 'begin',
  kind: 'receipt',
  location: 'W1',
  minute: -1,
  units: HELD,
  condition: 'sellable',
  toCondition: 'defective',
}

describe('I13: documents in any order, repeated and corrected, with counts between them', () => {
  it('come to the same stock when each is told alone', async () => {
    await fc.assert(
      fc.asyncProperty(feeds, async ({ lines, arrivals }) => {
        const sku = await begin()
        for (const line of arrivals) await world.tell(told(line, sku))
        expect(await recorded(sku)).toEqual(expected(lines))
      }),
      runsOf(25),
    )
  })

  it('come to the same stock when they are told in one batch', async () => {
    await fc.assert(
      fc.asyncProperty(feeds, async ({ lines, arrivals }) => {
        const sku = await begin()
        await Promise.all(arrivals.map((line) => world.tell(told(line, sku))))
        expect(await recorded(sku)).toEqual(expected(lines))
      }),
      runsOf(40),
    )
  })

  it('come to the same stock in some batches, after which all of it told again changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(feeds, fc.nat({ max: 9 }), async ({ lines, arrivals }, cut) => {
        const sku = await begin()
        await Promise.all(arrivals.slice(0, cut).map((line) => world.tell(told(line, sku))))
        await Promise.all(arrivals.slice(cut).map((line) => world.tell(told(line, sku))))
        for (const line of lines) expect(await world.tell(told(line, sku))).toMatchObject({ kind: 'unchanged' })
        expect(await recorded(sku)).toEqual(expected(lines))
      }),
      runsOf(25),
    )
  })
})

const ORDERED = 4
const STOCKED = 20

function toldOfOrder(line: FigureLine, sku: string): Told {
  const { document, location, units } = line
  const happenedAtMs = dayMs + line.minute * MINUTE
  const told = { document: `${document}-${sku}`, happenedAtMs, sku, location, units }
  return document.startsWith('F') ? { ...told, kind: 'shipment', order: `SO-${sku}` } : { ...told, kind: 'count' }
}

function asMoves(lines: readonly FigureLine[], kind: 'sale' | 'count'): readonly FeedLine[] {
  return lines.map((line) => ({ ...line, kind, condition: 'sellable', toCondition: 'defective' }))
}

describe('I13, R7: shipped figures and counts in any order, before and after the order is known', () => {
  it('leave once, from where and when they happened', async () => {
    await fc.assert(
      fc.asyncProperty(shipmentFeeds, fc.nat({ max: 8 }), async ({ figures, counts, arrivals }, knownAfter) => {
        runs += 1
        const sku = `order-${runs}`
        dayMs = world.nowMs + MINUTE
        for (const location of ['W1', 'W2']) await world.stocked(sku, location, STOCKED)
        world.clock.advance(10 * MINUTE)
        const tellAll = (lines: readonly FigureLine[]) => Promise.all(lines.map((line) => world.tell(toldOfOrder(line, sku))))
        await tellAll(arrivals.slice(0, knownAfter))
        const answer = await world.hold({ lines: [{ sku, units: ORDERED }], reference: `SO-${sku}`, ttlMs: 24 * 60 * MINUTE })
        fc.pre(answer.kind === 'held')
        await tellAll(arrivals.slice(knownAfter))

        const stocked = ['W1', 'W2'].map((location) => ({ ...begun, location, units: STOCKED }))
        const lines = [...stocked, ...asMoves(departed(figures), 'sale'), ...asMoves(counts, 'count')]
        const units = ['W1', 'W2'].map((location) => levelAt(lines, { location, condition: 'sellable' }))
        expect(await Promise.all(['W1', 'W2'].map((location) => world.unitsAt(location, sku)))).toEqual(units)
        const onHand = units.reduce((sum, at) => sum + at, 0)
        const held = Math.max(0, ORDERED - Math.max(0, ...figures.map((one) => one.units)))
        expect(await world.balance(sku)).toMatchObject({ onHand, held, free: Math.max(0, onHand - held) })
      }),
      runsOf(50),
    )
  })
})
