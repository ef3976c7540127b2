import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { receiveStock } from '../../../src/stock/facts/receive-stock.ts'
import { plainPresale, type PresaleFact } from '../../support/plain-presale.ts'
import { aheadOrder, PresaleShop, type AheadOrder } from '../../support/presale-shop.ts'
import { toldOrder } from '../../support/order-shop.ts'
import { StockWorld, yes } from '../../support/stock-world.ts'

let world: StockWorld
let made = 0
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await world.defaultLocation('central', 'W1')
})
afterAll(() => world.close())

const lives: readonly (readonly Pick<AheadOrder, 'state' | 'step'>[])[] = [
  [
    { state: 'created', step: 'nothing paid' },
    { state: 'created', step: 'deposit paid' },
    { state: 'paid', step: 'all paid' },
    { state: 'shipped', step: 'all paid' },
  ],
  [
    { state: 'created', step: 'deposit paid' },
    { state: 'created', step: 'forfeited' },
  ],
  [{ state: 'paid', step: 'all paid' }],
  [
    { state: 'paid', step: 'all paid' },
    { state: 'cancelled', step: 'all paid' },
  ],
  [{ state: 'created', step: 'nothing paid' }],
]

const order = fc.record({
  life: fc.constantFrom(...lives),
  units: fc.integer({ min: 1, max: 4 }),
  promisedOn: fc.option(fc.integer({ min: 1, max: 60 })),
})

const facts = fc
  .record({
    ahead: fc.array(order, { minLength: 1, maxLength: 5 }),
    now: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
    arrivals: fc.array(fc.record({ units: fc.integer({ min: 1, max: 6 }), receipt: fc.option(fc.nat({ max: 1 })) }), {
      maxLength: 4,
    }),
    changes: fc.uniqueArray(fc.record({ receipt: fc.nat({ max: 1 }), units: fc.nat({ max: 12 }) }), {
      selector: ({ receipt }) => receipt,
      maxLength: 2,
    }),
  })
  .chain(({ ahead, now, arrivals, changes }) => {
    const all: readonly PresaleFact[] = [
      ...ahead.flatMap(({ life, units, promisedOn }, n) =>
        life.map((at, m) => {
          const told = aheadOrder({
            orderId: `a${n}`,
            units,
            promisedOn,
            kind: 'deposit',
            takesAt: 'payment',
            modifiedAtMs: m + 1,
            paidAtMs: null,
            ...at,
          })
          return { kind: 'order' as const, told }
        }),
      ),
      ...now.map((units, n) => ({
        kind: 'order' as const,
        told: toldOrder({ orderId: `n${n}`, lines: [{ listing: 'now', units }] }),
      })),
      ...arrivals.map(({ units, receipt }, n) => ({ kind: 'arrival' as const, units, receipt, document: `d${n}` })),
      ...changes.map((change) => ({ kind: 'change' as const, ...change })),
    ]
    return fc.record({ all: fc.constant(all), shuffled: fc.shuffledSubarray([...all], { minLength: all.length }) })
  })

const EXPECTED = [6, 5]

async function bookAll(all: readonly PresaleFact[]) {
  made += 1
  const shop = await PresaleShop.open(world, `shop${made}`)
  const receipts = [await shop.expect(6, '2026-12-01'), await shop.expect(5, '2026-12-20')]
  for (const fact of all) {
    if (fact.kind === 'order') await shop.shop.book([fact.told])
    else if (fact.kind === 'change') await shop.cut(receipts[fact.receipt] ?? '', fact.units)
    else if (fact.receipt === null) await shop.arrive(fact.units, `${made}-${fact.document}`)
    else {
      const line = {
        sku: shop.sku,
        condition: 'sellable' as const,
        units: fact.units,
        expectedReceipt: receipts[fact.receipt] ?? null,
      }
      yes(await world.do(receiveStock, { location: 'W1', lines: [line], receivedAtMs: null, reference: null }))
    }
  }
  return { balance: await shop.balance(), totals: await shop.totals(), receipts: await shop.receipts() }
}

it('I13: orders, payments, forfeits, goods and cuts in any order come to the same, which a plain count agrees with', async () => {
  await fc.assert(
    fc.asyncProperty(facts, async ({ all, shuffled }) => {
      const plain = plainPresale(EXPECTED, all)
      const booked = await bookAll(all)
      expect(booked).toMatchObject(plain)
      expect(await bookAll(shuffled)).toEqual(booked)
    }),
    { numRuns: 10 },
  )
  expect(await world.differences()).toEqual([])
})
