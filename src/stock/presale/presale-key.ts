import { assert } from '../../domain/assert.ts'
import { toSkuId } from '../../domain/ids.ts'
import type { PresaleClaim } from '../../domain/presale.ts'

export function claimKey({
  channelId,
  orderId,
  line,
  skuId,
}: Pick<PresaleClaim, 'channelId' | 'orderId' | 'line' | 'skuId'>): string {
  return JSON.stringify([channelId, orderId, line, skuId])
}

/** What a key of ours names. */
export function parseClaimKey(key: string): Pick<PresaleClaim, 'channelId' | 'orderId' | 'line' | 'skuId'> {
  const parsed: unknown = JSON.parse(key)
  assert(Array.isArray(parsed), 'a key of a claim is an array')
  const [channelId, orderId, line, skuId]: unknown[] = parsed
  assert(typeof channelId === 'string' && typeof orderId === 'string', 'it names an order')
  assert(typeof line === 'number' && typeof skuId === 'string', 'and a line of it')
  return { channelId, orderId, line, skuId: toSkuId(skuId) }
}
