import type { MarketListing } from '../shared/market/listing.ts'
import { applyStockChange, type MarketStockChange, type MarketStockResult } from '../shared/market/stock-change.ts'
import type { Method, MethodCall } from './call.ts'
import { chinaTime } from '../shared/china-time.ts'
import { gone, skuPayload } from './methods-items.ts'
import { serviceCode } from './methods-trades.ts'
import { business, invalid, missing } from './top-error.ts'

/** One row of a stock call and what is wanted of it. */
export interface Wanted {
  readonly listing: MarketListing
  readonly units: number
}

type Below = MarketStockChange['belowZero']

/** taobao.item.quantity.update: one row; a delta below zero is an error. */
export const itemQuantityUpdate: Method = (call) => {
  const { parameters } = call
  const rows = itemRows(call, parameters.required('num_iid'))
  const units = parameters.int('quantity', { min: -1_000_000, max: 1_000_000 })
  const sku = parameters.optional('sku_id')
  const outer = parameters.optional('outer_id')
  const matches = rows.filter((row) => (sku === null ? outer === null || row.merchantCode === outer : row.skuId === sku))
  if (matches.length > 1 && outer === null) throw business(serviceCode(call), 'isv.invalid-parameter', '宝贝含有销售属性')
  if (matches.length > 1 && call.state.switches.get('outerIdOnSeveral') === 'refused') throw invalid('outer_id')
  const [listing] = matches
  if (!listing) throw noSku(call)
  changeAll(call, [{ listing, units }], { kind: kindOf(call), belowZero: 'refuse' })
  return { item: changed(call, rows, [listing]) }
}

/** taobao.skus.quantity.update: at most 20 SKUs of one item; a delta below zero is clamped. */
export const skusQuantityUpdate: Method = (call) => {
  const { parameters } = call
  const rows = itemRows(call, parameters.required('num_iid'))
  const bySku = parameters.optional('skuid_quantities')
  const text = bySku ?? parameters.optional('outerid_quantities')
  if (text === null) throw missing('skuid_quantities')
  const wanted = pairs(text).flatMap(([name, units]) => {
    const found = rows.filter(({ skuId, merchantCode }) => (bySku === null ? merchantCode : skuId) === name)
    if (found.length === 0) throw noSku(call)
    return found.map((listing) => ({ listing, units }))
  })
  changeAll(call, wanted, { kind: kindOf(call), belowZero: kindOf(call) === 'set' ? 'refuse' : 'clamp' })
  return {
    item: changed(
      call,
      rows,
      wanted.map(({ listing }) => listing),
    ),
  }
}

export function itemRows(call: MethodCall, itemId: string): MarketListing[] {
  const rows = call.shop.listingsOfItem(itemId).filter(({ deleted }) => !deleted)
  if (rows.length === 0) throw gone(call)
  return rows
}

export function noSku(call: MethodCall): Error {
  return business(serviceCode(call), 'isv.invalid-parameter:sku-properties', '没有找到宝贝对应的SKU')
}

/** All rows or none, or up to the first that is refused: the documents do not say which. */
export function changeAll(
  call: MethodCall,
  wanted: readonly Wanted[],
  { kind, belowZero, key }: { kind: 'set' | 'delta'; belowZero: Below; key?: string },
): void {
  if (wanted.length > 20) throw business(serviceCode(call), 'isv.invalid-parameter', '一次最多更新20个SKU')
  const together = call.state.switches.get('batchOfSkus') === 'all or none'
  const before = wanted.map(({ listing }) => listing.sellable)
  if (together) {
    const refusal = wanted.map((row) => refusalOf(call, tried(row, { kind, belowZero }))).find((found) => found !== null)
    wanted.forEach(({ listing }, place) => (listing.sellable = before[place] ?? 0))
    if (refusal) throw refusal
  }
  for (const { listing, units } of wanted) {
    const change = { kind, units, belowZero, why: 'call', ...(key === undefined ? {} : { key }) } as const
    const refusal = refusalOf(call, call.state.market.changeStock(call.shop.id, listing.id, change))
    if (refusal) throw refusal
  }
}

/** What a change would come to, tried on a copy. */
function tried({ listing, units }: Wanted, { kind, belowZero }: { kind: 'set' | 'delta'; belowZero: Below }): MarketStockResult {
  return applyStockChange({ ...listing }, { kind, units, belowZero })
}

function refusalOf(call: MethodCall, result: MarketStockResult): Error | null {
  if (result.applied) return null
  const code = serviceCode(call)
  switch (result.reason) {
    case 'below zero':
      return business(code, 'isv.invalid-parameter', '库存数量不能小于0')
    case 'lowering blocked':
      return business(code, 'isv.item-update-service-error', '活动商品，当前时间段只能增加库存，不允许做减少')
    case 'blocked':
      return business(code, 'isv.item-update-service-error', '聚划算禁止编辑库存')
    case 'combined':
      // The parts decide what can be bought, so an accepted write to the whole changes nothing.
      if (call.state.switches.get('combinedWrite') === 'accepted') return null
      return business(code, 'isv.item-update-service-error', '组合商品不支持编辑库存')
    case 'gone':
      return gone(call)
  }
}

function kindOf({ parameters }: MethodCall): 'set' | 'delta' {
  return parameters.int('type', { min: 1, max: 2, initial: 1 }) === 1 ? 'set' : 'delta'
}

function pairs(text: string): [string, number][] {
  return text.split(';').map((pair) => {
    const at = pair.lastIndexOf(':')
    const units = Number(pair.slice(at + 1))
    if (at < 1 || !Number.isInteger(units)) throw invalid('skuid_quantities')
    return [pair.slice(0, at), units]
  })
}

function changed(call: MethodCall, rows: readonly MarketListing[], touched: readonly MarketListing[]): object {
  const [first] = rows
  const skus = touched.filter(({ skuId }) => skuId !== null).map((row) => skuPayload(call, row))
  return {
    iid: first?.itemId,
    num_iid: `#${first?.itemId ?? '0'}`,
    modified: chinaTime(call.state.world.now()),
    num: rows.reduce((sum, { sellable }) => sum + sellable, 0),
    ...(skus.length === 0 ? {} : { skus: { sku: skus } }),
  }
}
