import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitHold } from '../../../src/stock/commands/commit-hold.ts'
import { releaseHold } from '../../../src/stock/commands/release-hold.ts'
import { bookAwaited } from '../../../src/stock/documents/book-awaited.ts'
import { departed, shuffled, type FigureLine } from '../../support/document-feed.ts'
import { runsOf } from '../../support/property-runs.ts'
import { type Told } from '../../support/stock-args.ts'
import { MINUTE, StockWorld } from '../../support/stock-world.ts'

const ORDERED = 4
const STOCKED = 20

let world: StockWorld
let runs = 0
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('NET', { owner: 'wms', includesUnshipped: false })
  await world.location('GROSS', { owner: 'wms' })
})
afterAll(() => world.close())

/** A paid order of four of twenty units that lie at a warehouse, and the minute after which its documents tell of. */
async function order(location: string) {
  runs += 1
  const sku = `ordered-${runs}`
  await world.stocked(sku, location, STOCKED)
  const holdId = await world.held({ lines: [{ sku, units: ORDERED }], reference: `SO-${runs}` })
  await world.do(commitHold, { holdId })
  const startMs = world.nowMs + MINUTE
  world.clock.advance(30 * MINUTE)
  const at = (kind: Told['kind'], minute: number, more: Partial<Told> = {}): Told => {
    const document = `${kind}-${minute}-${sku}`
    const goods = kind === 'acknowledgement' ? {} : { sku }
    const named = kind === 'count' ? {} : { order: `SO-${sku.slice('ordered-'.length)}` }
    return { kind, document, happenedAtMs: startMs + minute * MINUTE, location, ...goods, ...named, ...more }
  }
  return { sku, holdId, at }
}

describe('figures of a location that leave out ordered units', () => {
  it('get those units back that it had acknowledged by then, and no others', async () => {
    const known = await order('NET')
    await world.tell(known.at('acknowledgement', 1))
    await world.tell(known.at('count', 2, { units: 16 }))
    expect(await world.balance(known.sku)).toMatchObject({ onHand: 20, held: 4, free: 16 })
    const unknown = await order('NET')
    await world.tell(unknown.at('acknowledgement', 3))
    await world.tell(unknown.at('count', 2, { units: 20 }))
    expect(await world.balance(unknown.sku)).toMatchObject({ onHand: 20, held: 4, free: 16 })
  })

  it('that include them are taken as they are', async () => {
    const { sku, at } = await order('GROSS')
    await world.tell(at('acknowledgement', 1))
    await world.tell(at('count', 2, { units: 20 }))
    expect(await world.balance(sku)).toMatchObject({ onHand: 20, held: 4, free: 16 })
  })

  it('do not get units back that had left before, though the shipment is told after the count', async () => {
    const { sku, at } = await order('NET')
    await world.tell(at('acknowledgement', 1))
    await world.tell(at('count', 3, { units: 16 }))
    await world.tell(at('shipment', 2, { units: 4 }))
    expect(await world.balance(sku)).toMatchObject({ onHand: 16, held: 0, free: 16 })
  })

  it('get units back that were released only after the count was taken', async () => {
    const { sku, holdId, at } = await order('NET')
    await world.tell(at('acknowledgement', 1))
    await world.do(releaseHold, { holdId, lines: [{ line: 1, units: 3 }] })
    await world.tell(at('count', 2, { units: 16 }))
    expect(await world.balance(sku)).toMatchObject({ onHand: 20, held: 1, free: 19 })
    await world.do(releaseHold, { holdId, lines: null })
    await world.tell(at('count', 3, { units: 15 }))
    expect(await world.balance(sku)).toMatchObject({ onHand: 19, held: 0, free: 19 })
  })

  it('get those units back that were acknowledged before the order itself was told', async () => {
    runs += 1
    const [sku, order] = [`early-${runs}`, `EARLY-${runs}`]
    await world.stocked(sku, 'NET', STOCKED)
    const tellAt = (minutes: number) => ({
      document: `${order}-${minutes}`,
      happenedAtMs: world.nowMs + minutes * MINUTE,
      location: 'NET',
    })
    const acknowledged = { kind: 'acknowledgement' as const, ...tellAt(1), order }
    const counted = { kind: 'count' as const, ...tellAt(2), sku, units: 16 }
    world.clock.advance(30 * MINUTE)
    expect(await world.tell(acknowledged)).toMatchObject({ kind: 'booked' })
    expect(await world.tell(acknowledged)).toMatchObject({ kind: 'unchanged' })
    await world.tell(counted)
    const holdId = await world.held({ lines: [{ sku, units: ORDERED }], reference: order })
    await world.do(commitHold, { holdId })
    const books = { em: world.em, desk: world.desk }
    const at = { nowMs: world.nowMs, signal: new AbortController().signal }
    expect(await bookAwaited(books, at)).toBe(1)
    expect(await world.balance(sku)).toMatchObject({ onHand: 20, held: 4, free: 16 })
    expect(await bookAwaited(books, at)).toBe(0)
    expect(await world.tell(acknowledged)).toMatchObject({ kind: 'unchanged' })
  })

  it('lose them again when the acknowledgement is corrected to a later time', async () => {
    const { sku, at } = await order('NET')
    await world.tell(at('acknowledgement', 1))
    await world.tell(at('count', 2, { units: 16 }))
    await world.tell(at('acknowledgement', 1, { happenedAtMs: at('count', 5).happenedAtMs }))
    expect(await world.balance(sku)).toMatchObject({ onHand: 16, held: 4, free: 12 })
  })
})

