import type { TakesAt } from '../../src/channels/listing.ts'
import { findingKinds, type Finding } from '../../src/listings/listing-findings.ts'
import {
  mappingStates,
  stockPolicies,
  type MappingState,
  type ShopListing,
  type StockPolicy,
} from '../../src/listings/shop-listing.ts'
import { READERS, Visible } from '../access.ts'
import { Field, ID, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { outcomeOf } from '../outcome.ts'
import { connectionOf } from '../relay/connection.ts'
import { DateTime, Fen, Units } from '../scalars.ts'

export const MappingStateEnum = enumOf('MappingState', mappingStates)
const TakesAtEnum = enumOf<TakesAt>('TakesAt', ['order', 'payment', 'unknown'])
const MappedByEnum = enumOf('MappedBy', ['code', 'hand'])
const StockPolicyEnum = enumOf('StockPolicy', stockPolicies)
export const FindingKindEnum = enumOf('FindingKind', findingKinds)

@Visible(READERS)
@ObjectType('Finding', { description: 'What is wrong, or looks wrong, with a listing.' })
export class FindingType implements Finding {
  @Field(() => FindingKindEnum)
  declare readonly kind: Finding['kind']

  @Field(() => String)
  declare readonly message: string
}

@Visible(READERS)
@ObjectType('Listing', { description: 'One sellable row of a shop, as the shop last listed it.' })
export class ListingType implements Pick<ShopListing, 'key' | 'title' | 'shownUnits' | 'mapping'> {
  declare readonly id: string
  declare readonly channelId: string
  declare readonly ref: ShopListing['ref']

  @Field(() => ID, { name: 'listing', description: '`item/sku/warehouse`: its name in its channel.' })
  declare readonly key: string

  @Field(() => String)
  declare readonly title: string

  @Field(() => String, { nullable: true, description: "The merchant's own code on the platform." })
  declare readonly merchantCode: string | null

  @Field(() => Boolean)
  declare readonly onSale: boolean

  @Field(() => TakesAtEnum, { description: 'When the platform takes a unit off sale.' })
  declare readonly takesAt: TakesAt

  @Field(() => Units, { nullable: true, description: 'The number the shop lists, for display.' })
  declare readonly shownUnits: number | null

  @Field(() => Fen, { nullable: true, description: 'What a unit costs there; null where the shop does not list it.' })
  declare readonly priceFen: number | null

  @Field(() => Units, { nullable: true })
  declare readonly reservedUnits: number | null

  @Field(() => Boolean, { description: "Made up of other listings' stock; it is never written." })
  declare readonly combined: boolean

  @Field(() => Boolean)
  declare readonly presale: boolean

  @Field(() => Boolean, {
    description: 'An operator says that it sells goods that are still to come: its number counts on expected receipts.',
  })
  declare readonly soldAhead: boolean

  @Field(() => MappingStateEnum)
  declare readonly mapping: MappingState

  @Field(() => MappedByEnum, { nullable: true })
  declare readonly mappedBy: 'code' | 'hand' | null

  @Field(() => String, { nullable: true, description: 'The code of the SKU it sells one unit of.' })
  declare readonly sku: string | null

  @Field(() => String, { nullable: true, description: 'The code of the recipe it sells.' })
  declare readonly recipe: string | null

  @Field(() => StockPolicyEnum)
  declare readonly stockPolicy: StockPolicy

  @Field(() => [String], {
    nullable: true,
    description: 'What reading alone cannot settle about its numbers; null: not looked into.',
  })
  declare readonly openFacts: readonly string[] | null

  @Field(() => DateTime, { description: 'When the shop last listed it.' })
  declare readonly seenAt: Date

  @Field(() => DateTime, { nullable: true, description: 'Since when the shop no longer lists it.' })
  declare readonly goneAt: Date | null
}

export const ListingConnection = connectionOf<ListingType>('Listing', { node: () => ListingType, visible: READERS })

@Visible(READERS)
@ObjectType('ListingSaved')
class ListingSavedType {
  @Field(() => ListingType)
  declare readonly listing: ListingType
}

export const ListingOutcome = outcomeOf('ListingOutcome', ListingSavedType)
