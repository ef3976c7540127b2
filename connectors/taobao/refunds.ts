import { z } from 'zod'
import type { ChannelRefund, RefundPage } from '../../src/channels/feed.ts'
import { toChinaTime } from '../shared/china-time.ts'
import { requireWholePage } from '../shared/whole-page.ts'
import { wireFlag, wireId, wireIdOrNone, wireInt, wireList, wireText, wireTime } from '../shared/wire.ts'
import type { TopClient } from './top-client.ts'

const method = 'taobao.refunds.receive.get'
const pageRefunds = 100
/** What the page lets one ask for, but for the buyer and the reasons. */
const fields = 'refund_id,tid,oid,num_iid,sku,status,order_status,refund_phase,has_good_return,num,modified'
const types = 'guarantee_trade,auto_delivery,fenxiao,tmall_i18n,step,cod,ec'

const RefundWire = z.object({
  refund_id: wireId,
  tid: wireId,
  oid: wireIdOrNone,
  num_iid: wireIdOrNone,
  sku: wireText,
  num: wireInt.optional(),
  status: z.string(),
  order_status: wireText,
  refund_phase: wireText,
  has_good_return: wireFlag,
  modified: wireTime,
})
type RefundWire = z.output<typeof RefundWire>
export const RefundsReceived = z.object({ total_results: wireInt.optional(), refunds: wireList(RefundWire, 'refund') })

const states: Readonly<Record<string, ChannelRefund['state']>> = {
  WAIT_SELLER_AGREE: 'asked',
  SELLER_REFUSE_BUYER: 'asked',
  WAIT_BUYER_RETURN_GOODS: 'agreed',
  WAIT_SELLER_CONFIRM_GOODS: 'agreed',
  CLOSED: 'closed',
  SUCCESS: 'done',
}

/** By change, last page first, as the orders (API page 52). */
export async function* pullRefunds(
  client: TopClient,
  { from, to }: { readonly from: Date; readonly to: Date },
  signal: AbortSignal,
): AsyncIterable<RefundPage> {
  const window = { start_modified: toChinaTime(from), end_modified: toChinaTime(new Date(to.getTime() + 1_000)), type: types }
  const count = async (): Promise<number> => {
    const parameters = { ...window, fields: 'refund_id,tid,status,modified', page_size: 1 }
    return (await client.read(method, RefundsReceived, { signal, parameters })).total_results ?? 0
  }
  const total = await count()
  for (let page = Math.max(1, Math.ceil(total / pageRefunds)); page >= 1; page -= 1) {
    const parameters = { ...window, fields, page_no: page, page_size: pageRefunds, use_has_next: 'true' }
    const { refunds } = await client.read(method, RefundsReceived, { signal, parameters })
    await requireWholePage('taobao', { page, pageRows: pageRefunds, rows: refunds.length, total }, count)
    yield { refunds: refunds.map(toRefund), last: page === 1 }
  }
}

/** Exchange states are not in the table: the case is then open, and an exchange. */
export function toRefund(refund: RefundWire): ChannelRefund {
  const exchange = /EXCHANGE|CONSIGN_GOODS/.test(refund.status)
  return {
    refundId: refund.refund_id,
    orderId: refund.tid,
    lineId: refund.oid,
    listing: refund.num_iid === null ? null : { itemId: refund.num_iid, skuId: skuOf(refund.sku), warehouseId: null },
    units: refund.num ?? null,
    state: states[refund.status] ?? 'asked',
    kind: exchange ? 'exchange' : refund.has_good_return ? 'return' : 'refund',
    phase: phases[refund.refund_phase ?? ''] ?? 'unknown',
    modifiedAt: refund.modified,
  }
}

const phases: Readonly<Record<string, ChannelRefund['phase']>> = { onsale: 'before shipping', aftersale: 'after shipping' }

/** `sku` reads `30004447689|颜色分类:军绿色`: the id, then its words. */
function skuOf(text: string | null): string | null {
  return /^(\d+)\|/.exec(text ?? '')?.[1] ?? null
}
