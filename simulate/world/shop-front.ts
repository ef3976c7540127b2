import axios, { type AxiosAdapter } from 'axios'
import { connectJd } from '../../connectors/jd/index.ts'
import { connectPinduoduo } from '../../connectors/pinduoduo/index.ts'
import type { ConnectOptions } from '../../connectors/shared/connect-options.ts'
import { Pace } from '../../connectors/shared/pace.ts'
import { connectTaobao } from '../../connectors/taobao/index.ts'
import { openJdSandbox } from '../../sandbox/jd/index.ts'
import { openPinduoduoSandbox } from '../../sandbox/pinduoduo/index.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { serve, type RunningServer } from '../../sandbox/shared/http-server.ts'
import type { MarketListing } from '../../sandbox/shared/market/listing.ts'
import type { Shop } from '../../sandbox/shared/market/shop.ts'
import type { Sandbox } from '../../sandbox/shared/sandbox.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import type { ChannelConnector } from '../../src/channels/connector.ts'
import type { ListingFacts } from '../../src/channels/listing.ts'
import type { Platform } from '../../src/channels/platform.ts'
import { TICK_MS, type ScenarioShop } from '../scenario.ts'
import { Network } from './network.ts'
import type { Quiet } from './quiet.ts'
import type { SimClock } from './sim-clock.ts'

const SHOP = 'A'
const DAY_MS = 86_400_000

/** One shop of a run: its sandbox, the line to it, and the connector that speaks over it. */
export interface ShopFront {
  readonly index: number
  readonly code: string
  readonly shop: ScenarioShop
  readonly platform: Platform
  readonly sandbox: Sandbox
  readonly network: Network
  readonly connector: ChannelConnector
  /** The shop's one listing. */
  readonly row: MarketListing
  /** The shop as it really is. */
  truth(): Shop
  /** What probes would have settled about the listing. */
  readonly facts: ListingFacts
  dispose(): Promise<void>
}

interface FrontOptions {
  readonly clock: SimClock
  readonly quiet: Quiet
  readonly seed: number
  readonly index: number
  readonly shop: ScenarioShop
  /** What the seller calls what it sells. */
  readonly merchantCode: string
  /** Over real sockets instead of in the same process. */
  readonly sockets: boolean
}

export async function openShopFront({
  clock,
  quiet,
  seed,
  index,
  shop,
  merchantCode,
  sockets,
}: FrontOptions): Promise<ShopFront> {
  const platform = platformOf(shop)
  const sandbox = openSandbox(platform, { clock, seed: seed * 31 + index, shop })
  sandbox.world.feedLagMs = shop.feedLagTicks * TICK_MS
  const onWait = (waits: boolean): void => (waits ? quiet.end() : quiet.begin())
  const lifeMs = platform === 'jd' ? 360_000 : 600_000
  const network = new Network({ shop, sandbox, clock, lifeMs, seed: seed * 7_919 + index, ...(sockets ? { onWait } : {}) })
  const row = sandbox.market.addListing(SHOP, {
    sellable: shop.shown ?? 0,
    takesAt: shop.takesAt ?? 'order',
    restores: shop.restores,
    merchantCode,
    ...(platform === 'jd' ? { warehouseId: null } : {}),
  })
  const server = sockets ? await serve(network.handler) : null
  const options = connectOptions({ clock, quiet, sandbox, network, server, shop })
  const connector = lagging(connect(platform, options, shop), statedLagMs(shop))
  return {
    index,
    code: `shop${index + 1}`,
    shop,
    platform,
    sandbox,
    network,
    connector,
    row,
    truth: () => sandbox.market.shop(SHOP),
    facts: factsOf(platform, shop),
    dispose: async () => server?.[Symbol.asyncDispose](),
  }
}

function platformOf({ semantics, platform, hiddenTicks }: ScenarioShop): Platform {
  if (platform !== undefined && (semantics !== 'clamped' || platform === 'taobao')) return platform
  if (semantics === 'keyed') return hiddenTicks > 0 ? 'jd' : 'taobao'
  return semantics === 'refusing' ? 'pinduoduo' : 'taobao'
}

