import type { MarketListing } from '../shared/market/listing.ts'
import type { MarketStockChange } from '../shared/market/stock-change.ts'
import { business, success, type Method, type MethodCall } from './call.ts'
import { rowOf } from './methods-goods.ts'
import { stockFigures } from './stock-figures.ts'

/** pdd.goods.quantity.update: one SKU; type 1 sets, type 2 adds and never goes below zero. */
export const quantityUpdate: Method = (call) => {
  const { parameters, state, shop } = call
  const listing = rowOf(call)
  const type = parameters.int('update_type', { min: 1, max: 2, initial: 1 })
  const quantity = parameters.int('quantity', { min: type === 1 ? 0 : -1_000_000, max: 1_000_000 })
  const change = type === 1 ? fullSet(call, listing, quantity) : ({ kind: 'delta', units: quantity } as const)
  const result = state.market.changeStock(shop.id, listing.id, { ...change, belowZero: 'refuse', why: 'call' })
  if (result.applied) return success(call)
  switch (result.reason) {
    case 'below zero':
      throw business(call, '库存数量不能小于0')
    case 'lowering blocked':
      throw business(call, '商品正在资源位活动中，不能减少库存')
    case 'blocked':
    case 'combined':
      throw business(call, '当前商品不支持修改库存')
    case 'gone':
      throw business(call, '商品不存在')
  }
}

/**
 * Whether a set writes what is for sale or that and the reserve is a switch, and so is whether the platform knows `force_update`:
 * with it, a set below the reserve is an error unless forced, and then comes to nothing for sale.
 */
function fullSet(call: MethodCall, listing: MarketListing, quantity: number): Pick<MarketStockChange, 'kind' | 'units'> {
  const { switches } = call.state
  const { reserve } = stockFigures(call, listing)
  const below = quantity < reserve
  if (below && switches.get('forceUpdate') === 'known') {
    if (!call.parameters.flag('force_update')) throw business(call, '修改的库存小于预扣库存')
    return { kind: 'set', units: 0 }
  }
  return { kind: 'set', units: switches.get('fullSet') === 'sellable' ? quantity : Math.max(0, quantity - reserve) }
}
