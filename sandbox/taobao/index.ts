import type { Clock } from '../shared/clock.ts'
import { createGateway } from '../shared/gateway.ts'
import { Market } from '../shared/market/market.ts'
import { Switches, type Sandbox } from '../shared/sandbox.ts'
import { World } from '../shared/world.ts'
import type { Handler } from '../shared/wire.ts'
import type { TaobaoState } from './call.ts'
import { oauthHandler } from './oauth.ts'
import { topProtocol } from './protocol.ts'
import { pushOrder, pushRefund } from './push-topics.ts'
import { TaobaoSessions } from './sessions.ts'
import { TmcQueue } from './tmc-queue.ts'
import { tmcUpgrade } from './tmc-server.ts'

/** What the platform's documents leave unsure, first what the sandbox does unless told otherwise. */
const unsure = {
  futureEnd: ['accepted', 'refused'],
  windowEnds: ['both included', 'end excluded'],
  orderInSecond: ['by change', 'by id'],
  ids: ['text', 'number'],
  repeatedKey: ['applied once', 'error', 'applied again'],
  keyedBelowZero: ['refused', 'clamped'],
  negativeSet: ['refused', 'clamped'],
  combinedWrite: ['refused', 'accepted'],
  batchOfSkus: ['all or none', 'until the first refused'],
  outerIdOnSeveral: ['first', 'refused'],
  serviceErrorCode: ['15', '50'],
  useHasNext: ['honoured', 'ignored'],
  emptyValues: ['signed', 'dropped'],
  cloudOnly: ['nothing', 'order reads'],
  unconfirmedMessages: ['kept', 'dropped after 3 tries'],
  contentType: ['text/javascript;charset=UTF-8', 'application/json;charset=UTF-8'],
} as const

export interface TaobaoShop {
  readonly id: string
  readonly name: string
  readonly type: 'B' | 'C'
}

export interface TaobaoSandboxOptions {
  readonly clock: Clock
  readonly seed: number
  readonly shops: readonly TaobaoShop[]
  readonly payWithinMs?: number
}

/** A Taobao/Tmall open platform with these shops, each of which has authorised one application. */
export function openTaobaoSandbox({
  clock,
  seed,
  shops,
  payWithinMs,
}: TaobaoSandboxOptions): Sandbox & { readonly state: TaobaoState } {
  const world = new World(clock, seed)
  const app = { appKey: world.random.digits(8), appSecret: world.random.hex(32) }
  const state = openState(world, { shops, ...(payWithinMs === undefined ? {} : { payWithinMs }) })
  const gateway = createGateway(topProtocol(state, app), world)
  const oauth = oauthHandler(state, app)
  const handler: Handler = (request) => (request.path === '/token' ? oauth(request) : gateway(request))
  return {
    platform: 'taobao',
    gatewayPath: '/router/rest',
    pushPath: '/',
    app,
    world,
    market: state.market,
    switches: state.switches,
    state,
    tokens: (shopId) => state.sessions.of(shopId),
    revokeToken: (shopId) => state.sessions.end(shopId),
    handler,
    onUpgrade: tmcUpgrade(state, app),
  }
}

function openState(world: World, { shops, payWithinMs }: Pick<TaobaoSandboxOptions, 'shops' | 'payWithinMs'>): TaobaoState {
  const market = new Market(world, {
    ids: {
      orderId: () => `4${world.random.digits(18)}`,
      // A trade with one line lends it its own id; the lines of others have ids of their own.
      lineId: (orderId, place, of) => (of === 1 ? orderId : String(BigInt(orderId) + BigInt(place + 1))),
    },
    ...(payWithinMs === undefined ? {} : { payWithinMs }),
    onOrder: (order) => pushOrder(state, order),
    onRefund: (refund) => pushRefund(state, refund),
  })
  const state: TaobaoState = {
    world,
    market,
    switches: new Switches(unsure),
    sessions: new TaobaoSessions(world.random),
    queue: new TmcQueue(world.random),
    permitted: new Map(),
    shopTypes: new Map(shops.map(({ id, type }) => [id, type])),
  }
  for (const { id, name } of shops) {
    market.addShop({ id, name })
    state.sessions.grant(id, world.now())
  }
  return state
}
