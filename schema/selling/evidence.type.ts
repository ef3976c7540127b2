import type { KeptEvidence } from '../../src/listings/ask-probe.ts'
import { READERS, Visible } from '../access.ts'
import { Field, ObjectType } from '../decorators.ts'
import { ListingType } from '../listings/listing.type.ts'
import { outcomeOf } from '../outcome.ts'
import { DateTime } from '../scalars.ts'

@Visible(READERS)
@ObjectType('ProbeEvidence', { description: "What was found out about a listing's numbers, with the answers that proved it." })
export class EvidenceType implements KeptEvidence {
  @Field(() => String)
  declare readonly fact: string

  @Field(() => String)
  declare readonly concluded: string

  @Field(() => [String])
  declare readonly observed: readonly string[]

  @Field(() => DateTime)
  declare readonly foundAt: Date
}

@Visible(READERS)
@ObjectType('ProbeAsked')
class ProbeAskedType {
  @Field(() => ListingType)
  declare readonly listing: ListingType
}

export const ProbeOutcome = outcomeOf('ProbeOutcome', ProbeAskedType)
