import { connectPinduoduo } from '../../connectors/pinduoduo/index.ts'
import { Pace } from '../../connectors/shared/pace.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { openPinduoduoSandbox } from '../../sandbox/pinduoduo/index.ts'
import { describeConnector } from './connector-contract.ts'
import type { ContractShape } from './contract-fixture.ts'

const delta = { call: 'delta', belowZero: 'refused', answersWithNumber: false, canStop: true, keyMemoryMs: null } as const
const hidden = { orders: 'ungrouped', counter: 'reserved', counterCountsAll: false } as const
const shapes: readonly ContractShape[] = [
  {
    name: 'as documented, nothing probed',
    expects: { ...delta, hidden, takesAt: 'unknown', cancelRestores: 'unknown', numberShown: 'unknown' },
  },
  {
    name: 'numbers shown gross, sets that include the reserve, terse answers',
    switches: { quantityShown: 'gross', fullSet: 'sellable and reserved', isSuccess: '1', ids: 'text', businessSubCode: 'text' },
    facts: { numberShown: 'gross', reservedCountsAll: true, cancelRestores: true },
    expects: { ...delta, hidden: { ...hidden, counterCountsAll: true }, numberShown: 'gross', cancelRestores: true },
  },
  {
    name: 'an older platform without force_update, and clocks refused as signatures',
    switches: { forceUpdate: 'unknown', staleRequest: '20004' },
    facts: { numberShown: 'net' },
    expects: { ...delta, numberShown: 'net' },
  },
]

describeConnector({
  name: 'pinduoduo',
  shapes,
  openSandbox: (clock) =>
    openPinduoduoSandbox({
      clock,
      seed: 7,
      feedLagMs: 0,
      shops: [
        { id: 'A', name: 'shop A' },
        { id: 'B', name: 'shop B' },
      ],
    }),
  connect: (sandbox, { clock, shop, secret, token, remoteAddress }) =>
    connectPinduoduo({
      clock,
      app: { key: sandbox.app.appKey, secret: secret ?? sandbox.app.appSecret },
      accessToken: () => token ?? sandbox.tokens(shop).session,
      endpoints: { gateway: 'http://sandbox.invalid/api/router' },
      allowLoopback: true,
      adapter: inProcessAdapter(sandbox.handler, remoteAddress),
      pace: new Pace(clock, 1_000),
    }),
  methods: {
    stock: 'quantity.update',
    orders: 'list',
    order: 'order.information',
    ship: 'online.send',
  },
  switchings: [
    {},
    { windowEnds: 'end excluded', orderInSecond: 'by id', ids: 'text', money: 'text' },
    { futureEnd: 'refused', businessSubCode: 'text', refusalWords: 'bare', shipDuringRefund: 'refused' },
    { refundWrapper: 'by name', isSuccess: '1', oldRefreshToken: 'accepted' },
    { refreshToken: 'stays', staleRequest: '20004' },
  ],
  foreignOrder: null,
  splits: false,
  hides: 'ungrouped',
})
