import { connectPinduoduo } from '../../connectors/pinduoduo/index.ts'
import { Pace } from '../../connectors/shared/pace.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { openPinduoduoSandbox } from '../../sandbox/pinduoduo/index.ts'
import type { ContractFixture } from './contract-fixture.ts'

const shops = [
  { id: 'A', name: 'shop A' },
  { id: 'B', name: 'shop B' },
]

/** What Pinduoduo brings to the contract, its stock shapes apart. */
export const pinduoduoFixture = {
  name: 'pinduoduo',
  shapes: [],
  openSandbox: (clock) => openPinduoduoSandbox({ clock, seed: 7, feedLagMs: 0, shops }),
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
  listsPrices: false,
  hides: 'ungrouped',
} satisfies ContractFixture
