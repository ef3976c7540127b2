import { sql } from 'kysely'

import { toListedAlarm, type AlarmRow, type ListedAlarm } from '../stock/read/list-alarms.ts'
import { msOf } from '../stock/sql/instants.ts'
import { tableTopic, type Topic } from './topic.ts'

/** Names an order of which something has changed. */
export interface OrderChanged {
  readonly channelId: string
  readonly orderId: string
}

/** Names a listing whose quota has changed. */
export interface QuotaChanged {
  readonly channelId: string
  readonly listingId: string
}

export const alarmRaised: Topic<ListedAlarm> = tableTopic({
  name: 'alarm raised',
  table: 'alarm',
  columns: sql`id, kind, severity, subject, message, facts, ${msOf('raised_at')} as raised_at_ms, ${msOf('settled_at')} as settled_at_ms`,
  toEvent: (row: AlarmRow) => toListedAlarm(row),
})

export const orderChanged: Topic<OrderChanged> = tableTopic({
  name: 'order changed',
  table: 'channel_order_change',
  columns: sql`channel_id, order_id`,
  toEvent: (row: { readonly channel_id: string; readonly order_id: string }) => ({
    channelId: row.channel_id,
    orderId: row.order_id,
  }),
  keyOf: ({ channelId, orderId }) => `${channelId} ${orderId}`,
})

export const quotaChanged: Topic<QuotaChanged> = tableTopic({
  name: 'quota changed',
  table: 'listing_quota_change',
  columns: sql`channel_id, listing_id`,
  toEvent: (row: { readonly channel_id: string; readonly listing_id: string }) => ({
    channelId: row.channel_id,
    listingId: row.listing_id,
  }),
  keyOf: ({ listingId }) => listingId,
})

/** Names a campaign that goes otherwise than before. */
export interface CampaignChanged {
  readonly code: string
}

export const campaignProgress: Topic<CampaignChanged> = tableTopic({
  name: 'campaign progress',
  table: 'campaign_change',
  columns: sql`code`,
  toEvent: ({ code }: CampaignChanged) => ({ code }),
  keyOf: ({ code }) => code,
})
