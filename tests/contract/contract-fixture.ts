import type { ChannelConnector } from '../../src/channels/connector.ts'
import type { Listing } from '../../src/channels/listing.ts'
import type { StockAnswer, StockChange, StockMove } from '../../src/channels/stock.ts'
import type { StockSemantics } from '../../src/channels/semantics.ts'
import type { ListingSpec, MarketListing } from '../../sandbox/shared/market/listing.ts'
import type { Sandbox } from '../../sandbox/shared/sandbox.ts'
import { JumpingClock } from '../support/jumping-clock.ts'

/** What a platform brings to the contract: one small file per platform makes one of these. */
export interface ContractFixture {
  readonly name: string
  /** A sandbox with two shops, `A` and `B`, without listings. */
  openSandbox(clock: JumpingClock): Sandbox
  connect(sandbox: Sandbox, options: ConnectAs): ChannelConnector
  /** Parts of method names, to aim faults at. */
  readonly methods: { readonly stock: string; readonly orders: string; readonly order: string; readonly ship: string }
  /** Each kind of stock behaviour the platform has, and what the connector must declare for it. */
  readonly shapes: readonly ContractShape[]
  /** Every combination of unsure facts the walk has to survive. */
  readonly switchings: readonly Readonly<Record<string, string>>[]
  /** Whether the platform says that an order belongs to another shop, or does not know it. */
  readonly foreignOrder: 'foreign shop' | null
  /** The platform makes several orders of one cart. */
  readonly splits: boolean
  /** Left out: `lowering blocked`. `other`: no words are known by which the platform says that a promotion slot refuses. */
  readonly promotionReason?: 'other'
  /** Whether the list of what the shop sells says what a unit costs. */
  readonly listsPrices: boolean
  /** What hides a fresh order from the lists although its unit is taken. */
  readonly hides: 'none' | 'unpaid' | 'ungrouped'
}

export interface ConnectAs {
  readonly clock: JumpingClock
  readonly shop: string
  readonly secret?: string
  readonly token?: string
  readonly remoteAddress?: string
}

export interface ContractShape {
  readonly name: string
  readonly switches?: Readonly<Record<string, string>>
  readonly listing?: Partial<ListingSpec>
  readonly facts?: Listing['facts']
  readonly expects: Partial<StockSemantics>
}

/** One shop with one connector, freshly opened. */
export class ContractBench {
  readonly clock = new JumpingClock(new Date('2026-05-20T04:00:00Z'))
  readonly sandbox: Sandbox
  readonly connector: ChannelConnector
  readonly fixture: ContractFixture
  readonly signal = new AbortController().signal

  constructor(fixture: ContractFixture, switches: Readonly<Record<string, string>> = {}) {
    this.fixture = fixture
    this.sandbox = fixture.openSandbox(this.clock)
    for (const [name, value] of Object.entries(switches)) this.sandbox.switches.set(name, value)
    this.connector = this.connectAs({})
  }

  connectAs(options: Partial<ConnectAs>): ChannelConnector {
    return this.fixture.connect(this.sandbox, { clock: this.clock, shop: 'A', ...options })
  }

  addListing(spec: ListingSpec, shop = 'A'): MarketListing {
    return this.sandbox.market.addListing(shop, spec)
  }

  /** The same row as the connector lists it. */
  async listed(row: MarketListing): Promise<Listing> {
    for await (const page of this.connector.listListings(this.signal)) {
      const found = page.find(({ ref }) => ref.itemId === row.itemId && ref.skuId === row.skuId)
      if (found) return found
    }
    throw new Error(`the connector does not list ${row.id}`)
  }

  /** The instant to sign with now, on the platform's clock. */
  signedAt(): Date {
    return this.connector.platformTime(this.clock.now())
  }

  change(listing: Listing, move: StockMove, key = 'a1b2c3d4e5f60718'): Promise<StockAnswer> {
    const attempt = { signedAt: this.signedAt(), changes: [this.line(listing, move, key)] }
    return this.connector.changeStock(attempt, this.signal).then(one)
  }

  line(listing: Listing, move: StockMove, key: string): StockChange {
    const { call } = this.connector.semanticsOf(listing)
    return { listing: listing.ref, move, key, call: call === 'keyed delta' ? call : 'delta' }
  }

  /** How often the shop's counter was really changed by calls. */
  callsApplied(): number {
    return this.sandbox.market.shop('A').journal.filter(({ why }) => why === 'call').length
  }
}

export function one<T>(list: readonly T[]): T {
  const [only, ...rest] = list
  if (only === undefined || rest.length > 0) throw new Error(`expected one, got ${list.length}`)
  return only
}
