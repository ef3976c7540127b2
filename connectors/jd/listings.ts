import { ChannelError } from '../../src/channels/errors.ts'
import type { Listing, ListingRef } from '../../src/channels/listing.ts'
import type { JdClient } from './jd-client.ts'
import { queryStores } from './read-stock.ts'
import { SkuPage, skuSearch, Vender, Warehouses, type SkuWire } from './wire-sku.ts'

const pageSkus = 50
const onSale = 1
const fields = 'skuId,wareId,outerId,status,skuName,wareTitle,stockNum,jdPrice'

/**
 * Every SKU on or off sale, in the order of their ids, last page first, so that a SKU deleted meanwhile hides no other. Where
 * the shop has partition warehouses each is a row of its own. Source: open.jd.com, API 1227.
 */
export async function* listListings(client: JdClient, signal: AbortSignal): AsyncIterable<readonly Listing[]> {
  const parted = await hasWarehouses(client, signal)
  const first = await readSkus(client, 1, signal)
  for (let page = Math.max(1, Math.ceil(first.totalItem / pageSkus)); page >= 1; page -= 1) {
    const { data, totalItem } = page === 1 && first.totalItem <= pageSkus ? first : await readSkus(client, page, signal)
    if (data.length === 0 && (page - 1) * pageSkus < totalItem)
      throw new ChannelError('jd', 'malformed', `${skuSearch}: fewer SKUs than announced`)
    yield parted ? await byWarehouse(client, data, signal) : data.map((sku) => toListing(sku))
  }
}

async function readSkus(
  client: JdClient,
  pageNo: number,
  signal: AbortSignal,
): Promise<{ readonly totalItem: number; readonly data: readonly SkuWire[] }> {
  // The misspelt names are the platform's.
  const parameters = {
    skuStatuValue: [1, 2],
    orderFiled: ['skuId'],
    orderType: ['asc'],
    pageNo,
    page_size: pageSkus,
    field: fields,
  }
  return (await client.read(skuSearch, SkuPage, { signal, parameters })).page
}

async function hasWarehouses(client: JdClient, signal: AbortSignal): Promise<boolean> {
  const method = 'jingdong.store.findPartitionWhByIdAndStatus'
  const { find_Partition_Warehouse_Result: found } = await client.read(method, Warehouses, { signal, parameters: { status: 2 } })
  client.requireSuccess(method, { success: found.success, code: 'no code', message: found.message ?? 'no reason given' })
  return found.result.some(({ seq_num: id }) => id !== '0')
}

async function byWarehouse(client: JdClient, skus: readonly SkuWire[], signal: AbortSignal): Promise<Listing[]> {
  const rows: Listing[] = []
  for (const sku of skus) {
    const stores = await queryStores(client, sku.skuId, signal)
    for (const { storeId: warehouseId, stockNum } of stores ?? []) rows.push(toListing({ ...sku, stockNum }, warehouseId))
  }
  return rows
}

/** JD books units at order, paid or not; the list says nothing of promotions or presales. */
export function toListing(sku: SkuWire, warehouseId: string | null = null): Listing {
  const ref: ListingRef = { itemId: sku.wareId, skuId: sku.skuId, warehouseId }
  return {
    ref,
    merchantCode: sku.outerId,
    title: sku.skuName ?? sku.wareTitle ?? '',
    onSale: sku.status === onSale,
    takesAt: 'order',
    priceFen: sku.jdPrice,
    shownUnits: sku.stockNum ?? null,
    reservedUnits: null,
    loweringBlocked: null,
    combined: false,
    presale: false,
    facts: {},
  }
}

/** The seller the token belongs to. Source: open.jd.com, API 493. */
export async function readShopId(client: JdClient, signal: AbortSignal): Promise<string> {
  const { vender_info_result: vender } = await client.read('jingdong.seller.vender.info.get', Vender, { signal })
  return vender.vender_id
}
