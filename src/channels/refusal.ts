export const channelRefusalCodes = [
  'INVALID',
  'CODE_TAKEN',
  'UNKNOWN_CHANNEL',
  'UNKNOWN_POOL',
  'UNKNOWN_LISTING',
  'UNKNOWN_SKU',
  'ARCHIVED_SKU',
  'UNKNOWN_RECIPE',
  'ARCHIVED_RECIPE',
  'LISTING_IN_USE',
  'LISTING_TWICE',
  'CHANNEL_IN_USE',
  'CHANNEL_STATE',
  'SANDBOX_BESIDE_REAL',
  'NO_MASTER_KEY',
  'NOT_AUTHORISED',
  'FOREIGN_SHOP',
  'SHOP_TAKEN',
  'PLATFORM_REFUSED',
  'BELOW_MINIMUM',
  'BUSY',
] as const
export type ChannelRefusalCode = (typeof channelRefusalCodes)[number]

/** A "no" about a channel or a listing that changed nothing: what is at fault, and what to do about it. */
export interface ChannelRefused {
  readonly kind: 'refused'
  readonly code: ChannelRefusalCode
  readonly message: string
  /** The path of the argument at fault. */
  readonly field?: string
  readonly retryAfterMs?: number
}

export function refuseChannel(
  code: ChannelRefusalCode,
  message: string,
  more: Pick<ChannelRefused, 'field' | 'retryAfterMs'> = {},
): ChannelRefused {
  return { kind: 'refused', code, message, ...more }
}

export function unknownChannel(code: string): ChannelRefused {
  return refuseChannel('UNKNOWN_CHANNEL', `no channel ${code} on a platform`, { field: 'channel' })
}
