import { z } from 'zod'
import { wireFlag, wireId, wireIdOrNone, wireInt, wireList, wireText } from '../shared/wire.ts'
import { Inner } from './wire-inner.ts'

const counter = wireInt.nullish().transform((units) => units ?? 0)

/** The counters of one SKU in one warehouse; store 0 is the only one of a shop without partition warehouses. */
export const StoreStock = z.object({
  storeId: wireIdOrNone,
  stockNum: wireInt,
  orderBookingNum: counter,
  appBookingNum: counter,
  orderTransferNum: counter,
})
export type StoreStock = z.output<typeof StoreStock>

export const StockQuery = z.object({
  returnType: z.intersection(
    Inner,
    z.object({ obj: z.object({ skuId: wireId.optional(), skuStockInfos: wireList(StoreStock) }).nullish() }),
  ),
})

const Row = z.object({ data: wireId, success: wireFlag, storeId: wireIdOrNone, message: wireText })
export type StockRow = z.output<typeof Row>

export const StockSet = z.object({
  returnType: z.intersection(Inner, z.object({ obj: z.object({ updateStockResult: wireList(Row) }).nullish() })),
})

/** Older pages show a bare `success`; the vendor's Java client reads a `result` with a code nobody explains. */
export const StockIncreased = z.union([
  z.object({ success: z.union([z.boolean(), z.string()]), message: wireText }),
  z.object({ result: z.object({ detailCode: wireText, detailMsg: wireText }) }),
])
