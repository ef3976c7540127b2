import { connectJd, type JdOptions } from '../../connectors/jd/index.ts'
import { Pace } from '../../connectors/shared/pace.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { openJdSandbox } from '../../sandbox/jd/index.ts'
import { describeConnector } from './connector-contract.ts'
import type { ContractFixture, ContractShape } from './contract-fixture.ts'

const unprobed = {
  call: 'delta',
  belowZero: 'unproven',
  answersWithNumber: false,
  numberShown: 'unknown',
  hidden: { orders: 'unpaid', counter: 'reserved', counterCountsAll: false },
} as const

const singleShapes: readonly ContractShape[] = [
  { name: 'increments, nothing probed', expects: unprobed },
  { name: 'increments that clamp, of a net number', switches: { belowZero: 'clamped', numberShown: 'net' }, expects: unprobed },
  {
    name: 'increments that go below zero, answered in the newer shape',
    switches: { belowZero: 'goes below', increaseAnswer: 'result' },
    expects: unprobed,
  },
  { name: 'increments whose key counts for nothing', switches: { repeatedKey: 'applied again' }, expects: unprobed },
  {
    name: 'keyed increments, proved',
    facts: { repeatedKey: 'applied once', belowZero: 'refused', numberShown: 'gross', reservedCountsAll: true },
    expects: {
      call: 'keyed delta',
      belowZero: 'refused',
      numberShown: 'gross',
      hidden: { orders: 'unpaid', counter: 'reserved', counterCountsAll: true },
    },
  },
  { name: 'a partition warehouse', listing: { warehouseId: '21' }, expects: unprobed },
]

const batchedShapes: readonly ContractShape[] = [
  { name: 'rows of one call', expects: unprobed },
  {
    name: 'keyed rows, proved, shown net',
    switches: { numberShown: 'net' },
    facts: { repeatedKey: 'applied once', numberShown: 'net' },
    expects: { call: 'keyed delta', numberShown: 'net' },
  },
]

function fixture(name: string, stockCall: 'single' | 'batched', shapes: readonly ContractShape[]): ContractFixture {
  return {
    name,
    shapes,
    openSandbox(clock) {
      const shops = [
        { id: 'A', name: 'shop A' },
        { id: 'B', name: 'shop B' },
      ]
      return openJdSandbox({ clock, seed: 7, shops })
    },
    connect(sandbox, { clock, shop, secret, token, remoteAddress }) {
      const options: JdOptions = {
        clock,
        stockCall,
        app: { key: sandbox.app.appKey, secret: secret ?? sandbox.app.appSecret },
        accessToken: () => token ?? sandbox.tokens(shop).session,
        endpoints: { gateway: 'http://sandbox.invalid/routerjson', token: 'http://sandbox.invalid/oauth2' },
        allowLoopback: true,
        adapter: inProcessAdapter(sandbox.handler, remoteAddress),
        pace: new Pace(clock, 1_000),
      }
      return connectJd(options)
    },
    methods: {
      stock: stockCall === 'single' ? 'increaseSkuStock' : 'stock.sku.set',
      orders: 'order.enSearch',
      order: 'order.enGet',
      ship: 'order.shipment',
    },
    switchings: [
      {},
      { windowEnds: 'end excluded', orderInSecond: 'by id', ids: 'number', unpaidDates: 'milliseconds' },
      { largestPage: '50', deepPages: 'empty beyond 100', envelope: '_response', emptyValues: 'dropped', refresh: 'kept' },
      { splitParent: 'cancelled', unpaidCancelled: 'listed', missingOrder: 'nothing inside', shipSuccess: 'text' },
      { futureEnd: 'refused', bookingCounts: 'paid orders', lockedShip: 'shipped' },
    ],
    foreignOrder: 'foreign shop',
    promotionReason: 'other',
    splits: true,
    hides: 'unpaid',
  }
}

describeConnector(fixture('jd', 'single', singleShapes))
describeConnector(fixture('jd in batches', 'batched', batchedShapes))
