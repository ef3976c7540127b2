import type { Clock } from '../shared/clock.ts'
import { createGateway } from '../shared/gateway.ts'
import { Market } from '../shared/market/market.ts'
import { Switches, type Sandbox } from '../shared/sandbox.ts'
import { World } from '../shared/world.ts'
import type { Handler } from '../shared/wire.ts'
import type { JdState } from './call.ts'
import { oauthHandler } from './oauth.ts'
import { josProtocol } from './protocol.ts'
import { JdSessions } from './sessions.ts'

/** What the platform's documents leave unsure, first what the sandbox does unless told otherwise. */
const unsure = {
  futureEnd: ['accepted', 'refused'],
  windowEnds: ['both included', 'end excluded'],
  orderInSecond: ['by change', 'by id'],
  largestPage: ['100', '50'],
  deepPages: ['answered', 'empty beyond 100'],
  ids: ['text', 'number'],
  unpaidDates: ['text', 'milliseconds'],
  envelope: ['_responce', '_response'],
  emptyValues: ['signed', 'dropped'],
  missingOrder: ['inner failure', 'nothing inside'],
  splitParent: ['vanishes', 'cancelled'],
  unpaidCancelled: ['hidden', 'listed'],
  numberShown: ['gross', 'net'],
  bookingCounts: ['every open order', 'paid orders'],
  repeatedKey: ['applied once', 'error', 'applied again'],
  belowZero: ['refused', 'clamped', 'goes below'],
  incrementModel: ['none needed', 'refused without'],
  mostRows: ['30', '10'],
  fullSetBelowBooked: ['nothing for sale', 'less than nothing'],
  increaseAnswer: ['success', 'result'],
  stockRows: ['every row', 'refused rows left out'],
  shipSuccess: ['boolean', 'text'],
  lockedShip: ['refused', 'shipped'],
  refresh: ['rotated', 'kept'],
} as const

export interface JdSandboxOptions {
  readonly clock: Clock
  readonly seed: number
  readonly shops: readonly { readonly id: string; readonly name: string }[]
  readonly payWithinMs?: number
}

/** A JD open platform (JOS router) with these shops, each of which has authorised one application. */
export function openJdSandbox({ clock, seed, shops, payWithinMs }: JdSandboxOptions): Sandbox & { readonly state: JdState } {
  const world = new World(clock, seed)
  const app = { appKey: world.random.hex(32).toUpperCase(), appSecret: world.random.hex(32) }
  const market = new Market(world, {
    ids: {
      orderId: () => world.random.digits(12),
      lineId: (orderId, place) => String(BigInt(orderId) * 10n + BigInt(place)),
    },
    payWithinMs: payWithinMs ?? 1_800_000,
  })
  const state: JdState = { world, market, switches: new Switches(unsure), sessions: new JdSessions(world.random) }
  for (const shop of shops) {
    market.addShop(shop)
    state.sessions.grant(shop.id, world.now())
  }
  const gateway = createGateway(josProtocol(state, app), world)
  const oauth = oauthHandler(state, app)
  const handler: Handler = (request) => (request.path.startsWith('/oauth2/') ? oauth(request) : gateway(request))
  return {
    platform: 'jd',
    gatewayPath: '/routerjson',
    // The platform pushes nothing to applications outside its cloud: nobody listens here.
    pushPath: '/',
    app,
    world,
    market,
    switches: state.switches,
    state,
    tokens: (shopId) => state.sessions.of(shopId),
    revokeToken: (shopId) => state.sessions.end(shopId),
    handler,
  }
}
