import { locationKinds, type Coordinates, type Location, type LocationKind } from '../../src/catalogue/location.ts'
import type { LocationId, PoolId } from '../../src/domain/ids.ts'
import type { OpeningHours } from '../../src/domain/opening-hours.ts'
import { EVERYONE, Visible } from '../access.ts'
import { Field, Float, InputType, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { outcomeOf } from '../outcome.ts'
import { connectionOf } from '../relay/connection.ts'
import { DateTime } from '../scalars.ts'
import { SaveOutcomeEnum, type SaveOutcome } from './archived.enum.ts'
import { OpeningHoursType } from './opening-hours.type.ts'

export const LocationKindEnum = enumOf('LocationKind', locationKinds)

@Visible(EVERYONE)
@ObjectType('Coordinates', { description: 'In degrees, WGS 84.' })
@InputType('CoordinatesInput')
export class CoordinatesType implements Coordinates {
  @Field(() => Float)
  declare readonly latitude: number

  @Field(() => Float)
  declare readonly longitude: number
}

@Visible(EVERYONE)
@ObjectType('Location', { description: 'A warehouse or store that physically holds units.' })
export class LocationType implements Location {
  declare readonly id: LocationId
  declare readonly poolId: PoolId | null

  @Field(() => String, { description: 'Never changes.' })
  declare readonly code: string

  @Field(() => String)
  declare readonly name: string

  @Field(() => LocationKindEnum)
  declare readonly kind: LocationKind

  @Field(() => CoordinatesType, { nullable: true })
  declare readonly coordinates: Coordinates | null

  @Field(() => OpeningHoursType, { nullable: true })
  declare readonly hours: OpeningHours | null

  @Field(() => Boolean, { description: 'Whether buyers may fetch their orders here.' })
  declare readonly pickUp: boolean

  @Field(() => String, { description: 'Whose figures rule what is on hand here: onepool, or the name of another system.' })
  declare readonly onHandOwner: string

  @Field(() => Boolean, { description: 'Whether those figures still count units that are ordered and not shipped.' })
  declare readonly figuresIncludeUnshipped: boolean

  @Field(() => DateTime, { nullable: true })
  declare readonly archivedAt: Date | null

  @Field(() => DateTime)
  declare readonly createdAt: Date

  @Field(() => DateTime)
  declare readonly updatedAt: Date
}

export const LocationConnection = connectionOf('Location', { node: () => LocationType, visible: EVERYONE })

@Visible(EVERYONE)
@ObjectType('LocationSaved')
class LocationSavedType {
  @Field(() => SaveOutcomeEnum, { name: 'outcome' })
  declare readonly kind: SaveOutcome

  @Field(() => LocationType)
  declare readonly location: Location
}

export const LocationOutcome = outcomeOf('LocationOutcome', LocationSavedType)
