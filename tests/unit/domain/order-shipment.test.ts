import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KnownLine } from '../../../src/domain/channel-order.ts'
import {
  deadAtMs,
  doubtfulTries,
  packParcels,
  seenOf,
  unshippedUnits,
  type OrderParcel,
  type OrderShipment,
} from '../../../src/domain/order-shipment.ts'

const line = (n: number, more: Partial<KnownLine> = {}): KnownLine => ({
  line: n,
  lineId: `L${n}`,
  listing: 'l',
  merchantCode: null,
  units: 1,
  state: 'paid',
  shippedUnits: 0,
  refund: 'none',
  takesAt: 'order',
  restores: true,
  gift: false,
  oversold: false,
  campaigns: [],
  present: true,
  listingId: null,
  recipeVersionId: null,
  charged: 0,
  ...more,
})
const shipment = (more: Partial<OrderShipment>): OrderShipment => ({
  id: 's',
  channelId: '1',
  orderId: 'o',
  revision: 1,
  state: 'waiting',
  parcels: [],
  lines: [],
  outcome: null,
  problem: null,
  message: null,
  failures: 0,
  dueAtMs: 0,
  shippedAtMs: 0,
  createdAtMs: 0,
  settledAtMs: null,
  actor: 'test',
  inDoubt: false,
  ...more,
})

const orders = fc.array(fc.record({ units: fc.integer({ min: 1, max: 5 }), left: fc.integer({ min: 0, max: 5 }) }), {
  minLength: 1,
  maxLength: 4,
})
const wishes = fc.array(
  fc.option(
    fc.array(fc.record({ place: fc.nat({ max: 4 }), units: fc.integer({ min: 1, max: 3 }) }), { minLength: 1, maxLength: 3 }),
  ),
  { minLength: 1, maxLength: 3 },
)

describe('packing parcels', () => {
  it('R7: never holds more of a line than is left of it, and whole-order shops get all or nothing', () => {
    fc.assert(
      fc.property(orders, wishes, fc.boolean(), (all, wanted, partsAllowed) => {
        const lines = all.map(({ units, left }, n) => line(n + 1, { units, shippedUnits: Math.min(units, left) }))
        const parcels: readonly OrderParcel[] = wanted.map((some) => ({
          carrier: 'c',
          waybill: 'w',
          lines: some?.map(({ place, units }) => ({ lineId: `L${place + 1}`, units })) ?? null,
        }))
        const packed = packParcels({ lines }, { parcels, shipments: [], limits: { parcels: 2, parts: partsAllowed } })
        if (packed.kind === 'unfit') return
        expect(parcels.length).toBeLessThanOrEqual(2)
        for (const part of packed.lines) {
          const known = lines.find((one) => one.line === part.line)
          expect(part.units).toBeLessThanOrEqual(known ? unshippedUnits(known, []) : 0)
        }
        const isWhole = lines.every(
          (one) => unshippedUnits(one, []) === (packed.lines.find((part) => part.line === one.line)?.units ?? 0),
        )
        expect(partsAllowed || isWhole).toBe(true)
        const rest = packParcels(
          { lines },
          {
            parcels: [{ carrier: 'c', waybill: 'w', lines: null }],
            shipments: [shipment({ lines: packed.lines })],
            limits: { parcels: 2, parts: true },
          },
        )
        expect(rest.kind).toBe(isWhole ? 'unfit' : 'packed')
      }),
    )
  })
})

describe('what an order says of a shipment', () => {
  const one = shipment({ id: 'one', lines: [{ line: 1, lineId: 'L1', units: 2, before: 0 }] })
  const rest = shipment({ lines: [{ line: 1, lineId: 'L1', units: 2, before: 2 }] })
  const see = (more: Partial<KnownLine>, of = one, all: readonly OrderShipment[] = []) =>
    seenOf({ leaf: true, lines: [line(1, { units: 4, ...more })] }, { shipment: of, all })

  it.each([
    ['shipped whole', see({ state: 'shipped' }), 'shipped'],
    ['shipped as far', see({ shippedUnits: 2 }), 'shipped'],
    ['not shipped as far, of a part of a line', see({ shippedUnits: 0 }), 'says nothing'],
    ['not shipped, the rest of a line', see({ shippedUnits: 0 }, rest), 'unshipped'],
    ['as far as an earlier one only', see({ shippedUnits: 2 }, rest), 'unshipped'],
    ['as far as this one, an earlier one being unknown to the shop', see({ shippedUnits: 2 }, rest, [one]), 'shipped'],
    ['called off', see({ state: 'cancelled' }), 'called off'],
    ['split', seenOf({ leaf: false, lines: [] }, { shipment: one, all: [] }), 'split'],
    ['not known', seenOf(null, { shipment: one, all: [] }), 'gone'],
  ])('%s', (_, seen, expected) => expect(seen).toBe(expected))
})

it('R5: a try without an answer, or with one that proves nothing, is in doubt until it is dead', () => {
  const tries = (['shipped', null, 'unknown', 'refused by gateway', 'already shipped', 'refused by business'] as const).map(
    (answer, n) => ({ answer, revision: 1, signedAtMs: n * 10 }),
  )
  expect(doubtfulTries(tries).map(({ signedAtMs }) => signedAtMs)).toEqual([10, 20, 40])
  expect(deadAtMs(doubtfulTries(tries), 600)).toBe(640)
  expect(deadAtMs([], 600)).toBe(-Infinity)
})
