import { chinaTime } from '../shared/china-time.ts'
import type { MarketListing } from '../shared/market/listing.ts'
import type { Method, MethodCall } from './call.ts'
import { JdError } from './jd-error.ts'
import { idValue } from './order-payload.ts'
import { shownUnits } from './stock-figures.ts'

/** jingdong.seller.vender.info.get: whose token it is. */
export const venderInfo: Method = ({ shop }) => ({
  vender_info_result: { vender_id: shop.id, shop_id: shop.id, shop_name: shop.name, col_type: 0 },
})

/** jingdong.store.findPartitionWhByIdAndStatus: the warehouses of this seller, but for the default one. */
export const warehouses: Method = ({ shop, parameters }) => {
  parameters.int('status', { min: 0, max: 2, initial: 2 })
  const ids = new Set([...shop.listings.values()].flatMap(({ warehouseId }) => warehouseId ?? []))
  const result = [...ids].map((id) => ({ vender_id: shop.id, seq_num: id, name: `仓 ${id}`, use_flag: 1, type: 1 }))
  return { find_Partition_Warehouse_Result: { success: true, message: '', result } }
}

/** jingdong.sku.read.searchSkuList: the mixed and misspelt names are the platform's. */
export const searchSkuList: Method = (call) => {
  const { parameters } = call
  const skuIds = parameters.list('skuId')
  if (skuIds.length > 20) throw new JdError(61, 'skuId')
  const given = parameters.list('skuStatuValue')
  const statuses = given.length === 0 ? ['1', '2'] : given
  const wareIds = parameters.list('wareId')
  const size = parameters.int('page_size', { min: 1, max: 50, initial: 20 })
  const number = parameters.int('pageNo', { min: 1, max: 100_000, initial: 1 })
  const found = skusOf(call).filter(
    ([sku]) =>
      sku !== undefined &&
      (skuIds.length === 0 || skuIds.includes(sku.skuId ?? '')) &&
      (wareIds.length === 0 || wareIds.includes(sku.itemId)) &&
      statuses.includes(statusOf(sku)),
  )
  const sorted = parameters.list('orderFiled').includes('skuId') ? found.toSorted(bySkuId) : found
  if (parameters.list('orderType').includes('desc')) sorted.reverse()
  const data = sorted.slice((number - 1) * size, number * size).map((rows) => skuPayload(call, rows))
  return { page: { pageSize: size, pageNo: number, totalItem: found.length, data } }
}

/** jingdong.sku.read.findSkuById */
export const findSkuById: Method = (call) => {
  const skuId = call.parameters.required('skuId')
  const rows = skusOf(call).find(([sku]) => sku?.skuId === skuId)
  return rows ? { sku: skuPayload(call, rows) } : {}
}

/** jingdong.ware.read.searchWare4Valid: products that are not deleted, at most a hundred pages of them. */
export const searchWares: Method = (call) => {
  const { parameters } = call
  const ids = parameters.list('wareId')
  if (ids.length > 20) throw new JdError(61, 'wareId')
  const size = parameters.int('pageSize', { min: 1, max: 50, initial: 20 })
  const number = parameters.int('pageNo', { min: 1, max: 100, initial: 1 })
  const statuses = parameters.list('wareStatusValue')
  const found = waresOf(call).filter(
    ([ware]) =>
      ware !== undefined &&
      (ids.length === 0 || ids.includes(ware.itemId)) &&
      (statuses.length === 0 || statuses.includes(wareStatusOf(ware))),
  )
  const data = found.slice((number - 1) * size, number * size).map((rows) => warePayload(call, rows))
  return { page: { pageSize: size, pageNo: number, totalItem: found.length, data } }
}

/** jingdong.ware.read.findWareById */
export const findWareById: Method = (call) => {
  const wareId = call.parameters.required('wareId')
  const rows = waresOf(call).find(([ware]) => ware?.itemId === wareId)
  return rows ? { ware: warePayload(call, rows) } : {}
}

function waresOf({ shop }: MethodCall): MarketListing[][] {
  const alive = [...shop.listings.values()].filter(({ deleted }) => !deleted)
  return [...Map.groupBy(alive, ({ itemId }) => itemId).values()]
}

/** 8: on sale; 2: taken off by the seller. */
function wareStatusOf({ onSale }: MarketListing): '8' | '2' {
  return onSale ? '8' : '2'
}

function warePayload(call: MethodCall, rows: readonly MarketListing[]): object {
  const [ware] = rows
  if (!ware) throw new Error('a product without SKUs')
  return {
    wareId: idValue(call, ware.itemId),
    title: ware.title,
    wareStatus: Number(wareStatusOf(ware)),
    outerId: ware.merchantCode,
    jdPrice: ware.priceFen / 100,
    stockNum: rows.reduce((sum, row) => sum + shownUnits(call, row), 0),
    modified: chinaTime(ware.modifiedAt),
  }
}

/** The rows of each SKU: one, or one a warehouse. */
function skusOf({ shop }: MethodCall): MarketListing[][] {
  return [...Map.groupBy(shop.listings.values(), ({ skuId }) => skuId ?? '0').values()]
}

function bySkuId([a]: readonly MarketListing[], [b]: readonly MarketListing[]): number {
  const [left, right] = [a?.skuId ?? '', b?.skuId ?? '']
  return left.length - right.length || (left < right ? -1 : 1)
}

function statusOf(listing: MarketListing): '1' | '2' | '4' {
  if (listing.deleted) return '4'
  return listing.onSale ? '1' : '2'
}

function skuPayload(call: MethodCall, rows: readonly MarketListing[]): object {
  const [sku] = rows
  if (!sku) throw new Error('a SKU without rows')
  const wanted = call.parameters.list('field')
  const optional = {
    stockNum: rows.reduce((sum, row) => sum + shownUnits(call, row), 0),
    modified: chinaTime(sku.modifiedAt),
  }
  return {
    skuId: `#${sku.skuId ?? '0'}`,
    wareId: idValue(call, sku.itemId),
    outerId: sku.merchantCode,
    status: Number(statusOf(sku)),
    jdPrice: sku.priceFen / 100,
    skuName: sku.title,
    wareTitle: sku.title,
    ...Object.fromEntries(Object.entries(optional).filter(([name]) => wanted.includes(name))),
  }
}
