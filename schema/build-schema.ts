import type { GraphQLSchema } from 'graphql'
import { assert, AssertionFailed } from '../src/domain/assert.ts'
import './decorators.ts'
import { buildSchemaSync } from 'type-graphql'
import { ApiKeyResolver } from './access-control/api-key.resolver.ts'
import { AuditLogResolver } from './access-control/audit-log.resolver.ts'
import { MerchantResolver } from './access-control/merchant.resolver.ts'
import { AllocationResolver } from './allocation/allocation.resolver.ts'
import {
  OvercommitChargeResolver,
  OvercommitResolver,
  OvercommitShopResolver,
  PoolStockOvercommitResolver,
} from './allocation/overcommit.resolver.ts'
import { QuotaExplainedResolver } from './allocation/explained.resolver.ts'
import { ChannelChangesResolver, QuotaChangeResolver } from './allocation/tried.resolver.ts'
import { CampaignProgressResolver } from './campaigns/campaign-progress.resolver.ts'
import { CampaignResolver } from './campaigns/campaign.resolver.ts'
import { AlarmTargetResolver } from './alarms/alarm-target.resolver.ts'
import { ChannelResolver } from './catalogue/channel.resolver.ts'
import { LocationResolver } from './catalogue/location.resolver.ts'
import { PoolResolver } from './catalogue/pool.resolver.ts'
import { RecipeComponentResolver, RecipeResolver } from './catalogue/recipe.resolver.ts'
import { SkuResolver } from './catalogue/sku.resolver.ts'
import { DocumentResolver } from './documents/document.resolver.ts'
import { HoldCommandsResolver } from './holds/hold-commands.resolver.ts'
import { HoldLineResolver, HoldResolver } from './holds/hold.resolver.ts'
import { ShipHoldResolver } from './holds/ship-hold.resolver.ts'
import { ChannelMovesResolver } from './channels/channel-moves.resolver.ts'
import { ChannelFreshnessResolver, FeedResolver, ListingFreshnessResolver, ShopFeedResolver } from './channels/feed.resolver.ts'
import { ShopFieldsResolver, ShopResolver } from './channels/shop.resolver.ts'
import { guardSchema } from './guard-schema.ts'
import { ListingResolver } from './listings/listing.resolver.ts'
import { ShadowReportResolver } from './listings/shadow.resolver.ts'
import { OrderConnectionResolver, OrderLineResolver, OrderResolver, SoldComponentResolver } from './orders/order.resolver.ts'
import { PresaleCommandsResolver } from './presale/presale-commands.resolver.ts'
import { ExpectedReceiptResolver, PresaleOrderResolver, PresaleQuotaResolver } from './presale/presale.resolver.ts'
import { QuotaChangedResolver } from './selling/quota-changed.resolver.ts'
import { OrderChangedResolver } from './orders/order-changed.resolver.ts'
import { RefusedResolver } from './refused.type.ts'
import { sellingResolvers } from './selling/selling.resolver.ts'
import { ManualOrderResolver } from './manual-orders/manual-order.resolver.ts'
import { OrderCareResolver } from './manual-orders/order-care.resolver.ts'
import { PenaltyResolver, ShortfallResolver } from './shortfall/shortfall.resolver.ts'
import { OrderShipmentsResolver } from './shipping/order-shipments.resolver.ts'
import { ShipmentResolver } from './shipping/shipment.resolver.ts'
import { AlarmResolver } from './stock/alarm.resolver.ts'
import { LedgerResolver, MoveResolver } from './stock/ledger.resolver.ts'
import {
  LocationStockAsOfResolver,
  LocationStockResolver,
  PoolStockAsOfResolver,
  PoolStockResolver,
} from './stock/named-places.resolver.ts'
import { SkuStockAsOfResolver, SkuStockResolver, StockOfSkuResolver } from './stock/sku-stock.resolver.ts'
import { StockCommandsResolver } from './stock/stock-commands.resolver.ts'
import { StockedSkusResolver } from './stock/stocked-skus.resolver.ts'
import { TransferLineResolver, TransferResolver } from './stock/transfer.resolver.ts'

/** Subscriptions follow tables (src/events), not topics in memory that other processes would not hear of. */
const noTopics = {
  publish: () => assert(false, 'events are rows'),
  subscribe: (): never => {
    throw new AssertionFailed('events are rows')
  },
}

const presaleResolvers = [PresaleCommandsResolver, ExpectedReceiptResolver, PresaleOrderResolver, PresaleQuotaResolver] as const

const subscriptions = [OrderChangedResolver, QuotaChangedResolver, CampaignProgressResolver] as const

/** What people do about orders that no shop tells of, and about goods that are missing. */
const careResolvers = [ManualOrderResolver, OrderCareResolver, ShortfallResolver, PenaltyResolver] as const

/** Who gets scarce units. */
const allocationResolvers = [
  CampaignResolver,
  AllocationResolver,
  OvercommitResolver,
  OvercommitChargeResolver,
  OvercommitShopResolver,
  PoolStockOvercommitResolver,
  QuotaExplainedResolver,
  QuotaChangeResolver,
  ChannelChangesResolver,
] as const

/** What a shop lists, and how it sells. */
const listingResolvers = [ListingResolver, ShadowReportResolver, ...sellingResolvers] as const

/** The whole API, every field of it behind the check of who may use it. */
export function buildApi(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      RefusedResolver,
      SkuResolver,
      PoolResolver,
      LocationResolver,
      RecipeResolver,
      RecipeComponentResolver,
      ChannelResolver,
      ShopResolver,
      ShopFieldsResolver,
      ChannelMovesResolver,
      ...listingResolvers,
      ShopFeedResolver,
      FeedResolver,
      ChannelFreshnessResolver,
      ListingFreshnessResolver,
      OrderResolver,
      OrderLineResolver,
      SoldComponentResolver,
      OrderConnectionResolver,
      ...allocationResolvers,
      ...presaleResolvers,
      MerchantResolver,
      ApiKeyResolver,
      AuditLogResolver,
      StockOfSkuResolver,
      SkuStockResolver,
      SkuStockAsOfResolver,
      PoolStockResolver,
      PoolStockAsOfResolver,
      LocationStockResolver,
      LocationStockAsOfResolver,
      StockedSkusResolver,
      StockCommandsResolver,
      TransferResolver,
      TransferLineResolver,
      LedgerResolver,
      MoveResolver,
      AlarmResolver,
      ...subscriptions,
      AlarmTargetResolver,
      HoldResolver,
      HoldLineResolver,
      HoldCommandsResolver,
      ShipHoldResolver,
      DocumentResolver,
      ShipmentResolver,
      OrderShipmentsResolver,
      ...careResolvers,
    ],
    // Arguments are checked by the commands, which other callers use too.
    validate: false,
    pubSub: noTopics,
  })
  return guardSchema(schema)
}
