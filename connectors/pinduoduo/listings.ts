import type { Listing } from '../../src/channels/listing.ts'
import type { PopClient } from './pop-client.ts'
import { GoodsPage, type GoodsWire, type SkuWire } from './wire-goods.ts'

const pageGoods = 100
/** More goods than the platform lets a shop have; it stops a list that never ends. */
const mostPages = 1_000

/** Every SKU of the shop's goods, on sale or not. Goods that move to another page while we read may come twice: they are given once. */
export async function* listListings(client: PopClient, signal: AbortSignal): AsyncIterable<readonly Listing[]> {
  const seen = new Set<string>()
  for (let page = 1; page <= mostPages; page += 1) {
    const parameters = { page, page_size: pageGoods }
    const { goods_list: goods, total_count: total } = await client.read('pdd.goods.list.get', GoodsPage, { signal, parameters })
    const fresh = goods.filter(({ goods_id: id }) => !seen.has(id))
    for (const { goods_id: id } of fresh) seen.add(id)
    yield fresh.flatMap(toListings)
    if (goods.length === 0 || page * pageGoods >= total) break
  }
}

/** The list says nothing of prices, promotion slots and presale, and nowhere is it documented when the units are taken. */
export function toListings(goods: GoodsWire): Listing[] {
  return goods.sku_list.map((sku) => toListing(goods, sku))
}

function toListing(goods: GoodsWire, sku: SkuWire): Listing {
  return {
    ref: { itemId: goods.goods_id, skuId: sku.sku_id, warehouseId: null },
    merchantCode: sku.outer_id,
    title: goods.goods_name ?? '',
    onSale: goods.is_onsale && sku.is_sku_onsale,
    takesAt: 'unknown',
    // The list has no price; asking for each row's would take a call a row.
    priceFen: null,
    shownUnits: sku.sku_quantity ?? null,
    reservedUnits: sku.reserve_quantity ?? null,
    loweringBlocked: null,
    combined: false,
    presale: false,
    facts: {},
  }
}
