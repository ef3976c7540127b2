import { z } from 'zod'
import { wireFlag, wireId, wireInt, wireList, wireText } from '../shared/wire.ts'

const SkuWire = z.object({
  sku_id: wireId,
  sku_quantity: wireInt.nullish(),
  reserve_quantity: wireInt.nullish(),
  outer_id: wireText,
  is_sku_onsale: wireFlag,
})
export type SkuWire = z.output<typeof SkuWire>

const GoodsWire = z.object({
  goods_id: wireId,
  goods_name: wireText,
  goods_quantity: wireInt.nullish(),
  goods_reserve_quantity: wireInt.nullish(),
  is_onsale: wireFlag,
  sku_list: wireList(SkuWire),
})
export type GoodsWire = z.output<typeof GoodsWire>

export const GoodsPage = z.object({ goods_list: wireList(GoodsWire), total_count: wireInt.default(0) })

/** pdd.goods.information.get, retired: the same goods, all numbers as text. */
export const GoodsInformation = z.object({ goods_info: GoodsWire })

/** pdd.goods.skus.get: the cheapest read of one counter. */
export const SkuStock = z.object({ quantity: wireInt, reserve_quantity: wireInt.nullish() })

/** pdd.goods.detail.get: status 1 on sale, 2 off, 3 sold out, 4 deleted. */
export const GoodsDetail = z.object({ status: wireInt, sku_list: wireList(z.object({ sku_id: wireId })) })

/** A write's answer; old samples have the number 1 where the types say `true`. */
export const Succeeded = z.object({ is_success: z.union([z.boolean(), z.number()]) })
