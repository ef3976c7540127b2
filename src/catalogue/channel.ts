import type { ChannelEntity } from './channel.entity.ts'

/** One connected shop; `direct` is the merchant's own app, shop or till. */
export interface Channel {
  readonly id: string
  /** Never changes, so it may be cached for ever. */
  readonly code: string
  readonly name: string
  readonly platform: string
  readonly state: string
  readonly createdAt: Date
}

export function toChannel({ id, code, name, platform, state, createdAt }: ChannelEntity): Channel {
  return { id, code, name, platform, state, createdAt }
}
