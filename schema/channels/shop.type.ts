import type { CallsADay } from '../../src/channels/estimate-calls.ts'
import type { TaskStanding } from '../../src/jobs/read-tasks.ts'
import type { ListingCounts } from '../../src/listings/count-listings.ts'
import type { Finding } from '../../src/listings/listing-findings.ts'
import { READERS, Visible } from '../access.ts'
import { Field, Int, ObjectType } from '../decorators.ts'
import { FindingKindEnum } from '../listings/listing.type.ts'
import { DateTime } from '../scalars.ts'

@Visible(READERS)
@ObjectType('Shop', { description: 'What makes a channel a shop on a platform. Its credentials are never shown.' })
export class ShopType {
  declare readonly id: string
  declare readonly platform: string

  @Field(() => String, { nullable: true, description: "The platform's id of the shop; null until it is authorised." })
  declare readonly shopId: string | null

  @Field(() => String)
  declare readonly appKey: string

  @Field(() => String, { nullable: true })
  declare readonly relayUrl: string | null

  declare readonly sandbox: object | null
}

@Visible(READERS)
@ObjectType('ShopListingCounts')
export class ListingCountsType implements ListingCounts {
  @Field(() => Int)
  declare readonly listed: number

  @Field(() => Int)
  declare readonly mapped: number

  @Field(() => Int)
  declare readonly unmapped: number

  @Field(() => Int)
  declare readonly ambiguous: number

  @Field(() => Int, { description: 'Postage, price differences and the like.' })
  declare readonly noStock: number

  @Field(() => Int, { description: 'Mapped ones with facts that are not settled, or not looked into yet.' })
  declare readonly open: number
}

@Visible(READERS)
@ObjectType('FindingCount')
export class FindingCountType {
  @Field(() => FindingKindEnum)
  declare readonly kind: Finding['kind']

  @Field(() => Int)
  declare readonly listings: number
}

@Visible(READERS)
@ObjectType('CallsADay', { description: 'About how many calls of the platform the channel takes in a day once it is joined.' })
export class CallsADayType implements CallsADay {
  @Field(() => Int)
  declare readonly orders: number

  @Field(() => Int)
  declare readonly readings: number

  @Field(() => Int)
  declare readonly discovery: number

  @Field(() => Int)
  declare readonly total: number
}

@Visible(READERS)
@ObjectType('Discovery', { description: 'How reading what the shop lists stands.' })
export class DiscoveryType implements TaskStanding {
  @Field(() => DateTime, { nullable: true, description: 'When it last came to its end.' })
  declare readonly doneAt: Date | null

  @Field(() => DateTime, { nullable: true })
  declare readonly dueAt: Date | null

  @Field(() => Boolean)
  declare readonly running: boolean

  @Field(() => String, { nullable: true, description: 'Why it failed last, and what to do.' })
  declare readonly problem: string | null

  @Field(() => Int)
  declare readonly failures: number
}
