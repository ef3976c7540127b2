import type { CommandTry } from '../../src/domain/publishing/command.ts'
import type { ListedEdit } from '../../src/selling/list-edits.ts'
import type { ListedMove } from '../../src/selling/list-moves.ts'
import { READERS, Visible } from '../access.ts'
import { Field, ID, Int, ObjectType } from '../decorators.ts'
import { connectionOf } from '../relay/connection.ts'
import { DateTime, Units } from '../scalars.ts'

@Visible(READERS)
@ObjectType('ListingMoveTry', { description: "One time a move was sent. Instants are the shop's clock." })
class ListingMoveTryType implements Omit<CommandTry, 'fence'> {
  @Field(() => Int)
  declare readonly number: number

  @Field(() => DateTime, { name: 'signedAt' })
  declare readonly signedAtMs: number

  @Field(() => DateTime, { name: 'diesAt', description: 'The platform refuses the request from then on.' })
  declare readonly diesAtMs: number

  @Field(() => DateTime, { name: 'answeredAt', nullable: true })
  declare readonly answeredAtMs: number | null

  @Field(() => String, { nullable: true, description: 'Null: no answer is on record, so it is unknown.' })
  declare readonly outcome: CommandTry['outcome']

  @Field(() => Units, { nullable: true })
  declare readonly resultingUnits: number | null

  @Field(() => String, { nullable: true })
  declare readonly code: string | null

  @Field(() => String, { nullable: true })
  declare readonly message: string | null
}

@Visible(READERS)
@ObjectType('ListingMove', {
  description: "A change of a listing's number: written down before it is sent, open until its outcome is proved.",
})
export class ListingMoveType implements Pick<ListedMove, 'id' | 'listing' | 'kind' | 'units' | 'state' | 'outcome'> {
  @Field(() => ID)
  declare readonly id: string

  @Field(() => ID)
  declare readonly listing: string

  @Field(() => String, { description: '`raise`, `lower` or `set_zero`.' })
  declare readonly kind: ListedMove['kind']

  @Field(() => Units)
  declare readonly units: number

  @Field(() => String, { description: '`open`, `unknown` or `closed`.' })
  declare readonly state: ListedMove['state']

  @Field(() => String, { nullable: true })
  declare readonly outcome: ListedMove['outcome']

  @Field(() => Units, { name: 'freedUnits', description: 'Units that came back out of the quota through it.' })
  declare readonly freed: number

  @Field(() => DateTime, { name: 'createdAt' })
  declare readonly createdAtMs: number

  @Field(() => DateTime, { name: 'closedAt', nullable: true })
  declare readonly closedAtMs: number | null

  @Field(() => [ListingMoveTryType])
  declare readonly tries: readonly CommandTry[]
}

@Visible(READERS)
@ObjectType('ListingEdit', { description: 'A change of a number by another hand, with the numbers and instants that prove it.' })
export class ListingEditType implements ListedEdit {
  @Field(() => ID)
  declare readonly id: string

  @Field(() => ID)
  declare readonly listing: string

  @Field(() => String, { description: '`raised`, `lowered`, or `joined again` after a restore.' })
  declare readonly kind: ListedEdit['kind']

  @Field(() => Units, { description: 'At least so many.' })
  declare readonly units: number

  @Field(() => Units)
  declare readonly aboveQuotaUnits: number

  @Field(() => Units)
  declare readonly shownUnits: number

  @Field(() => Units, { nullable: true, description: 'What orders and our own calls allow; null: only the quota tells.' })
  declare readonly leastExpectedUnits: number | null

  @Field(() => Units, { nullable: true })
  declare readonly mostExpectedUnits: number | null

  @Field(() => Units)
  declare readonly quotaUnits: number

  @Field(() => String)
  declare readonly policy: string

  @Field(() => Units)
  declare readonly adoptedUnits: number

  @Field(() => Units)
  declare readonly cutBackUnits: number

  @Field(() => DateTime, { description: "By the shop's clock: it was changed between these two." })
  declare readonly changedFrom: Date

  @Field(() => DateTime)
  declare readonly changedTo: Date

  @Field(() => DateTime)
  declare readonly foundAt: Date
}

export const ListingMoveConnection = connectionOf<ListingMoveType>('ListingMove', {
  node: () => ListingMoveType,
  visible: READERS,
})
export const ListingEditConnection = connectionOf<ListingEditType>('ListingEdit', {
  node: () => ListingEditType,
  visible: READERS,
})
