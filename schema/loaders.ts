import type { SkuId } from '../src/domain/ids.ts'
import type { Principal } from '../src/access/principal.ts'
import type { MerchantDesk } from '../src/gateway/merchant-desks.ts'
import { channelsById, locationsById, poolsById, skusById, versionsByRecipe } from './catalogue/catalogue.loader.ts'
import { holdsById } from './holds/hold.loader.ts'
import * as channel from './channels/channel.loader.ts'
import * as order from './orders/order.loader.ts'
import { loaderOf } from './loader-of.ts'
import { listingLimits } from '../src/listings/limits.ts'
import * as presale from './presale/presale.loader.ts'
import { manualOrdersOf, refundsOf } from './manual-orders/order-care.loader.ts'
import { shortfallTasks } from './shortfall/shortfall.loader.ts'
import { shipmentsOf } from './shipping/shipping.loader.ts'
import { balancesBySku, inTransitBySku, locationStockBySku, stockAsOf } from './stock/stock.loader.ts'

/** The loaders of one request, each made when it is first asked for. */
export class Loaders {
  readonly #desk: MerchantDesk
  readonly #principal: Principal
  readonly #made = new Map<string, unknown>()

  constructor(desk: MerchantDesk, principal: Principal) {
    this.#desk = desk
    this.#principal = principal
  }

  get skusById() {
    return this.#once('skusById', () => skusById(this.#desk.catalogue))
  }

  get poolsById() {
    return this.#once('poolsById', () => poolsById(this.#desk.catalogue))
  }

  get locationsById() {
    return this.#once('locationsById', () => locationsById(this.#desk.catalogue))
  }

  get channelsById() {
    return this.#once('channelsById', () => channelsById(this.#desk.catalogue))
  }

  get versionsByRecipe() {
    return this.#once('versionsByRecipe', () => versionsByRecipe(this.#desk.catalogue))
  }

  get balancesBySku() {
    return this.#once('balancesBySku', () => balancesBySku(this.#desk.stock))
  }

  get locationStockBySku() {
    return this.#once('locationStockBySku', () => locationStockBySku(this.#desk, this.#principal.locations))
  }

  /** Reckoned anew from the stock and the demand of now: a page of goods at a time. */
  get overcommitAsked() {
    const page = { maxBatchSize: listingLimits.pageSize }
    const read = (ids: readonly SkuId[]) => this.#desk.allocation.overcommitAsked(ids)
    return this.#once('overcommitAsked', () => loaderOf(read, page))
  }

  get inTransitBySku() {
    return this.#once('inTransitBySku', () => inTransitBySku(this.#desk.stock))
  }

  get stockAsOf() {
    return this.#once('stockAsOf', () => stockAsOf(this.#desk.stock))
  }

  get holdsById() {
    return this.#once('holdsById', () => holdsById(this.#desk.stock))
  }

  get expectedReceipts() {
    return this.#once('expectedReceipts', () => presale.expectedReceipts(this.#desk.presale))
  }

  get presaleHistory() {
    return this.#once('presaleHistory', () => presale.presaleHistory(this.#desk.presale))
  }

  get shops() {
    return this.#once('shops', () => channel.shops(this.#desk.channels))
  }

  get authorisations() {
    return this.#once('authorisations', () => channel.authorisations(this.#desk.channels))
  }

  get discoveries() {
    return this.#once('discoveries', () => channel.discoveries(this.#desk.channels))
  }

  get listingCounts() {
    return this.#once('listingCounts', () => channel.listingCounts(this.#desk.channels))
  }

  get findingCounts() {
    return this.#once('findingCounts', () => channel.findingCounts(this.#desk.channels))
  }

  get findings() {
    return this.#once('findings', () => channel.findings(this.#desk.channels))
  }

  get wouldPublish() {
    return this.#once('wouldPublish', () => channel.wouldPublish(this.#desk.channels))
  }

  get standings() {
    const page = { maxBatchSize: listingLimits.pageSize }
    return this.#once('standings', () => loaderOf((ids: readonly string[]) => this.#desk.selling.standings(ids), page))
  }

  get evidence() {
    const page = { maxBatchSize: listingLimits.pageSize }
    return this.#once('evidence', () => loaderOf((ids: readonly string[]) => this.#desk.selling.evidence(ids), page))
  }

  get probes() {
    const page = { maxBatchSize: listingLimits.pageSize }
    return this.#once('probes', () => loaderOf((ids: readonly string[]) => this.#desk.selling.probes(ids), page))
  }

  get handEdits() {
    return this.#once('handEdits', () => loaderOf((ids: readonly string[]) => this.#desk.selling.handEdits(ids)))
  }

  get ordersById() {
    return this.#once('ordersById', () => order.ordersById(this.#desk.orders))
  }

  get orderChildren() {
    return this.#once('orderChildren', () => order.childrenOf(this.#desk.orders))
  }

  get orderHistories() {
    return this.#once('orderHistories', () => order.histories(this.#desk.orders))
  }

  get components() {
    return this.#once('components', () => order.components(this.#desk.orders))
  }

  get listingsById() {
    return this.#once('listingsById', () => order.listingsById(this.#desk.orders))
  }

  get holdsByReference() {
    return this.#once('holdsByReference', () => order.holdsByReference(this.#desk.orders))
  }

  get freshness() {
    return this.#once('freshness', () => order.freshness(this.#desk.orders))
  }

  get reconciliations() {
    return this.#once('reconciliations', () => order.reconciliations(this.#desk.orders))
  }

  get ordersAside() {
    return this.#once('ordersAside', () => order.ordersAside(this.#desk.orders))
  }

  get feeds() {
    return this.#once('feeds', () => order.feeds(this.#desk.orders))
  }

  get intakes() {
    return this.#once('intakes', () => channel.intakes(this.#desk.channels))
  }

  get orderRefunds() {
    return this.#once('orderRefunds', () => refundsOf(this.#desk.care))
  }

  get manualOrdersOf() {
    return this.#once('manualOrdersOf', () => manualOrdersOf(this.#desk.care))
  }

  get shortfallTasks() {
    return this.#once('shortfallTasks', () => shortfallTasks(this.#desk.care))
  }

  get orderShipments() {
    return this.#once('orderShipments', () => shipmentsOf(this.#desk.shipping))
  }

  #once<Loader>(name: string, make: () => Loader): Loader {
    const made = this.#made.get(name)
    // One name only ever names one kind of loader.
    if (made !== undefined) return made as Loader
    const fresh = make()
    this.#made.set(name, fresh)
    return fresh
  }
}
