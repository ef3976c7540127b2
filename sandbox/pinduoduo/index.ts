import { chinaTime } from '../shared/china-time.ts'
import type { Clock } from '../shared/clock.ts'
import { createGateway } from '../shared/gateway.ts'
import { Market } from '../shared/market/market.ts'
import { Switches, type Sandbox } from '../shared/sandbox.ts'
import { World } from '../shared/world.ts'
import type { Handler, WireRequest } from '../shared/wire.ts'
import type { PddState } from './call.ts'
import { oauthHandler } from './oauth.ts'
import { PmcQueue } from './pmc-queue.ts'
import { pmcUpgrade } from './pmc-server.ts'
import { popProtocol } from './protocol.ts'
import { pushOrder, pushRefund } from './push-topics.ts'
import { PddSessions } from './sessions.ts'

/** What the platform's documents leave unsure, first what the sandbox does unless told otherwise. */
const unsure = {
  futureEnd: ['accepted', 'refused'],
  windowEnds: ['both included', 'end excluded'],
  orderInSecond: ['by change', 'by id'],
  singleReads: ['fresh', 'late'],
  ids: ['number', 'text'],
  money: ['number', 'text'],
  isSuccess: ['true', '1'],
  quantityShown: ['net', 'gross'],
  reserveCounts: ['every unshipped order', 'paid orders', 'unpaid orders'],
  fullSet: ['sellable', 'sellable and reserved'],
  forceUpdate: ['known', 'unknown'],
  refusalWords: ['the rule', 'bare'],
  businessSubCode: ['none', 'text'],
  staleRequest: ['10001', '20004'],
  shipDuringRefund: ['accepted', 'refused'],
  refundWrapper: ['none', 'by name'],
  refreshToken: ['rotates', 'stays'],
  oldRefreshToken: ['refused', 'accepted'],
  publishedLimits: ['enforced', 'ignored'],
  repeatedMessageId: ['same', 'another'],
  severalSockets: ['one of them', 'all of them'],
} as const

export interface PddSandboxOptions {
  readonly clock: Clock
  readonly seed: number
  readonly shops: readonly { readonly id: string; readonly name: string }[]
  readonly payWithinMs?: number
  /** How late the lists are; left out, the three minutes the platform tells callers to stay behind. */
  readonly feedLagMs?: number
}

const usualLagMs = 180_000

/** A Pinduoduo open platform with these shops, each of which has authorised one application. */
export function openPinduoduoSandbox(options: PddSandboxOptions): Sandbox & { readonly state: PddState } {
  const world = new World(options.clock, options.seed)
  world.feedLagMs = options.feedLagMs ?? usualLagMs
  const app = { appKey: world.random.hex(32), appSecret: world.random.hex(40) }
  const state = openState(world, options)
  const gateway = createGateway(popProtocol(state, app), world)
  const oauth = oauthHandler(state, app)
  const handler: Handler = (request) => (request.path === '/oauth/token' ? oauth(request) : gateway(withoutSlash(request)))
  return {
    platform: 'pinduoduo',
    gatewayPath: '/api/router',
    pushPath: '',
    app,
    world,
    market: state.market,
    switches: state.switches,
    state,
    tokens: (shopId) => state.sessions.of(shopId),
    revokeToken: (shopId) => state.sessions.end(shopId),
    handler,
    onUpgrade: pmcUpgrade(state, app),
  }
}

/** Public clients post to both spellings of the path. */
function withoutSlash(request: WireRequest): WireRequest {
  return request.path.endsWith('/') ? { ...request, path: request.path.slice(0, -1) } : request
}

function openState(world: World, { shops, payWithinMs }: PddSandboxOptions): PddState {
  const market = new Market(world, {
    ids: {
      orderId: () => `${chinaTime(world.now()).slice(2, 10).replaceAll('-', '')}-${world.random.digits(15)}`,
      lineId: (orderId, place) => `${orderId}-${place + 1}`,
    },
    ...(payWithinMs === undefined ? {} : { payWithinMs }),
    onOrder: (order) => pushOrder(state, order),
    onRefund: (refund) => pushRefund(state, refund),
  })
  const state: PddState = {
    world,
    market,
    switches: new Switches(unsure),
    sessions: new PddSessions(world.random),
    queue: new PmcQueue(world.random),
    permitted: new Map(),
  }
  for (const shop of shops) {
    market.addShop(shop)
    state.sessions.grant(shop.id, world.now())
  }
  return state
}
