import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import type { ReceivedPush } from '../../src/channels/push.ts'
import { parseJson } from '../shared/json.ts'
import { wireIdOrNone } from '../shared/wire.ts'
import type { Frame, FrameValue } from './tmc-frame.ts'

const largestContentBytes = 1_000_000
/** All that is read of a message. Everything else about it is asked for again. */
const Content = z.object({ tid: wireIdOrNone, refund_id: wireIdOrNone, num_iid: wireIdOrNone, sku_id: wireIdOrNone })

/** What a message hints at; null when it is no message at all. Its id is the key to know it again by. */
export function toPush({ custom }: Frame): ReceivedPush | null {
  const id = asText(custom.get('id'))
  const topic = asText(custom.get('topic'))
  if (id === null || topic === null) return null
  return { id, hint: toHint({ topic, shopId: asText(custom.get('userid')), content: contentOf(custom.get('content')) }) }
}

export function toHint({
  topic,
  shopId,
  content,
}: {
  readonly topic: string
  readonly shopId: string | null
  readonly content: string
}): ReceivedPush['hint'] {
  const { tid, refund_id: refundId, num_iid: itemId, sku_id: skuId } = readContent(content)
  if (topic.startsWith('taobao_refund_') && tid !== null) return { kind: 'refund', shopId, orderId: tid, refundId, topic }
  if (tid !== null) return { kind: 'order', shopId, orderId: tid, topic }
  if (itemId !== null) return { kind: 'listing', shopId, listing: { itemId, skuId, warehouseId: null }, topic }
  return { kind: 'other', shopId, topic }
}

function readContent(text: string): z.output<typeof Content> {
  const nothing = { tid: null, refund_id: null, num_iid: null, sku_id: null }
  try {
    return Content.safeParse(parseJson(text)).data ?? nothing
  } catch {
    return nothing
  }
}

/** Content is JSON text, or that text as gzip bytes. */
function contentOf(value: FrameValue | undefined): string {
  if (typeof value === 'string') return value
  if (!Buffer.isBuffer(value)) return ''
  return value[0] === 0x1f && value[1] === 0x8b
    ? gunzipSync(value, { maxOutputLength: largestContentBytes }).toString('utf8')
    : value.toString('utf8')
}

function asText(value: FrameValue | undefined): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'bigint' || typeof value === 'number' ? String(value) : null
}
