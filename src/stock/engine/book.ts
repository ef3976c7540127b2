import { assert } from '../../domain/assert.ts'
import { assertSound, emptyBalance, post, type Balance, type Posting } from '../../domain/balance.ts'
import type { Hold } from '../../domain/hold.ts'
import { balanceKey, stockKey, type BalanceKey, type Condition, type CountId, type HoldId } from '../../domain/ids.ts'
import type { LocationId, PoolId, SkuId, StockKey } from '../../domain/ids.ts'
import type { KnownOrder } from '../../domain/channel-order.ts'
import type { OrderChange } from '../../domain/order-change.ts'
import type { StockCommand } from '../../domain/publishing/command.ts'
import type { ManualOrder } from '../../domain/manual-order.ts'
import type { OrderShipment } from '../../domain/order-shipment.ts'
import type { ShippedFigures } from '../../domain/shipments.ts'
import type { PresaleClaim, PresaleState } from '../../domain/presale.ts'
import { emptyStock, type CountMark, type LocationStock } from '../../domain/location-stock.ts'
import type {
  Acknowledgement,
  Alarm,
  DocumentLine,
  LedgerLine,
  OrderedUnits,
  PresaleEntry,
  StockCount,
  StockMove,
  Transfer,
  TransferLine,
  Why,
} from './journal.ts'
import { quotaKey, type ListingQuota } from './listing-quota.ts'
import { Locks } from './locks.ts'
import type { ListingName } from './names.ts'
import { Overcommits } from './overcommits.ts'
import { Overlay } from './overlay.ts'
import type { Joined, Published, SoldSets, VersionGrant, VersionOpening, WaitingReading } from './published.ts'

/**
 * All rows one batch may read or change, in memory. A command works on a draft on top of the batch's book; only when it has
 * decided are its changes folded down, and then the draft is emptied, so a command that fails leaves nothing behind.
 */
export class Book {
  readonly balances: Overlay<BalanceKey, Balance>
  readonly holds: Overlay<HoldId, Hold>
  /** By order number, or by the id itself where a hold has none. */
  readonly references: Overlay<string, HoldId>
  readonly stocks: Overlay<StockKey, LocationStock>
  readonly marks: Overlay<StockKey, readonly CountMark[]>
  readonly counts: Overlay<string, StockCount>
  readonly figures: Overlay<string, ShippedFigures>
  readonly transfers: Overlay<string, Transfer>
  readonly transferLines: Overlay<string, TransferLine>
  readonly documents: Overlay<string, DocumentLine>
  readonly acknowledgements: Overlay<string, Acknowledgement>
  readonly orders: Overlay<string, KnownOrder>
  /** What is sold before it has come in; only of the goods this batch asked for. */
  readonly presale: Overlay<BalanceKey, PresaleState>
  readonly claims: Overlay<string, PresaleClaim>
  readonly presaleEntries: PresaleEntry[] = []
  /** What listings may still sell, below zero too, by `quotaKey`. */
  readonly quotas: Overlay<string, ListingQuota>
  /** What is known of publishing each listing, by its id. */
  readonly published: Overlay<string, Published>
  /** Commands whose outcome is not proved yet, and those of this batch. */
  readonly commands: Overlay<string, StockCommand>
  /** Readings that wait to be settled, by their id. */
  readonly readings: Overlay<string, WaitingReading>
  /** Listings that join, by id. */
  readonly joined: Overlay<string, Joined>
  /** What was sold for the first time, by listing: what demand is reckoned from. */
  readonly sold: Overlay<string, SoldSets>
  /** What shops are told, or have been told, of orders that left; by id. */
  readonly shipments: Overlay<string, OrderShipment>
  /** Orders that people told, by their own reference: only those a request makes or changes. */
  readonly manualOrders: Overlay<string, ManualOrder>
  /** What is promised to campaigns at these balances. */
  readonly locks: Locks
  readonly overcommits: Overcommits
  readonly ledger: LedgerLine[] = []
  readonly moves: StockMove[] = []
  readonly alarms: Alarm[] = []
  /** Recipe versions that listings open for, or close. */
  readonly openings: VersionOpening[] = []
  readonly grants: VersionGrant[] = []
  readonly orderChanges: OrderChange[] = []
  /** What was learned of ordered units: counts booked later in the same batch have to know it. */
  readonly orderedChanges: OrderedUnits[] = []
  readonly #rows: readonly { foldDown(): void; forget(): void }[]
  readonly #below: Book | undefined
  readonly #locked: ReadonlySet<BalanceKey | StockKey>