function openSandbox(
  platform: Platform,
  { clock, seed, shop }: { readonly clock: SimClock; readonly seed: number; readonly shop: ScenarioShop },
): Sandbox {
  const shops = [{ id: SHOP, name: 'shop' }]
  // Unpaid orders of these runs are paid or called off by their buyers, never closed by the platform.
  const common = { clock, seed, payWithinMs: 30 * DAY_MS }
  switch (platform) {
    case 'taobao':
      return openTaobaoSandbox({ ...common, shops: shops.map((each) => ({ ...each, type: 'B' as const })) })
    case 'pinduoduo':
      return openPinduoduoSandbox({ ...common, shops })
    case 'jd': {
      const sandbox = openJdSandbox({ ...common, shops })
      sandbox.switches.set('numberShown', shop.rank % 2 === 0 ? 'net' : 'gross')
      return sandbox
    }
  }
}

interface Line {
  readonly clock: SimClock
  readonly quiet: Quiet
  readonly sandbox: Sandbox
  readonly network: Network
  readonly server: RunningServer | null
  readonly shop: ScenarioShop
}

function connectOptions({ clock, quiet, sandbox, network, server, shop }: Line): ConnectOptions {
  const origin = server ? `http://127.0.0.1:${server.port}` : 'http://sandbox.invalid'
  return {
    clock,
    app: { key: sandbox.app.appKey, secret: sandbox.app.appSecret },
    accessToken: () => sandbox.tokens(SHOP).session,
    endpoints: { gateway: `${origin}${sandbox.gatewayPath}`, token: `${origin}/token` },
    allowLoopback: true,
    // A caller gives up well after the slowest answer.
    timeoutMs: 15_000 + 2 * shop.roundTripTicks * TICK_MS,
    pace: new Pace(clock, 1_000),
    adapter: server ? counted(quiet) : inProcessAdapter(network.handler),
  }
}

/** The real network, every request on it counted as work under way. */
function counted(quiet: Quiet): AxiosAdapter {
  const adapter = axios.getAdapter('http')
  return (config) => quiet.during(adapter(config))
}

function connect(platform: Platform, options: ConnectOptions, { semantics }: ScenarioShop): ChannelConnector {
  if (platform === 'jd') return connectJd(options)
  if (platform === 'pinduoduo') return connectPinduoduo(options)
  return connectTaobao({ ...options, plainCall: semantics === 'clamped' ? 'batched' : 'single' })
}

/** The platform's lists may be later than its documents say: whoever runs the shop has to know, and says so here. */
function lagging(connector: ChannelConnector, lagMs: number): ChannelConnector {
  return { ...connector, orderLists: connector.orderLists.map((list) => ({ ...list, lagMs: Math.max(list.lagMs, lagMs) })) }
}

function factsOf(platform: Platform, { semantics, restores, restoreKnown, rank }: ScenarioShop): ListingFacts {
  return {
    ...(semantics === 'keyed' ? { repeatedKey: 'applied once', keyMemoryMs: DAY_MS } : {}),
    ...(restoreKnown === false ? {} : { cancelRestores: restores }),
    belowZero: semantics === 'clamped' ? 'clamped' : 'refused',
    ...(platform === 'jd' ? { numberShown: rank % 2 === 0 ? 'net' : 'gross' } : {}),
    ...(platform === 'pinduoduo' ? { numberShown: 'net' } : {}),
    ...(platform === 'taobao' ? {} : { reservedCountsAll: true }),
  }
}

/** How late the platform says its lists are. */
export function statedLagMs({ feedLagTicks, statedLagTicks = feedLagTicks }: ScenarioShop): number {
  return statedLagTicks * TICK_MS
}

/** Somebody changes the number in the seller's console. */
export function editByHand(front: ShopFront, units: number): void {
  front.sandbox.market.changeStock(front.truth().id, front.row.id, { kind: 'delta', units, belowZero: 'clamp', why: 'hand' })
}

/** Units that hands have put on sale so far. */
export function unitsByHand(front: ShopFront): number {
  return front.truth().journal.reduce((sum, { why, moved }) => sum + (why === 'hand' ? Math.max(0, moved) : 0), 0)
}