describe('I13: acknowledgements, shipments and counts that leave out ordered units', () => {
  const minute = fc.nat({ max: 4 })
  const figures = fc.array(fc.record({ minute, units: fc.nat({ max: 5 }) }), { maxLength: 3 })
  const counts = fc.uniqueArray(fc.record({ minute, units: fc.integer({ min: 10, max: 20 }) }), {
    selector: (count) => count.minute,
    maxLength: 3,
  })
  const feeds = fc.record({ acknowledged: minute, figures, counts }).chain((feed) =>
    fc.record({
      feed: fc.constant(feed),
      order: shuffled([0, ...feed.figures.map((_, n) => n + 1), ...feed.counts.map((_, n) => n + 10)]),
      batched: fc.boolean(),
    }),
  )

  it('come to the same stock in any order, alone or in one batch', async () => {
    await fc.assert(
      fc.asyncProperty(feeds, async ({ feed, order: arrivals, batched }) => {
        const { sku, at } = await order('NET')
        const told = arrivals.map((n) => {
          if (n === 0) return at('acknowledgement', feed.acknowledged)
          const [kind, one] = n < 10 ? (['shipment', feed.figures[n - 1]] as const) : (['count', feed.counts[n - 10]] as const)
          return at(kind, one?.minute ?? 0, { units: one?.units ?? 0, document: `${kind}-${n}-${sku}` })
        })
        if (batched) await Promise.all(told.map((line) => world.tell(line)))
        else for (const line of told) await world.tell(line)
        const onHand = expectedOnHand(feed)
        const held = Math.max(0, ORDERED - Math.max(0, ...feed.figures.map(({ units }) => units)))
        const [free, deficit] = [Math.max(0, onHand - held), Math.max(0, held - onHand)]
        expect(await world.balance(sku)).toMatchObject({ onHand, held, free, deficit })
      }),
      runsOf(50),
    )
  })
})

interface Feed {
  readonly acknowledged: number
  readonly figures: readonly { readonly minute: number; readonly units: number }[]
  readonly counts: readonly { readonly minute: number; readonly units: number }[]
}

/** What the last count found, the ordered units it left out, and what left after it. */
function expectedOnHand({ acknowledged, figures, counts }: Feed): number {
  const all = figures.map((figure, n): FigureLine => ({ ...figure, document: `shipment-${n + 1}`, location: 'NET' }))
  const last = counts.toSorted((a, b) => a.minute - b.minute).at(-1)
  const later = departed(all).reduce((sum, { minute, units }) => sum + (minute > (last?.minute ?? -1) ? units : 0), 0)
  if (!last) return STOCKED - later
  const shippedThen = Math.max(0, ...figures.filter(({ minute }) => minute <= last.minute).map(({ units }) => units))
  const leftOut = acknowledged <= last.minute ? Math.max(0, ORDERED - shippedThen) : 0
  return last.units + leftOut - later
}
