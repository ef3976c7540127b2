import { findChannelsById, findChannelsByCode } from '../catalogue/find-channels.ts'
import type { Platforms } from '../channels/connect.ts'
import { findShopChannel, type ShopChannel } from '../channels/shop-channel.ts'
import type { Em } from '../db/orm.ts'
import type { OrderParcel } from '../domain/order-shipment.ts'
import { carrierCodes, listCarriersOf, nameCarrier } from '../shipping/carriers.ts'
import { findShipment, listShipments, type ShipmentFilter } from '../shipping/list-shipments.ts'
import { correctShipment, withdrawShipment } from '../shipping/settle-shipment.ts'
import { shipOrder } from '../shipping/ship-order.ts'
import type { PageWanted } from '../stock/read/list-page.ts'
import { refused, type Refused } from '../stock/refusal.ts'
import type { OrderId } from '../stock/sql/orders.ts'
import { readShipments } from '../stock/sql/shipments.ts'
import type { Asking, StockDesk as StockCommands } from '../stock/stock-desk.ts'

export type ShippingDesk = ReturnType<typeof openShippingDesk>

export interface ShipOrderWish {
  readonly channel: string
  readonly orderId: string
  readonly parcels: readonly OrderParcel[]
  readonly location: string | null
  readonly shippedAtMs: number | null
}

interface Parts {
  readonly em: Em
  readonly commands: StockCommands
  readonly platforms: Platforms
  /** Told that there is something to tell a shop. */
  readonly wake: () => void
}

/** What one merchant's shops are told of parcels, for callers that know neither its schema nor the platforms. */
export function openShippingDesk({ em, commands, platforms, wake }: Parts) {
  const awake = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    const given = await answer
    wake()
    return given
  }
  const known = async (shipmentId: string) => {
    const shipment = await findShipment(em, shipmentId)
    const channel = shipment && (await findChannelsById(em, [shipment.channelId])).get(shipment.channelId)
    return shipment && channel ? { shipment, of: { channel: channel.code, orderId: shipment.orderId, shipmentId } } : undefined
  }
  return {
    async shipOrder({ channel: code, orderId, location, shippedAtMs, ...wish }: ShipOrderWish, asking: Asking) {
      const shop = await findShopChannel(em.fork(), { code })
      if (!shop) return refused('UNKNOWN_CHANNEL', `no channel ${code} on a platform`, { field: 'channel' })
      const no = refuseUnwritten(shop)
      if (no) return no
      const parcels = await withCodes(em, shop, wish.parcels)
      if ('kind' in parcels) return parcels
      const limits = shipLimitsOf(platforms, shop)
      return awake(commands.do(shipOrder, { channel: code, orderId, parcels, limits, location, shippedAtMs }, asking))
    },

    async correctShipment(
      { shipmentId, parcels }: { readonly shipmentId: string; readonly parcels: readonly Omit<OrderParcel, 'lines'>[] | null },
      asking: Asking,
    ) {
      const found = await known(shipmentId)
      if (!found) return unknownShipment(shipmentId)
      const shop = await findShopChannel(em.fork(), { code: found.of.channel })
      const told = parcels && shop ? await withCodes(em, shop, parcels) : parcels
      if (told && 'kind' in told) return told
      return awake(commands.do(correctShipment, { ...found.of, parcels: told }, asking))
    },

    async withdrawShipment(
      { shipmentId, goodsLeft }: { readonly shipmentId: string; readonly goodsLeft: boolean },
      asking: Asking,
    ) {
      const found = await known(shipmentId)
      return found ? commands.do(withdrawShipment, { ...found.of, goodsLeft }, asking) : unknownShipment(shipmentId)
    },

    shipmentsOf: (orders: readonly OrderId[]) => readShipments(em.fork(), orders, { lock: false }),
    shipment: (id: string) => findShipment(em, id),
    listShipments: (wanted: PageWanted & { readonly filter: ShipmentFilter }) => listShipments(em, wanted),
    carriers: (channelId: string) => listCarriersOf(em, channelId),
    async nameCarrier({
      channel,
      name,
      carrier,
    }: {
      readonly channel: string
      readonly name: string
      readonly carrier: string | null
    }) {
      const channelId = (await findChannelsByCode(em, [channel])).get(channel)?.id
      if (channelId === undefined) return refused('UNKNOWN_CHANNEL', `no channel ${channel}`, { field: 'channel' })
      return nameCarrier(em, { channelId, name, code: carrier })
    },
  }
}

function unknownShipment(id: string): Refused {
  return refused('UNKNOWN_SHIPMENT', `no shipment ${id.slice(0, 40)}`, { field: 'shipment' })
}

/** A shop that is only read is told nothing: its seller ships in its own console, and the feed says so. */
function refuseUnwritten({ code, state }: ShopChannel): Refused | undefined {
  if (state === 'live' || state === 'joining' || state === 'paused') return undefined
  const message = `channel ${code} is ${state}: nothing is written to its shop; ship the order in the shop itself`
  return refused('SHOP_NOT_WRITTEN', message, { field: 'channel' })
}

async function withCodes<Parcel extends Omit<OrderParcel, 'lines'>>(
  em: Em,
  { id: channelId }: ShopChannel,
  parcels: readonly Parcel[],
): Promise<readonly Parcel[] | Refused> {
  const codes = await carrierCodes(em, { channelId, told: parcels.map(({ carrier }) => carrier) })
  if ('kind' in codes) return codes
  return parcels.map((parcel, n) => ({ ...parcel, carrier: codes[n] ?? parcel.carrier }))
}

function shipLimitsOf(platforms: Platforms, { platform }: ShopChannel) {
  const nobody = { app: { key: '', secret: '' }, accessToken: () => '', sandbox: null, relayUrl: null }
  return platforms.connect({ platform, ...nobody }).limits.ship
}
