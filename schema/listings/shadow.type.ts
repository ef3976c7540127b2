import type { DivergenceTotals } from '../../src/domain/divergence.ts'
import type { OpenFact, ShadowReport, ShadowRow } from '../../src/listings/read-shadow.ts'
import { READERS, Visible } from '../access.ts'
import { Field, Int, ObjectType } from '../decorators.ts'
import { connectionOf } from '../relay/connection.ts'
import { Fen, Units } from '../scalars.ts'
import { ListingType } from './listing.type.ts'

@Visible(READERS)
@ObjectType('ShadowTotals', { description: 'Sums over all a shop lists; money in fen (CNY).' })
export class ShadowTotalsType implements DivergenceTotals {
  @Field(() => Int)
  declare readonly listings: number

  @Field(() => Int, { description: 'Those with both numbers.' })
  declare readonly compared: number

  @Field(() => Int, { description: 'Those that diverge and whose price the shop does not list: their money is in no sum.' })
  declare readonly withoutPrice: number

  @Field(() => Units)
  declare readonly shownUnits: number

  @Field(() => Units)
  declare readonly wouldPublishUnits: number

  @Field(() => Units, { description: 'Shown beyond what we would publish: they may be sold twice.' })
  declare readonly tooManyUnits: number

  @Field(() => Units, { description: 'Not shown although they are there: they are not sold.' })
  declare readonly tooFewUnits: number

  @Field(() => Fen)
  declare readonly tooManyFen: number

  @Field(() => Fen)
  declare readonly tooFewFen: number
}

@Visible(READERS)
@ObjectType('OpenFact')
export class OpenFactType implements OpenFact {
  @Field(() => String)
  declare readonly fact: string

  @Field(() => Int)
  declare readonly listings: number
}

@Visible(READERS)
@ObjectType('ShadowRow')
export class ShadowRowType {
  @Field(() => ListingType)
  declare readonly listing: ListingType

  @Field(() => Units, { nullable: true, description: 'What the shop shows.' })
  declare readonly shownUnits: number | null

  @Field(() => Units, { nullable: true, description: 'What we would publish; null where we would publish nothing.' })
  declare readonly wouldPublishUnits: number | null

  @Field(() => Units, { nullable: true, name: 'divergenceUnits', description: 'Units shown beyond that; below zero: too few.' })
  declare readonly units: ShadowRow['units']

  @Field(() => Fen, { nullable: true, name: 'divergenceFen', description: 'The same in money; null where no price is known.' })
  declare readonly fen: ShadowRow['fen']
}

export const ShadowRowConnection = connectionOf<ShadowRowType>('ShadowRow', { node: () => ShadowRowType, visible: READERS })

@Visible(READERS)
@ObjectType('ShadowReport', { description: 'What publishing would change in a shop.' })
export class ShadowReportType implements Pick<ShadowReport, 'totals' | 'openFacts' | 'notLookedInto'> {
  declare readonly channelId: string
  declare readonly rows: ShadowReport['rows']

  @Field(() => ShadowTotalsType)
  declare readonly totals: ShadowTotalsType

  @Field(() => [OpenFactType], { description: 'What reading alone cannot settle, by how many mapped listings it is open for.' })
  declare readonly openFacts: readonly OpenFactType[]

  @Field(() => Int, { description: 'Mapped listings nobody has looked into yet.' })
  declare readonly notLookedInto: number
}
