import type { PresaleClaim } from '../../domain/presale.ts'

export function claimKey({
  channelId,
  orderId,
  line,
  skuId,
}: Pick<PresaleClaim, 'channelId' | 'orderId' | 'line' | 'skuId'>): string {
  return JSON.stringify([channelId, orderId, line, skuId])
}
