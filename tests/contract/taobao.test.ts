import { connectTaobao, type TaobaoOptions } from '../../connectors/taobao/index.ts'
import { Pace } from '../../connectors/shared/pace.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import { describeConnector } from './connector-contract.ts'
import type { ContractFixture, ContractShape } from './contract-fixture.ts'

const keyed = { call: 'keyed delta', answersWithNumber: false } as const
const plainShapes: readonly ContractShape[] = [
  { name: 'plain delta', listing: { takesAt: 'order' }, expects: { call: 'delta', belowZero: 'refused', takesAt: 'order' } },
  { name: 'plain delta, deducted at payment', listing: { takesAt: 'payment' }, expects: { call: 'delta', takesAt: 'payment' } },
  { name: 'an item without SKUs', listing: { skuId: null }, expects: { call: 'delta', belowZero: 'refused' } },
  {
    name: 'keyed delta, proved',
    facts: { repeatedKey: 'applied once', belowZero: 'refused' },
    expects: { ...keyed, belowZero: 'refused' },
  },
  {
    name: 'keyed delta that clamps and says so of a repeated key',
    switches: { repeatedKey: 'error', keyedBelowZero: 'clamped', serviceErrorCode: '50' },
    facts: { repeatedKey: 'applied once' },
    expects: { ...keyed, belowZero: 'unproven' },
  },
  {
    name: 'a combined item',
    listing: { parts: [{ listingId: '1/1/', units: 2 }] },
    expects: { call: 'none' },
  },
]

function fixture(name: string, plainCall: 'single' | 'batched', shapes: readonly ContractShape[]): ContractFixture {
  return {
    name,
    shapes,
    openSandbox(clock) {
      const shops = [
        { id: 'A', name: 'shop A', type: 'B' },
        { id: 'B', name: 'shop B', type: 'C' },
      ] as const
      const sandbox = openTaobaoSandbox({ clock, seed: 7, shops })
      sandbox.market.addListing('A', { itemId: '1', skuId: '1', sellable: 10 })
      return sandbox
    },
    connect(sandbox, { clock, shop, secret, token, remoteAddress }) {
      const options: TaobaoOptions = {
        clock,
        plainCall,
        app: { key: sandbox.app.appKey, secret: secret ?? sandbox.app.appSecret },
        accessToken: () => token ?? sandbox.tokens(shop).session,
        endpoints: { gateway: 'http://sandbox.invalid/router/rest', token: 'http://sandbox.invalid/token' },
        allowLoopback: true,
        adapter: inProcessAdapter(sandbox.handler, remoteAddress),
        pace: new Pace(clock, 1_000),
      }
      return connectTaobao(options)
    },
    methods: {
      stock: 'quantity.update',
      orders: 'trades.sold',
      order: 'trade.fullinfo',
      ship: 'logistics.offline',
    },
    switchings: [
      {},
      { windowEnds: 'end excluded', orderInSecond: 'by id', ids: 'number' },
      { useHasNext: 'ignored', serviceErrorCode: '50' },
      { futureEnd: 'refused', emptyValues: 'dropped' },
    ],
    foreignOrder: null,
    splits: false,
    hides: 'none',
  }
}

describeConnector(fixture('taobao', 'single', plainShapes))
describeConnector(
  fixture('taobao in batches', 'batched', [
    {
      name: 'clamped delta',

      expects: { call: 'delta', belowZero: 'clamped', answersWithNumber: true },
    },
  ]),
)
