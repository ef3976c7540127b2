import type { MapListingsOutcome as Outcome } from '../../src/listings/map-listings.ts'
import { EVERYONE, Visible } from '../access.ts'
import { Field, Int, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { outcomeOf } from '../outcome.ts'
import { RefusedType } from '../refused.type.ts'

type MappedAs = 'mapped' | 'unchanged' | 'refused'
const MappedAsEnum = enumOf<MappedAs>('MappedAs', ['mapped', 'unchanged', 'refused'])

@Visible(EVERYONE)
@ObjectType('MappedRow')
class MappedRowType {
  @Field(() => MappedAsEnum, { name: 'outcome' })
  declare readonly kind: MappedAs

  @Field(() => RefusedType, { nullable: true })
  declare readonly refused: RefusedType | null
}

@Visible(EVERYONE)
@ObjectType('ListingsMapped')
class ListingsMappedType {
  @Field(() => Int)
  declare readonly mapped: number

  @Field(() => Int)
  declare readonly unchanged: number

  @Field(() => Int)
  declare readonly refused: number

  @Field(() => [MappedRowType], { description: 'In the order they were sent.' })
  declare readonly rows: readonly MappedRowType[]
}

export const MapListingsOutcome = outcomeOf('MapListingsOutcome', ListingsMappedType)

export function toMappedRows(outcome: Outcome) {
  if (outcome.kind === 'refused') return outcome
  const { rows } = outcome
  const count = (kind: MappedAs): number => rows.filter((row) => row.kind === kind).length
  return {
    kind: 'mapped',
    mapped: count('mapped'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    rows: rows.map((row) => ({ kind: row.kind, refused: row.kind === 'refused' ? row : null })),
  }
}
