import { z } from 'zod'
import type { ChannelRefund, RefundPage } from '../../src/channels/feed.ts'
import { requireWholePage } from '../shared/whole-page.ts'
import { wireId, wireIdOrNone, wireInt, wireList, wireTime } from '../shared/wire.ts'
import type { PopClient } from './pop-client.ts'

const method = 'pdd.refund.list.increment.get'
const pageRefunds = 100
/** 30 minutes at most, less the second added at the end and the one lost by cutting to whole seconds. */
const windowMs = 1_798_000

const RefundWire = z.object({
  id: wireId,
  order_sn: wireId,
  goods_id: wireIdOrNone,
  sku_id: wireIdOrNone,
  goods_number: wireInt.nullish(),
  after_sales_status: wireInt,
  after_sales_type: wireInt,
  updated_time: wireTime,
})
type RefundWire = z.output<typeof RefundWire>
export const RefundList = z.object({ refund_list: wireList(RefundWire), total_count: wireInt.default(0) })

/** What each status means for the case; those not listed are steps of an open one. Source: page of pdd.refund.list.increment.get. */
const states: Readonly<Record<number, ChannelRefund['state']>> = {
  4: 'agreed',
  5: 'agreed',
  7: 'agreed',
  9: 'closed',
  10: 'done',
  11: 'closed',
  12: 'closed',
  13: 'closed',
  16: 'done',
  17: 'closed',
  24: 'closed',
  25: 'done',
  31: 'agreed',
}

const kinds: Readonly<Record<number, ChannelRefund['kind']>> = {
  2: 'refund',
  3: 'return',
  4: 'exchange',
  5: 're-send',
  6: 'repair',
}

/** By change, in windows the platform allows, each walked last page first as the orders are. Status 1 and type 1: all. */
export async function* pullRefunds(
  client: PopClient,
  { from, to }: { readonly from: Date; readonly to: Date },
  signal: AbortSignal,
): AsyncIterable<RefundPage> {
  for (let start = from.getTime(); start <= to.getTime(); start += windowMs) {
    const end = Math.min(to.getTime(), start + windowMs)
    const final = start + windowMs > to.getTime()
    const parameters = {
      start_updated_at: Math.floor(start / 1_000),
      end_updated_at: Math.floor(end / 1_000) + 1,
      after_sales_status: 1,
      after_sales_type: 1,
      page_size: pageRefunds,
    }
    const read = (page: number) => client.read(method, RefundList, { signal, parameters: { ...parameters, page } })
    const first = await read(1)
    const pages = Math.max(1, Math.ceil(first.total_count / pageRefunds))
    for (let page = pages; page >= 1; page -= 1) {
      const { refund_list: refunds, total_count: total } = pages === 1 ? first : await read(page)
      const seen = { page, pageRows: pageRefunds, rows: refunds.length, total }
      await requireWholePage('pinduoduo', seen, async () => (await read(1)).total_count)
      yield { refunds: refunds.map(toRefund), last: final && page === 1 }
    }
  }
}

/** The list does not say whether the goods had left; the order does. */
export function toRefund(refund: RefundWire): ChannelRefund {
  const listing = refund.goods_id === null ? null : { itemId: refund.goods_id, skuId: refund.sku_id, warehouseId: null }
  return {
    refundId: refund.id,
    orderId: refund.order_sn,
    lineId: listing === null ? null : `${listing.itemId}/${listing.skuId ?? ''}`,
    listing,
    units: refund.goods_number ?? null,
    state: states[refund.after_sales_status] ?? 'asked',
    kind: kinds[refund.after_sales_type] ?? 'other',
    phase: 'unknown',
    modifiedAt: refund.updated_time,
  }
}
