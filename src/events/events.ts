import { EventFeed, type FeedParts } from './event-feed.ts'
import type { Subscriber } from './subscriber.ts'
import {
  alarmRaised,
  campaignProgress,
  orderChanged,
  quotaChanged,
  type CampaignChanged,
  type OrderChanged,
  type QuotaChanged,
} from './topics.ts'
import type { ListedAlarm } from '../stock/read/list-alarms.ts'

export type Events = ReturnType<typeof createEvents>

/** What can be followed, by name: a topic is added here, in `followOf` and in topics.ts. */
export function createEvents(parts: FeedParts) {
  return {
    alarmRaised: new EventFeed(parts, alarmRaised),
    orderChanged: new EventFeed(parts, orderChanged),
    quotaChanged: new EventFeed(parts, quotaChanged),
    campaignProgress: new EventFeed(parts, campaignProgress),
  }
}

/** The events of one merchant. */
export interface Follow {
  readonly alarmRaised: () => Promise<Subscriber<ListedAlarm>>
  readonly orderChanged: (wants: (event: OrderChanged) => boolean) => Promise<Subscriber<OrderChanged>>
  readonly quotaChanged: (wants: (event: QuotaChanged) => boolean) => Promise<Subscriber<QuotaChanged>>
  readonly campaignProgress: (wants: (event: CampaignChanged) => boolean) => Promise<Subscriber<CampaignChanged>>
}

export function followOf(events: Events, schema: string): Follow {
  return {
    alarmRaised: () => events.alarmRaised.subscribe(schema),
    orderChanged: (wants) => events.orderChanged.subscribe(schema, wants),
    quotaChanged: (wants) => events.quotaChanged.subscribe(schema, wants),
    campaignProgress: (wants) => events.campaignProgress.subscribe(schema, wants),
  }
}
