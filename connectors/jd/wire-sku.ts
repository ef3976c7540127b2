import { z } from 'zod'
import { wireYuan } from '../shared/money.ts'
import { wireFlag, wireId, wireInt, wireList, wireText } from '../shared/wire.ts'

export const skuSearch = 'jingdong.sku.read.searchSkuList'

const SkuWire = z.object({
  skuId: wireId,
  wareId: wireId,
  outerId: wireText,
  status: wireInt.optional(),
  skuName: wireText,
  wareTitle: wireText,
  stockNum: wireInt.nullish(),
  jdPrice: wireYuan,
})
export type SkuWire = z.output<typeof SkuWire>

export const SkuPage = z.object({ page: z.object({ totalItem: wireInt.default(0), data: wireList(SkuWire) }) })

/** The partition warehouses of a shop; `seq_num` is what stock calls name storeId. Source: open.jd.com, API 750. */
export const Warehouses = z.object({
  find_Partition_Warehouse_Result: z.object({
    success: wireFlag,
    message: wireText,
    result: wireList(z.object({ seq_num: wireId })),
  }),
})

export const Vender = z.object({ vender_info_result: z.object({ vender_id: wireId }) })
