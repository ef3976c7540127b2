import type { CreateLocation } from '../../src/catalogue/create-location.ts'
import { locationOrders, type LocationOrder } from '../../src/catalogue/list-locations.ts'
import type { LocationKind } from '../../src/catalogue/location.ts'
import type { Direction } from '../../src/catalogue/page.ts'
import type { UpdateLocation } from '../../src/catalogue/update-location.ts'
import { ArgsType, Field, InputType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { given, givenOrCleared } from '../given.ts'
import { PageArgs } from '../relay/page.args.ts'
import { ArchivedEnum, DirectionEnum, type Archived } from './archived.enum.ts'
import { CoordinatesType, LocationKindEnum } from './location.type.ts'
import { OpeningHoursType } from './opening-hours.type.ts'

const LocationOrderEnum = enumOf('LocationOrder', locationOrders)

@InputType('LocationFilter')
class LocationFilterInput {
  @Field(() => String, { nullable: true, description: 'The code of a pool.' })
  declare readonly pool?: string | null

  @Field(() => LocationKindEnum, { nullable: true })
  declare readonly kind?: LocationKind | null

  @Field(() => Boolean, { nullable: true })
  declare readonly pickUp?: boolean | null

  @Field(() => ArchivedEnum, { nullable: true, description: 'Active ones alone when not given.' })
  declare readonly archived?: Archived | null
}

@ArgsType()
export class LocationsArgs extends PageArgs {
  @Field(() => LocationFilterInput, { nullable: true })
  declare readonly filter?: LocationFilterInput | null

  @Field(() => LocationOrderEnum, { nullable: true })
  declare readonly orderBy?: LocationOrder | null

  @Field(() => DirectionEnum, { nullable: true })
  declare readonly direction?: Direction | null
}

@InputType()
class LocationFieldsInput {
  @Field(() => String)
  declare readonly code: string

  @Field(() => String, { nullable: true, description: 'The code of its pool; null for none.' })
  declare readonly pool?: string | null

  @Field(() => CoordinatesType, { nullable: true })
  declare readonly coordinates?: CoordinatesType | null

  @Field(() => OpeningHoursType, { nullable: true })
  declare readonly hours?: OpeningHoursType | null

  @Field(() => Boolean, { nullable: true })
  declare readonly pickUp?: boolean | null

  @Field(() => String, { nullable: true })
  declare readonly onHandOwner?: string | null

  @Field(() => Boolean, { nullable: true })
  declare readonly figuresIncludeUnshipped?: boolean | null
}

@InputType({ description: "Without `pool` it belongs to the merchant's first pool." })
export class CreateLocationInput extends LocationFieldsInput {
  @Field(() => String)
  declare readonly name: string

  @Field(() => LocationKindEnum)
  declare readonly kind: LocationKind
}

@InputType({ description: 'What is left out stays as it is; null clears the pool, the coordinates or the hours.' })
export class UpdateLocationInput extends LocationFieldsInput {
  @Field(() => String, { nullable: true })
  declare readonly name?: string | null

  @Field(() => LocationKindEnum, { nullable: true })
  declare readonly kind?: LocationKind | null
}

export function toCreateLocation({ code, name, kind, ...rest }: CreateLocationInput): CreateLocation {
  return { code, name, kind, ...fieldsOf(rest) }
}

export function toUpdateLocation({ code, name, kind, ...rest }: UpdateLocationInput): UpdateLocation {
  return { code, ...given({ name, kind }), ...fieldsOf(rest) }
}

function fieldsOf(input: Omit<LocationFieldsInput, 'code'>) {
  const { pool, coordinates, hours, pickUp, onHandOwner, figuresIncludeUnshipped } = input
  return { ...givenOrCleared({ pool, coordinates, hours }), ...given({ pickUp, onHandOwner, figuresIncludeUnshipped }) }
}
