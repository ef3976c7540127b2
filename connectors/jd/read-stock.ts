import { ChannelError } from '../../src/channels/errors.ts'
import type { ListingRef } from '../../src/channels/listing.ts'
import type { MissingReading, StockReading } from '../../src/channels/stock.ts'
import type { JdClient } from './jd-client.ts'
import { SkuPage, skuSearch } from './wire-sku.ts'
import { StockQuery, type StoreStock } from './wire-stock.ts'

const method = 'jingdong.ware.stock.sku.query'
const deleted = 4

/**
 * Reads counters, one SKU a call. Whether `stockNum` includes the bookings is documented only for another kind of stock, so
 * the most that can be for sale is all of it. Bookings are units of orders not shipped (`orderBookingNum`, unpaid ones as far
 * as a probe has shown), of activities, and those handed to JD's own production.
 */
export async function readStock(
  client: JdClient,
  listings: readonly ListingRef[],
  signal: AbortSignal,
): Promise<readonly (StockReading | MissingReading)[]> {
  const readings = new Map<ListingRef, StockReading | MissingReading>()
  for (const [skuId, rows] of Map.groupBy(listings, (listing) => listing.skuId ?? '')) {
    const sentAt = new Date(client.clock.now().getTime() - 1_000)
    const stores = await queryStores(client, skuId, signal)
    const answeredAt = new Date(client.clock.now().getTime() + 1_000)
    for (const listing of rows) {
      const store = stores?.find(({ storeId }) => storeId === listing.warehouseId)
      const at = { listing, sentAt, answeredAt }
      readings.set(listing, store ? { ...at, ...counted(store) } : { ...at, missing: true })
    }
  }
  return listings.flatMap((listing) => readings.get(listing) ?? [])
}

function counted(store: StoreStock): Pick<StockReading, 'shownUnits' | 'reservedUnits' | 'sellableAtMost'> {
  const { stockNum, orderBookingNum, appBookingNum, orderTransferNum } = store
  return {
    shownUnits: stockNum,
    reservedUnits: orderBookingNum + appBookingNum + orderTransferNum,
    sellableAtMost: stockNum,
  }
}

/**
 * The rows of one SKU, or null when the shop no longer has it. A failure is not taken for "gone": that is asked of the list of
 * SKUs, because what is gone is settled as zero.
 */
export async function queryStores(client: JdClient, skuId: string, signal: AbortSignal): Promise<readonly StoreStock[] | null> {
  const { returnType: answer } = await client.read(method, StockQuery, { signal, parameters: { skuId } })
  const rows = answer.obj?.skuStockInfos ?? []
  if (answer.success && rows.length > 0) return rows
  const parameters = { skuId: [skuId], skuStatuValue: [1, 2, 4], pageNo: 1, page_size: 1, field: 'skuId,wareId,status' }
  const { page } = await client.read(skuSearch, SkuPage, { signal, parameters })
  if (page.data.every(({ status }) => status === deleted)) return null
  client.requireSuccess(method, answer)
  throw new ChannelError('jd', 'malformed', `${method}: no counters of a SKU the shop has`)
}
