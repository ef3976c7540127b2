import { z } from 'zod'
import { wireYuan } from '../shared/money.ts'
import { wireFlag, wireId, wireIdOrNone, wireInt, wireList, wireText } from '../shared/wire.ts'

export const SkuWire = z.object({
  sku_id: wireId,
  num_iid: wireIdOrNone,
  outer_id: wireText,
  quantity: wireInt.optional(),
  with_hold_quantity: wireInt.optional(),
  status: wireText,
  price: wireYuan,
})
export type SkuWire = z.output<typeof SkuWire>

export const ItemWire = z.object({
  num_iid: wireId,
  title: wireText,
  outer_id: wireText,
  num: wireInt.optional(),
  approve_status: wireText,
  price: wireYuan,
  sub_stock: wireInt.optional(),
  with_hold_quantity: wireInt.optional(),
  // The list call names it `sku`, the call for one item `skus` (API pages 24625, 24626).
  skus: wireList(SkuWire, 'sku'),
  sku: wireList(SkuWire, 'sku'),
})
export type ItemWire = z.output<typeof ItemWire>

export const ItemPage = z.object({ total_results: wireInt.default(0), items: wireList(ItemWire, 'item') })
export const ItemList = z.object({ items: wireList(ItemWire, 'item') })
/** The answer of the stock calls: the rows as they are now. */
export const ChangedItem = z.object({ item: ItemWire })
export const TmallChanged = z.object({ quantity_update_result: wireId })
export const SellerWire = z.object({ user: z.object({ user_id: wireId, type: wireText, has_sub_stock: wireFlag }) })

export const itemFields = 'num_iid,title,outer_id,num,approve_status,sub_stock,with_hold_quantity,price,sku'
