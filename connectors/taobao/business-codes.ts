import type { ChannelFault } from '../../src/channels/errors.ts'
import type { BusinessReason } from '../../src/channels/stock.ts'
import type { ShipRefusal } from '../../src/channels/shipping.ts'

const notThere = /^isv\.(trade-not-exist|item-not-exist|item-is-delete|refund-not-exist)|service-error:B01$/

/** What a service's sub code means beyond "no"; null when it says nothing more. */
export function businessFault(subCode: string): ChannelFault | null {
  if (notThere.test(subCode)) return 'not found'
  if (subCode === 'isv.invalid-permission') return 'foreign shop'
  return /service-error:B0[24]$/.test(subCode) ? 'done already' : null
}

/**
 * Why a stock change was refused. Several reasons come only as Chinese text, so the text decides where the sub code is a
 * general one. Sources: public order systems' lists of these answers; API page 21169.
 */
const stockReasons: readonly (readonly [RegExp, BusinessReason])[] = [
  [/item-is-delete|item-not-exist|sku-properties|没有找到宝贝对应的SKU|SKU不存在|已经被删除/, 'listing gone'],
  [/outer-biz-key|重复的外部业务单号/, 'key used before'],
  [/只能增加库存|不允许做减少/, 'lowering blocked'],
  [/不能小于0|小于零|库存不足/, 'below zero'],
  [/禁止编辑库存|被系统锁定|限流|活动商品|双1[12]|不支持全量修改/, 'locked by the platform'],
  [/含有销售属性|不支持编辑库存|不能全量更新库存|非天猫卖家|代销商品/, 'wrong kind of listing'],
]

export function stockReason(code: string, message: string): BusinessReason {
  return stockReasons.find(([pattern]) => pattern.test(`${code} ${message}`))?.[1] ?? 'other'
}

/** Why a shipment was refused, by the code after `…-service-error:`. */
const shipReasons: readonly (readonly [RegExp, ShipRefusal])[] = [
  [/:B01$/, 'order not found'],
  [/:(B5[6-9]|B60|B98|B101)$/, 'carrier or waybill'],
  [/:(P38|CD2[2-9]|CD3[01])/, 'parts do not fit'],
  [/:(CD01|CD86)/, 'way of shipping'],
  [/:(B150|S01)$/, 'busy'],
  [/refund/, 'refund under way'],
]

export function shipReason(code: string): ShipRefusal {
  return shipReasons.find(([pattern]) => pattern.test(code))?.[1] ?? 'other'
}
