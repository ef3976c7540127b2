import type { Freshness, ShopFeed } from '../../src/intake/read-feeds.ts'
import type { Found, Reconciliation } from '../../src/intake/reconciliations.ts'
import { READERS, Visible } from '../access.ts'
import type { AsideStanding } from '../../src/intake/set-aside.ts'
import { Field, ID, Int, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { DateTime } from '../scalars.ts'

@Visible(READERS)
@ObjectType('Freshness', { description: 'Up to when what is shown of a shop is what the shop has, by its own clock.' })
export class FreshnessType implements Freshness {
  @Field(() => DateTime, {
    nullable: true,
    description: 'The orders of this channel are seen up to here: every order whose units the shop had taken by then.',
  })
  declare readonly seenThrough: Date | null

  @Field(() => DateTime, { nullable: true, description: 'Every cancellation and shipment up to here is seen.' })
  declare readonly backThrough: Date | null

  @Field(() => Int, { nullable: true, description: 'How long ago `seenThrough` is.' })
  declare readonly lagSeconds: number | null
}

@Visible(READERS)
@ObjectType('WalkedList', { description: "One of the shop's order lists." })
export class WalkedListType {
  @Field(() => String, { description: "The platform's own name of it." })
  declare readonly list: string

  @Field(() => DateTime, { description: 'Windows up to here have been read whole.' })
  declare readonly walkedThrough: Date
}

const FoundEnum = enumOf('FoundByReconciling', ['missed', 'behind'])

@Visible(READERS)
@ObjectType('FoundOrder')
class FoundOrderType implements Found {
  @Field(() => ID)
  declare readonly orderId: string

  @Field(() => FoundEnum, { description: 'MISSED: it was not there. BEHIND: it had come further at the shop.' })
  declare readonly what: Found['what']
}

@Visible(READERS)
@ObjectType('Reconciliation', { description: "One day of the shop's orders, held against the shop by another way than polling." })
export class ReconciliationType implements Reconciliation {
  @Field(() => DateTime, { name: 'beganAt' })
  declare readonly beganAtMs: number

  @Field(() => DateTime, { name: 'endedAt' })
  declare readonly endedAtMs: number

  @Field(() => Int)
  declare readonly compared: number

  @Field(() => Int, { description: 'Orders that polling claimed to have seen and had not. They are booked now.' })
  declare readonly missed: number

  @Field(() => Int)
  declare readonly behind: number

  @Field(() => [FoundOrderType], { description: 'At most 100 of them.' })
  declare readonly findings: readonly Found[]
}

@Visible(READERS)
@ObjectType('OrderAside', { description: 'An order that could not be booked. It is kept, and tried again.' })
export class OrderAsideType implements AsideStanding {
  @Field(() => ID)
  declare readonly orderId: string

  @Field(() => String)
  declare readonly reason: string

  @Field(() => DateTime, { name: 'since' })
  declare readonly sinceMs: number

  @Field(() => Int)
  declare readonly tries: number

  @Field(() => DateTime, { name: 'retryAt' })
  declare readonly retryAtMs: number
}

@Visible(READERS)
@ObjectType('CallsOfDay', { description: 'Calls of the platform on its current day. Calls of the last seconds may be missing.' })
export class CallsOfDayType {
  @Field(() => Int)
  declare readonly used: number

  @Field(() => Int, { nullable: true, description: 'Null where the platform names no number for a day.' })
  declare readonly limit: number | null

  @Field(() => Int, { nullable: true })
  declare readonly left: number | null
}

@Visible(READERS)
@ObjectType('ShopFeed', { description: "How reading the shop's orders stands." })
export class ShopFeedType implements Omit<ShopFeed, 'callsToday'> {
  declare readonly channelId: string
  declare readonly callsToday: number

  @Field(() => DateTime, {
    nullable: true,
    description: 'W_taken where units are taken when ordered: every order up to here is booked.',
  })
  declare readonly takenAtOrderThrough: Date | null

  @Field(() => DateTime, { nullable: true, description: 'W_taken where units are taken when paid.' })
  declare readonly takenAtPaymentThrough: Date | null

  @Field(() => DateTime, { nullable: true, description: 'W_back: every cancellation and shipment up to here is booked.' })
  declare readonly backThrough: Date | null

  @Field(() => [WalkedListType])
  declare readonly lists: ShopFeed['lists']

  @Field(() => Int, { description: 'Orders that could not be booked: kept and tried again, and no watermark passes them.' })
  declare readonly ordersAside: number
}
