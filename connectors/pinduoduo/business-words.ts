import type { BusinessReason } from '../../src/channels/stock.ts'

/**
 * The platform gives one code for all that its services refuse and publishes no sub codes, so the words decide. They are
 * those of the pages that state the rules, and unproven on a live shop: what fits none of them is `other`, which the caller
 * treats as "nothing was taken, nothing more is known". Source: page of pdd.goods.quantity.update.
 */
const stockReasons: readonly (readonly [RegExp, BusinessReason])[] = [
  [/资源位|不能减少库存|不允许减少/, 'lowering blocked'],
  [/小于\s*0|小于零|负数|库存不足/, 'below zero'],
  [/(商品|sku).{0,8}(不存在|已删除)/i, 'listing gone'],
]

export function stockReason(words: string): BusinessReason {
  return stockReasons.find(([pattern]) => pattern.test(words))?.[1] ?? 'other'
}

/**
 * "The order is not this shop's or does not exist": said of a foreign order, of one the order API does not show yet, and of one
 * older than 90 days (open.pinduoduo.com, FAQ 3155CCB725082A31). Public clients report it as sub code 45001.
 */
export function saysUnknownOrder(words: string): boolean {
  return /45001|订单不属于(当前|该)?店铺|订单不存在/.test(words)
}
