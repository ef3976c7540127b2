import type { Finding } from '../../src/listings/listing-findings.ts'
import type { MapListing } from '../../src/listings/map-listing.ts'
import type { MapListings } from '../../src/listings/map-listings.ts'
import type { MapTo } from '../../src/listings/mapping.ts'
import type { MappingState } from '../../src/listings/shop-listing.ts'
import { ArgsType, Field, ID, InputType } from '../decorators.ts'
import { BadInputError } from '../errors.ts'
import { PageArgs } from '../relay/page.args.ts'
import { FindingKindEnum, MappingStateEnum } from './listing.type.ts'

@InputType()
class ListingFilterInput {
  @Field(() => MappingStateEnum, { nullable: true })
  declare readonly mapping?: MappingState | null

  @Field(() => ID, { nullable: true })
  declare readonly listing?: string | null

  @Field(() => FindingKindEnum, { nullable: true })
  declare readonly finding?: Finding['kind'] | null

  @Field(() => Boolean, { nullable: true, description: 'Also what the shop no longer lists.' })
  declare readonly gone?: boolean | null
}

@ArgsType()
export class ListingsArgs extends PageArgs {
  @Field(() => String)
  declare readonly channel: string

  @Field(() => ListingFilterInput, { nullable: true })
  declare readonly filter?: ListingFilterInput | null
}

@InputType({ description: 'Exactly one of `sku`, `recipe`, `noStock` and `byCode`.' })
export class MapListingInput {
  @Field(() => String)
  declare readonly channel: string

  @Field(() => ID)
  declare readonly listing: string

  @Field(() => String, { nullable: true, description: 'It sells one unit of this SKU.' })
  declare readonly sku?: string | null

  @Field(() => String, { nullable: true, description: 'It sells this recipe.' })
  declare readonly recipe?: string | null

  @Field(() => Boolean, { nullable: true, description: 'Postage, a price difference: it takes nothing from any pool.' })
  declare readonly noStock?: boolean | null

  @Field(() => Boolean, { nullable: true, description: 'Its code on the platform decides again.' })
  declare readonly byCode?: boolean | null

  @Field(() => String, {
    nullable: true,
    description: 'The code of a refusal `BELOW_MINIMUM`: it is mapped although the activity of its platform wants to see it.',
  })
  declare readonly confirm?: string | null
}

@InputType({ description: 'Exactly one of `sku`, `recipe`, `noStock` and `byCode`; and `listing`, `merchantCode` or both.' })
class MapListingRowInput {
  @Field(() => String)
  declare readonly channel: string

  @Field(() => ID, { nullable: true })
  declare readonly listing?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Without `listing`: every listing of the channel with this code. With it: the code it must have.',
  })
  declare readonly merchantCode?: string | null

  @Field(() => String, { nullable: true })
  declare readonly sku?: string | null

  @Field(() => String, { nullable: true })
  declare readonly recipe?: string | null

  @Field(() => Boolean, { nullable: true })
  declare readonly noStock?: boolean | null

  @Field(() => Boolean, { nullable: true })
  declare readonly byCode?: boolean | null

  @Field(() => String, { nullable: true, description: 'As of `mapListing`.' })
  declare readonly confirm?: string | null
}

@InputType()
export class MapListingsInput {
  @Field(() => [MapListingRowInput], { description: 'At most 500.' })
  declare readonly rows: readonly MapListingRowInput[]
}

/** @throws BadInputError */
export function toMapListings({ rows }: MapListingsInput, actor: string): MapListings {
  return {
    actor,
    rows: rows.map((row, n) => {
      const { channel, listing = null, merchantCode = null, confirm = null } = row
      const field = `rows.${n}`
      if (listing === null && merchantCode === null) throw new BadInputError('give listing, merchantCode or both', field)
      return { channel, listing, merchantCode, to: toMapTo(row, field), confirm }
    }),
  }
}

/** @throws BadInputError */
export function toMapListing(input: MapListingInput, actor: string): MapListing {
  const { channel, listing, confirm = null } = input
  return { channel, listing, to: toMapTo(input), actor, confirm }
}

function toMapTo({ sku, recipe, noStock, byCode }: Omit<MapListingRowInput, 'channel'>, field?: string): MapTo {
  const wanted: MapTo[] = []
  if (sku !== null && sku !== undefined) wanted.push({ kind: 'sku', code: sku })
  if (recipe !== null && recipe !== undefined) wanted.push({ kind: 'recipe', code: recipe })
  if (noStock === true) wanted.push({ kind: 'no_stock' })
  if (byCode === true) wanted.push({ kind: 'by_code' })
  const [to, ...more] = wanted
  if (!to || more.length > 0) throw new BadInputError('give exactly one of sku, recipe, noStock and byCode', field)
  return to
}