  /** `locked` are the rows this transaction has locked, whether or not they exist yet; a book on top has those below it. */
  constructor(below?: Book, locked?: ReadonlySet<BalanceKey | StockKey>) {
    this.#below = below
    this.#locked = locked ?? (below ? below.#locked : new Set())
    this.balances = new Overlay(below?.balances)
    this.holds = new Overlay(below?.holds)
    this.references = new Overlay(below?.references)
    this.stocks = new Overlay(below?.stocks)
    this.marks = new Overlay(below?.marks)
    this.counts = new Overlay(below?.counts)
    this.figures = new Overlay(below?.figures)
    this.transfers = new Overlay(below?.transfers)
    this.transferLines = new Overlay(below?.transferLines)
    this.documents = new Overlay(below?.documents)
    this.acknowledgements = new Overlay(below?.acknowledgements)
    this.orders = new Overlay(below?.orders)
    this.quotas = new Overlay(below?.quotas)
    this.presale = new Overlay(below?.presale)
    this.claims = new Overlay(below?.claims)
    this.published = new Overlay(below?.published)
    this.commands = new Overlay(below?.commands)
    this.readings = new Overlay(below?.readings)
    this.joined = new Overlay(below?.joined)
    this.sold = new Overlay(below?.sold)
    this.shipments = new Overlay(below?.shipments)
    this.manualOrders = new Overlay(below?.manualOrders)
    this.locks = new Locks(below?.locks)
    this.overcommits = new Overcommits(below?.overcommits)
    this.#rows = [
      this.balances,
      this.holds,
      this.references,
      this.stocks,
      this.marks,
      this.counts,
      this.figures,
      this.transfers,
      this.transferLines,
      this.documents,
      this.acknowledgements,
      this.orders,
      this.quotas,
      this.presale,
      this.claims,
      this.published,
      this.commands,
      this.readings,
      this.joined,
      this.sold,
      this.shipments,
      this.manualOrders,
      this.locks,
      this.overcommits,
    ]
  }

  quota(listingId: string, poolId: PoolId): number {
    return this.quotas.get(quotaKey({ listingId, poolId }))?.units ?? 0
  }

  /** The number a listing's quotas come to together. */
  quotaOf({ id, pools }: Pick<ListingName, 'id' | 'pools'>): number {
    return pools.reduce((units, poolId) => units + this.quota(id, poolId), 0)
  }

  changeQuota(listingId: string, poolId: PoolId, units: number): void {
    if (units === 0) return
    const covers = this.quotas.get(quotaKey({ listingId, poolId }))?.covers ?? []
    this.quotas.set(quotaKey({ listingId, poolId }), { listingId, poolId, units: this.quota(listingId, poolId) + units, covers })
  }

  balance(poolId: PoolId, skuId: SkuId): Balance {
    const key = balanceKey(poolId, skuId)
    return this.balances.get(key) ?? emptyBalance(poolId, this.#ifLocked(key, skuId))
  }

  /** Posts to the balance and writes the ledger's lines for it. */
  post(at: Pick<Balance, 'poolId' | 'skuId'>, postings: readonly Posting[], why: Why & { readonly actor: string }): void {
    const { reason, document, happenedAtMs, actor } = why
    let balance = this.balance(at.poolId, at.skuId)
    for (const posting of postings) {
      balance = post(balance, posting)
      const { from, to, units } = posting
      this.ledger.push({ poolId: at.poolId, skuId: at.skuId, from, to, units, reason, document, happenedAtMs, actor })
    }
    assertSound(balance)
    this.balances.set(balanceKey(at.poolId, at.skuId), balance)
  }

  stock(locationId: LocationId, skuId: SkuId, condition: Condition): LocationStock {
    const key = stockKey(locationId, skuId, condition)
    return this.stocks.get(key) ?? emptyStock(locationId, this.#ifLocked(key, skuId), condition)
  }

  /** A row that was not locked is not empty, it is unknown: writing it would wipe out what is there. */
  #ifLocked(key: BalanceKey | StockKey, skuId: SkuId): SkuId {
    assert(this.#locked.has(key), `${key} is used without being locked`)
    return skuId
  }

  saveStock(stock: LocationStock): void {
    this.stocks.set(stockKey(stock.locationId, stock.skuId, stock.condition), stock)
  }

  /** What this batch has moved at a place so far. */
  movesAt(locationId: LocationId, skuId: SkuId, condition: Condition): readonly StockMove[] {
    const isHere = (move: StockMove) => move.locationId === locationId && move.condition === condition
    const here = this.moves.filter((move) => move.skuId === skuId && isHere(move))
    return this.#below ? [...this.#below.movesAt(locationId, skuId, condition), ...here] : here
  }

  /** By how much this batch has changed the ordered units of a place at an instant. */
  orderedChangesAt(locationId: LocationId, skuId: SkuId, atMs: number): number {
    const here = this.orderedChanges.filter((change) => change.locationId === locationId && change.skuId === skuId)
    const below = this.#below?.orderedChangesAt(locationId, skuId, atMs) ?? 0
    return here.reduce((units, change) => units + change.unitsAt(atMs), below)
  }

  movesOfCount(id: CountId): readonly StockMove[] {
    const here = this.moves.filter((move) => move.countId === id)
    return this.#below ? [...this.#below.movesOfCount(id), ...here] : here
  }

  acknowledgementsOf(holdId: HoldId): readonly Acknowledgement[] {
    return [...this.acknowledgements.all().values()].filter((row) => row.holdId === holdId)
  }

  saveHold(hold: Hold): void {
    this.holds.set(hold.id, hold)
    this.references.set(hold.reference ?? hold.id, hold.id)
  }

  /** Makes this book's changes those of the book it stands on. */
  foldDown(): void {
    const below = this.#below
    assert(below !== undefined, 'only a book on top of another folds down')
    for (const rows of this.#rows) rows.foldDown()
    below.presaleEntries.push(...this.presaleEntries)
    below.ledger.push(...this.ledger)
    below.moves.push(...this.moves)
    below.alarms.push(...this.alarms)
    below.openings.push(...this.openings)
    below.grants.push(...this.grants)
    below.orderChanges.push(...this.orderChanges)
    below.orderedChanges.push(...this.orderedChanges)
  }

  /** Leaves nothing of what was written here. */
  forget(): void {
    for (const rows of this.#rows) rows.forget()
    for (const lines of [
      this.ledger,
      this.moves,
      this.alarms,
      this.openings,
      this.grants,
      this.orderChanges,
      this.orderedChanges,
      this.presaleEntries,
    ])
      lines.length = 0
  }
}
