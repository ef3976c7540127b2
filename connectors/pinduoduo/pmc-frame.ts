import { z } from 'zod'
import type { ReceivedPush } from '../../src/channels/push.ts'
import { parseJson } from '../shared/json.ts'
import { wireId, wireIdOrNone, wireInt } from '../shared/wire.ts'

const Message = z.object({ type: z.string(), mallID: wireIdOrNone, content: z.string() })
const Frame = z.object({
  id: wireId,
  commandType: z.string(),
  sendTime: wireInt.nullish(),
  message: Message.nullish(),
})
export type PmcFrame = z.output<typeof Frame>
export type PmcMessage = z.output<typeof Message>

/** Null for what is no frame. */
export function readFrame(data: Buffer): PmcFrame | null {
  try {
    return Frame.safeParse(parseJson(data.toString('utf8'))).data ?? null
  } catch {
    return null
  }
}

/** Ids pass 2^53 and are numbers on the wire: kept as text here, they are written as bare digits. */
export function writeFrame(id: string, fields: object): string {
  return `{"id":${/^\d+$/.test(id) ? id : JSON.stringify(id)},${JSON.stringify(fields).slice(1)}`
}

const Content = z.object({
  tid: wireIdOrNone,
  refund_id: wireIdOrNone,
  operation: wireIdOrNone,
  modified: wireIdOrNone,
  goods_id: wireIdOrNone,
})

/**
 * What a message hints at. A repeat may come with another frame id, so the message is known again by what it says, the mall, the
 * topic and the order (open.pinduoduo.com, message guide).
 */
export function toPush({ type: topic, mallID: shopId, content }: PmcMessage): ReceivedPush {
  const { tid, refund_id: refundId, operation, modified, goods_id: itemId } = readContent(content)
  const id = [shopId, topic, tid ?? itemId, refundId, operation, modified].map((part) => part ?? '').join('/')
  if (topic.startsWith('pdd_refund_') && tid !== null)
    return { id, hint: { kind: 'refund', shopId, orderId: tid, refundId, topic } }
  if (tid !== null) return { id, hint: { kind: 'order', shopId, orderId: tid, topic } }
  if (itemId !== null)
    return { id, hint: { kind: 'listing', shopId, listing: { itemId, skuId: null, warehouseId: null }, topic } }
  return { id, hint: { kind: 'other', shopId, topic } }
}

function readContent(text: string): z.output<typeof Content> {
  try {
    return Content.parse(parseJson(text))
  } catch {
    return { tid: null, refund_id: null, operation: null, modified: null, goods_id: null }
  }
}
