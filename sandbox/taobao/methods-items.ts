import { sellableOf } from '../shared/market/life-cycle.ts'
import type { MarketListing } from '../shared/market/listing.ts'
import type { Method, MethodCall } from './call.ts'
import { chinaTime } from '../shared/china-time.ts'
import { serviceCode } from './methods-trades.ts'
import { business, invalid } from './top-error.ts'
import { yuan } from './trade-payload.ts'

/** The rows of one item: one without a SKU, or its SKUs. */
function rowsOfItem({ shop }: MethodCall, itemId: string): MarketListing[] {
  return shop.listingsOfItem(itemId).filter(({ deleted }) => !deleted)
}

function itemIds({ shop, parameters }: MethodCall, onSale: boolean): string[] {
  const combined = parameters.optional('is_combine')
  const rows = [...shop.listings.values()].filter((each) => !each.deleted && each.onSale === onSale)
  const wanted = rows.filter(({ parts }) => combined === null || parts.length > 0 === (combined === 'true'))
  return [...new Set(wanted.map(({ itemId }) => itemId))]
}

/** taobao.items.onsale.get and taobao.items.inventory.get: items, without their SKUs. */
export function itemsList(onSale: boolean): Method {
  return (call) => {
    const { parameters } = call
    parameters.required('fields')
    const size = parameters.int('page_size', { min: 1, max: 200, initial: 40 })
    const number = parameters.int('page_no', { min: 1, max: onSale ? 100_000 : 101, initial: 1 })
    if (number * size > 100_000) throw invalid('page_no')
    const banner = parameters.optional('banner') ?? 'for_shelved'
    const ids = onSale || banner === 'for_shelved' ? itemIds(call, onSale) : []
    const items = ids.slice((number - 1) * size, number * size).map((id) => itemPayload(call, id, []))
    return { total_results: ids.length, ...(items.length === 0 ? {} : { items: { item: items } }) }
  }
}

/** taobao.item.seller.get: one item with its SKUs. */
export const itemSeller: Method = (call) => {
  const itemId = call.parameters.required('num_iid')
  call.parameters.required('fields')
  if (rowsOfItem(call, itemId).length === 0) throw gone(call)
  return { item: itemPayload(call, itemId, ['skus']) }
}

/** taobao.items.seller.list.get: at most 20; unknown and foreign ids are left out without a word. */
export const itemsSellerList: Method = (call) => {
  const ids = call.parameters.list('num_iids')
  call.parameters.required('fields')
  if (ids.length > 20) throw invalid('num_iids')
  const items = ids.filter((id) => rowsOfItem(call, id).length > 0).map((id) => itemPayload(call, id, ['sku']))
  return items.length === 0 ? {} : { items: { item: items } }
}

/** taobao.item.sku.get: one SKU. */
export const itemSku: Method = (call) => {
  const sku = rowsOfItem(call, call.parameters.required('num_iid')).find(
    ({ skuId }) => skuId === call.parameters.required('sku_id'),
  )
  call.parameters.required('fields')
  if (!sku) throw business(serviceCode(call), 'isv.invalid-parameter:sku-properties', 'SKU不存在')
  return { sku: skuPayload(call, sku) }
}

/** taobao.item.skus.get: the SKUs of at most 40 items, in one flat list. */
export const itemSkus: Method = (call) => {
  const ids = call.parameters.list('num_iids')
  if (ids.length > 40) throw invalid('num_iids')
  const skus = ids.flatMap((id) => rowsOfItem(call, id)).filter(({ skuId }) => skuId !== null)
  return skus.length === 0 ? {} : { skus: { sku: skus.map((sku) => skuPayload(call, sku)) } }
}

/** taobao.skus.custom.get: the SKUs with this merchant code, of which there may be several. */
export const skusCustom: Method = (call) => {
  const code = call.parameters.required('outer_id')
  call.parameters.required('fields')
  const skus = [...call.shop.listings.values()].filter(
    (each) => each.merchantCode === code && each.skuId !== null && !each.deleted,
  )
  return skus.length === 0 ? {} : { skus: { sku: skus.map((sku) => skuPayload(call, sku)) } }
}

export function gone(call: MethodCall): Error {
  return business(serviceCode(call), 'isv.item-is-delete:invalid-numIid-or-iid', '商品已经被删除')
}

function itemPayload(call: MethodCall, itemId: string, withSkus: readonly ('skus' | 'sku')[]): object {
  const rows = rowsOfItem(call, itemId)
  const [first] = rows
  const skus = rows.filter(({ skuId }) => skuId !== null)
  const subStock = first?.takesAt === 'payment' ? 2 : 1
  return {
    num_iid: `#${itemId}`,
    title: first?.title,
    outer_id: first?.skuId === null ? first.merchantCode : '',
    price: yuan(first?.priceFen ?? 0),
    num: rows.reduce((sum, row) => sum + sellableOf(call.shop, row), 0),
    approve_status: first?.onSale ? 'onsale' : 'instock',
    modified: chinaTime(first?.modifiedAt ?? call.state.world.now()),
    sub_stock: subStock,
    with_hold_quantity: subStock === 2 ? rows.reduce((sum, { unpaidUnits }) => sum + unpaidUnits, 0) : 0,
    ...(skus.length > 0
      ? Object.fromEntries(withSkus.map((name) => [name, { sku: skus.map((sku) => skuPayload(call, sku)) }]))
      : {}),
  }
}

export function skuPayload({ shop }: MethodCall, listing: MarketListing): object {
  return {
    sku_id: `#${listing.skuId ?? '0'}`,
    num_iid: `#${listing.itemId}`,
    outer_id: listing.merchantCode,
    quantity: sellableOf(shop, listing),
    with_hold_quantity: listing.takesAt === 'payment' ? listing.unpaidUnits : 0,
    status: 'normal',
    price: yuan(listing.priceFen),
    modified: chinaTime(listing.modifiedAt),
  }
}
