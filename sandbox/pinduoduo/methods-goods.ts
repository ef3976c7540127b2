import type { MarketListing } from '../shared/market/listing.ts'
import { business, idValue, type Method, type MethodCall } from './call.ts'
import { invalid, missing } from './pop-error.ts'
import { stockFigures } from './stock-figures.ts'

const week = 7 * 86_400_000

/** pdd.goods.list.get: goods with their SKUs. Of several filters the first of on sale, SKU code, name is used. */
export const goodsList: Method = (call) => {
  const { parameters } = call
  const size = parameters.int('page_size', { min: 1, max: 100, initial: 100 })
  const page = parameters.int('page', { min: 1, max: 100_000, initial: 1 })
  if (parameters.optional('created_at_from') !== null) {
    parameters.window({ start: 'created_at_from', end: 'created_at_end' }, week)
  }
  const goods = [...Map.groupBy(wantedRows(call), ({ itemId }) => itemId)]
  const rows = goods.slice((page - 1) * size, page * size).map(([itemId, skus]) => goodsPayload(call, itemId, skus))
  return { goods_list: rows, total_count: goods.length }
}

function wantedRows({ shop, parameters }: MethodCall): MarketListing[] {
  const rows = [...shop.listings.values()].filter(({ deleted }) => !deleted)
  const onSale = parameters.optional('is_onsale')
  if (onSale !== null) return rows.filter((row) => row.onSale === (onSale === '1' || onSale === 'true'))
  const code = parameters.optional('outer_id')
  if (code !== null) return rows.filter(({ merchantCode }) => merchantCode === code)
  const name = parameters.optional('goods_name')
  if (name !== null) return rows.filter(({ title }) => title.includes(name))
  const goodsCodes = parameters.optional('outer_goods_id')?.split(',') ?? []
  if (goodsCodes.length > 10) throw invalid('outer_goods_id')
  return goodsCodes.length === 0 ? rows : []
}

function goodsPayload(call: MethodCall, itemId: string, skus: readonly MarketListing[]): object {
  const figures = skus.map((sku) => stockFigures(call, sku))
  return {
    goods_id: idValue(call, itemId),
    goods_name: skus[0]?.title ?? '',
    goods_quantity: figures.reduce((sum, { quantity }) => sum + quantity, 0),
    goods_reserve_quantity: figures.reduce((sum, { reserve }) => sum + reserve, 0),
    is_more_sku: skus.length > 1 ? 1 : 0,
    is_onsale: skus.some(({ onSale }) => onSale) ? 1 : 0,
    sku_list: skus.map((sku) => {
      const { quantity, reserve } = stockFigures(call, sku)
      return {
        sku_id: idValue(call, sku.skuId ?? '0'),
        sku_quantity: quantity,
        reserve_quantity: reserve,
        outer_id: sku.merchantCode,
        outer_goods_id: '',
        is_sku_onsale: sku.onSale ? 1 : 0,
        spec: '白色',
        spec_details: [],
      }
    }),
  }
}

/** pdd.goods.detail.get: status 1 on sale, 2 off, 4 deleted. */
export const goodsDetail: Method = (call) => {
  const itemId = call.parameters.required('goods_id')
  const all = call.shop.listingsOfItem(itemId)
  const [first] = all
  if (!first) throw business(call, '商品不存在')
  const skus = all.filter(({ deleted }) => !deleted)
  const status = skus.length === 0 ? 4 : skus.some(({ onSale }) => onSale) ? 1 : 2
  return {
    goods_id: idValue(call, itemId),
    goods_name: first.title,
    status,
    sku_list: skus.map((sku) => {
      const { quantity, reserve } = stockFigures(call, sku)
      const price = { price: sku.priceFen, multi_price: sku.priceFen }
      return {
        sku_id: idValue(call, sku.skuId ?? '0'),
        quantity,
        reserve_quantity: reserve,
        ...price,
        out_sku_sn: sku.merchantCode,
      }
    }),
  }
}

/** pdd.goods.skus.get: one SKU with both counters. */
export const goodsSkus: Method = (call) => {
  const sku = rowOf(call)
  const { quantity, reserve } = stockFigures(call, sku)
  return {
    goods_id: idValue(call, sku.itemId),
    sku_id: idValue(call, sku.skuId ?? '0'),
    quantity,
    reserve_quantity: reserve,
    out_sku_sn: sku.merchantCode,
    is_onsale: sku.onSale ? 1 : 0,
    multi_price: sku.priceFen,
    single_price: sku.priceFen + 1_000,
    spec: [{ parent_name: '颜色', spec_name: '白色' }],
  }
}

/** The row that `goods_id` and `sku_id`, or else `outer_id`, name. */
export function rowOf(call: MethodCall): MarketListing {
  const { parameters, shop } = call
  const itemId = parameters.required('goods_id')
  const [skuId, code] = [parameters.optional('sku_id'), parameters.optional('outer_id')]
  if (skuId === null && code === null) throw missing('sku_id')
  const rows = shop.listingsOfItem(itemId).filter(({ deleted }) => !deleted)
  const row = rows.find((each) => (skuId === null ? each.merchantCode === code : each.skuId === skuId))
  if (!row) throw business(call, '商品sku不存在')
  return row
}
