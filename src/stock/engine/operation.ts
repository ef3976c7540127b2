import type { CountId, HoldId, LocationId, PoolId, SkuId, Condition } from '../../domain/ids.ts'
import type { WantedClaims } from '../sql/presale-claims.ts'
import type { Refused } from '../refusal.ts'
import type { Book } from './book.ts'
import type { Guard } from './guards.ts'
import type { Settlement } from './load-publishing.ts'
import type { Names } from './names.ts'

/** The codes and ids a request names; they are looked up once for the whole batch. */
export interface Mentions {
  readonly skus?: readonly string[]
  readonly recipes?: readonly string[]
  readonly pools?: readonly string[]
  readonly locations?: readonly string[]
  readonly channels?: readonly string[]
  readonly holds?: readonly HoldId[]
  /** Order numbers under which a hold may be known. */
  readonly references?: readonly string[]
  readonly transfers?: readonly string[]
  readonly documents?: readonly DocumentName[]
  /** Orders of which a shipment or an acknowledgement is booked: what was told of them before is looked up. */
  readonly shipments?: readonly string[]
  /** Orders of shops: their lines as known, and the listings these and the new lines sell from. */
  readonly orders?: readonly OrderName[]
  /** Codes of campaigns. */
  readonly campaigns?: readonly string[]
  /** SKUs, by id, of which it says how many units are shown beyond the goods: the budget for that is locked. */
  readonly overcommits?: readonly SkuId[]
  /** Buyers in campaigns, by their digests: what they have of them is read. */
  readonly buyers?: readonly BuyerName[]
  /** Expected receipts, by their ids. */
  readonly receipts?: readonly string[]
  /** Orders of which parcels are told to the shop: what it was told so far is read. Each is among `orders` too. */
  readonly parcels?: readonly Pick<OrderName, 'channel' | 'orderId'>[]
  /** Listings, by id, whose quotas, commands and readings are needed. */
  readonly listings?: readonly string[]
  /** Listings, by id, of which a reading may be settled: the orders since, and how far all are booked, are read too. */
  readonly settling?: readonly string[]
  /** What must still hold in the transaction that books this. */
  readonly guards?: readonly Guard[]
}

export interface OrderName {
  /** The channel's code. */
  readonly channel: string
  readonly orderId: string
  /** Keys of the listings its lines name. */
  readonly listings: readonly string[]
}

export interface BuyerName {
  /** The campaign's code. */
  readonly campaign: string
  readonly buyer: string
}

export interface DocumentName {
  readonly source: string
  readonly document: string
  readonly line: string
}

/** A place goods lie at. With `sinceMs` (null: now) the counts taken since then are read too. */
export interface PlaceAt {
  readonly locationId: LocationId
  readonly skuId: SkuId
  readonly condition: Condition
  readonly sinceMs?: number | null
}

export interface CountAt {
  readonly locationId: LocationId
  readonly skuId: SkuId
  readonly condition: Condition
  readonly countedAtMs: number
  readonly document: string
}

/** The rows an operation may change; they are locked in the fixed order before it decides. */
export interface Touches {
  readonly balances: readonly { readonly poolId: PoolId; readonly skuId: SkuId }[]
  readonly stocks?: readonly PlaceAt[]
  /** Counts to be booked: the level at that instant is read for them. */
  readonly countsAt?: readonly CountAt[]
  /** Documents whose booked counts may be taken back: the sum of their lines is read. */
  readonly countLines?: readonly string[]
  /** Order lines whose shipped figures are needed, as `orderRef`. */
  readonly figures?: readonly string[]
  /** Facts make the rows they need; a command on a row that is not there finds nothing. */
  readonly creates?: boolean
}

/** What an operation knows beside the book: time, caller, and what the codes mean. */
export interface Scene {
  readonly nowMs: number
  readonly actor: string
  readonly key: string
  readonly names: Names
  newHoldId(): HoldId
  newCountId(): CountId
  /** Units that moved at this place after the count's instant, and the ordered units its figures leave out. */
  levelOf(count: CountAt): CountLevel
  readonly settlement: Settlement
  /** What a booked count and the counter-lines against it come to. */
  unitsOfCount(id: CountId): number
}

export interface CountLevel {
  readonly laterUnits: number
  readonly addedBack: number
}

export type Answer = { readonly kind: string }

/**
 * One kind of command or fact. `check` looks at the arguments alone; `decide` sees fresh, locked rows and must not
 * wait for anything. A command may answer "no"; a fact about stock is always booked.
 */
export interface Operation<Args, Yes extends Answer> {
  readonly name: string
  /** It knows by itself what it has booked already, so its answers are not kept by key. */
  readonly knowsRepeats?: true
  /** Only a worker of ours waits for its answer: it may be decided a little later, together with others. */
  readonly patient?: true
  check(args: Args): Refused | undefined
  mentions(args: Args): Mentions
  touches(args: Args, names: Names, key: string): Touches
  /** Goods sold before they have come in of which something may change, and how many units may go to or from orders. */
  presale?(args: Args, names: Names): readonly WantedClaims[]
  decide(book: Book, args: Args, scene: Scene): Yes | Refused
}
