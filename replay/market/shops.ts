import { openJdSandbox } from '../../sandbox/jd/index.ts'
import { openPinduoduoSandbox } from '../../sandbox/pinduoduo/index.ts'
import type { MarketListing } from '../../sandbox/shared/market/listing.ts'
import type { Sandbox } from '../../sandbox/shared/sandbox.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import type { ListingFacts } from '../../src/channels/listing.ts'
import type { Platform } from '../../src/channels/platform.ts'
import type { Clock } from '../../src/clock.ts'
import type { Goods } from '../input/read-goods.ts'
import type { StreamChannel } from '../input/stream-event.ts'
import type { LineFaults } from './faults.ts'
import { Line } from './line.ts'

const DAY_MS = 86_400_000
/** All orders of a replay are paid at once; none is closed by its platform. */
const PAY_WITHIN_MS = 400 * DAY_MS

/** One platform of the replay: its sandbox, and the line to it. */
export interface MarketPlatform {
  readonly name: Platform
  readonly sandbox: Sandbox
  readonly line: Line
}

/** The SKUs each shop lists, by its code. */
export type Listed = ReadonlyMap<string, ReadonlySet<string>>

/** One shop. */
export interface MarketShop {
  readonly index: number
  /** The code of its channel, and its id at the platform. */
  readonly code: string
  readonly shopId: string
  readonly platform: MarketPlatform
  /** By SKU. */
  readonly listings: Map<string, MarketListing>
  /** What probes would have settled about its listings. */
  readonly facts: ListingFacts
}

export interface ReplayMarket {
  readonly platforms: readonly MarketPlatform[]
  readonly shops: readonly MarketShop[]
}

const shopNames: Readonly<Record<Platform, readonly [ShopName, ShopName]>> = {
  taobao: ['tmall-1', 'taobao-1'],
  jd: ['jd-1', 'jd-2'],
  pinduoduo: ['pdd-1', 'pdd-2'],
}

interface OpenMarket {
  readonly clock: Clock
  readonly seed: number
  readonly goods: ReadonlyMap<string, Goods>
  /** What each shop lists. */
  readonly listed: Listed
  /** What there is of a SKU: each shop that lists it shows an equal part when the replay begins. */
  readonly opening: (sku: string) => number
  readonly faults: LineFaults
}

/** Three platforms with two shops each. */
export function openMarket({ clock, seed, faults, ...about }: OpenMarket): ReplayMarket {
  const platforms = (['taobao', 'jd', 'pinduoduo'] as const).map((name, n) =>
    openPlatform(name, { clock, seed: seed * 31 + n, faults }),
  )
  const shops = platforms.flatMap((platform) =>
    shopNames[platform.name].map((code) => ({
      code,
      shopId: shopIdOf(code),
      platform,
      listings: list(platform, code, about),
      facts: factsOf(code),
    })),
  )
  return { platforms, shops: shops.map((shop, index) => ({ index, ...shop })) }
}

function shopIdOf(code: string): string {
  return `shop-${code}`
}

function list(
  { name, sandbox }: MarketPlatform,
  code: string,
  { goods, listed, opening }: Pick<OpenMarket, 'goods' | 'listed' | 'opening'>,
): Map<string, MarketListing> {
  const rows = [...(listed.get(code) ?? [])].map((sku): [string, MarketListing] => {
    const shops = [...listed.values()].filter((own) => own.has(sku)).length
    const title = goods.get(sku)?.name ?? sku
    const about = { sellable: Math.floor(opening(sku) / shops), merchantCode: sku, title }
    return [sku, sandbox.market.addListing(shopIdOf(code), { ...about, ...(name === 'jd' ? { warehouseId: null } : {}) })]
  })
  return new Map(rows)
}

function openPlatform(
  name: Platform,
  { clock, seed, faults }: { readonly clock: Clock; readonly seed: number; readonly faults: LineFaults },
): MarketPlatform {
  const sandbox = openSandbox(name, { clock, seed })
  sandbox.world.feedLagMs = Math.max(sandbox.world.feedLagMs, faults.feedLagMs)
  return { name, sandbox, line: new Line({ sandbox, clock, seed }) }
}

function openSandbox(name: Platform, { clock, seed }: { readonly clock: Clock; readonly seed: number }): Sandbox {
  const shops = shopNames[name].map((code) => ({ id: shopIdOf(code), name: code }))
  const common = { clock, seed, payWithinMs: PAY_WITHIN_MS }
  switch (name) {
    case 'taobao':
      return openTaobaoSandbox({ ...common, shops: shops.map((shop, n) => ({ ...shop, type: n === 0 ? 'B' : 'C' })) })
    case 'jd':
      return openJdSandbox({ ...common, shops })
    case 'pinduoduo':
      return openPinduoduoSandbox({ ...common, shops })
  }
}

type ShopName = 'tmall-1' | 'taobao-1' | 'jd-1' | 'jd-2' | 'pdd-1' | 'pdd-2'

function factsOf(shop: ShopName): ListingFacts {
  const common = { cancelRestores: true, belowZero: 'refused' } as const
  const keyed = { repeatedKey: 'applied once', keyMemoryMs: DAY_MS } as const
  switch (shop) {
    case 'tmall-1':
      return { ...common, ...keyed }
    case 'taobao-1':
      return common
    case 'jd-1':
    case 'jd-2':
      return { ...common, ...keyed, numberShown: 'gross', reservedCountsAll: true }
    case 'pdd-1':
    case 'pdd-2':
      return { ...common, numberShown: 'net', reservedCountsAll: true }
  }
}

const platformOf: Readonly<Record<StreamChannel, Platform>> = { TAOBAO: 'taobao', JD: 'jd', PDD: 'pinduoduo' }

/** The code of the shop an order goes to: always the same for a customer, and for a guest's order. */
export function shopOf({
  channel,
  customer,
  orderNo,
}: {
  readonly channel: StreamChannel
  readonly customer: string | null
  readonly orderNo: string
}): string {
  const [one, other] = shopNames[platformOf[channel]]
  return hash(customer ?? orderNo) % 2 === 0 ? one : other
}

/** FNV-1a. */
function hash(text: string): number {
  let mixed = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
