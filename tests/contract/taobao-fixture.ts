import { connectTaobao, type TaobaoOptions } from '../../connectors/taobao/index.ts'
import { Pace } from '../../connectors/shared/pace.ts'
import type { ChannelConnector } from '../../src/channels/connector.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import type { Sandbox } from '../../sandbox/shared/sandbox.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import type { ConnectAs, ContractFixture } from './contract-fixture.ts'

const shops = [
  { id: 'A', name: 'shop A', type: 'B' },
  { id: 'B', name: 'shop B', type: 'C' },
] as const
const opened = new WeakMap<Sandbox, ReturnType<typeof openTaobaoSandbox>>()

function connect(plainCall: 'single' | 'batched'): (sandbox: Sandbox, as: ConnectAs) => ChannelConnector {
  return (sandbox, { clock, shop, secret, token, remoteAddress }) => {
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
  }
}

/** What Taobao and Tmall bring to the contract, its stock shapes apart. */
export const taobaoFixture = {
  name: 'taobao',
  shapes: [],
  openSandbox(clock) {
    const sandbox = openTaobaoSandbox({ clock, seed: 7, shops })
    sandbox.market.addListing('A', { itemId: '1', skuId: '1', sellable: 10 })
    opened.set(sandbox, sandbox)
    return sandbox
  },
  connect: connect('single'),
  connectBatched: connect('batched'),
  endWrites: (sandbox: Sandbox, shop: string): void => opened.get(sandbox)?.state.sessions.endWrites(shop),
  methods: { stock: 'quantity.update', orders: 'trades.sold', order: 'trade.fullinfo', ship: 'logistics.offline' },
  switchings: [
    {},
    { windowEnds: 'end excluded', orderInSecond: 'by id', ids: 'number' },
    { useHasNext: 'ignored', serviceErrorCode: '50', contentType: 'application/json;charset=UTF-8' },
    { futureEnd: 'refused', emptyValues: 'dropped' },
  ],
  foreignOrder: null,
  splits: false,
  listsPrices: true,
  hides: 'none',
} satisfies ContractFixture & Record<string, unknown>
