import type { Messenger } from '../alarms/target.ts'
import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import type { StockDesks } from '../stock/stock-desks.ts'
import type { ChannelTools } from '../channels/channel-tools.ts'
import { openAlarmDesk, type AlarmDesk } from './alarm-desk.ts'
import { openAllocationDesk, type AllocationDesk } from './allocation-desk.ts'
import { openCampaignDesk, type CampaignDesk } from './campaign-desk.ts'
import { openCatalogueDesk, type CatalogueDesk } from './catalogue-desk.ts'
import { openChannelDesk, type ChannelDesk } from './channel-desk.ts'
import { openOrderCareDesk, type OrderCareDesk } from './order-care-desk.ts'
import { openShippingDesk, type ShippingDesk } from './shipping-desk.ts'
import { openOrderDesk, type OrderDesk } from './order-desk.ts'
import { openSellingDesk, type SellingDesk } from './selling-desk.ts'
import { openPresaleDesk, type PresaleDesk } from './presale-desk.ts'
import { openStockDesk, type StockDesk } from './stock-desk.ts'

/** How shops are reached, and what their credentials are sealed under. */
export type Shops = Pick<ChannelTools, 'platforms' | 'keys'>

export interface MerchantDesk {
  readonly alarms: AlarmDesk
  readonly allocation: AllocationDesk
  readonly campaigns: CampaignDesk
  readonly catalogue: CatalogueDesk
  readonly channels: ChannelDesk
  readonly care: OrderCareDesk
  readonly shipping: ShippingDesk
  readonly orders: OrderDesk
  readonly selling: SellingDesk
  readonly stock: StockDesk
  readonly presale: PresaleDesk
}

export interface MerchantDesks {
  /** The desk of the merchant with this schema. */
  of(schema: string): MerchantDesk
}

/** One desk a merchant and process. Schemas come from credentials that were checked, so there are as many as merchants. */
export function createMerchantDesks(parts: {
  readonly em: Em
  readonly stock: StockDesks
  readonly clock: Clock
  readonly shops: Shops
  /** How targets of alarms are reached. */
  readonly messenger: Messenger
  /** Told the merchant for whom a command has made something due, by schema. */
  readonly wake?: (schema: string) => void
}): MerchantDesks {
  const { em, stock, clock, shops, messenger, wake } = parts
  const desks = new Map<string, MerchantDesk>()
  return {
    of(schema) {
      const known = desks.get(schema)
      if (known) return known
      const own = em.fork({ schema })
      const commands = stock.of(schema)
      const desk = {
        alarms: openAlarmDesk({ em: own, clock, keys: shops.keys, messenger }),
        allocation: openAllocationDesk({ em: own, clock, platforms: shops.platforms }, () => wake?.(schema)),
        campaigns: openCampaignDesk({ em: own, clock }),
        catalogue: openCatalogueDesk(own, clock),
        care: openOrderCareDesk({ em: own, commands, clock }),
        shipping: openShippingDesk({ em: own, commands, platforms: shops.platforms, wake: () => wake?.(schema) }),
        channels: openChannelDesk({ em: own, clock, ...shops }, () => wake?.(schema)),
        orders: openOrderDesk({ em: own, clock }),
        selling: openSellingDesk({ em: own, clock, platforms: shops.platforms }, () => wake?.(schema)),
        stock: openStockDesk({ em: own, commands, clock }),
        presale: openPresaleDesk({ em: own, clock }),
      }
      desks.set(schema, desk)
      return desk
    },
  }
}
