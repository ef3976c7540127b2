import { EVERYONE, Visible } from '../access.ts'
import { Field, ObjectType } from '../decorators.ts'
import { outcomeOf } from '../outcome.ts'
import { Units } from '../scalars.ts'

@Visible(EVERYONE)
@ObjectType('Booked', { description: 'A fact about goods has been booked.' })
class BookedType {
  @Field(() => Units, { description: 'Units promised beyond what is there, at the pools and SKUs this was about, afterwards.' })
  declare readonly deficitUnits: number
}

@Visible(EVERYONE)
@ObjectType('Counted')
class CountedType extends BookedType {
  @Field(() => [Units], { description: 'By line: how far what was counted is from what was on record at that instant.' })
  declare readonly differences: readonly number[]
}

@Visible(EVERYONE)
@ObjectType('SafetySet')
class SafetySetType {
  @Field(() => Units)
  declare readonly wanted: number

  @Field(() => Units, { description: 'Set aside so far: less than wanted while the pool is short; what comes back fills it.' })
  declare readonly kept: number
}

@Visible(EVERYONE)
@ObjectType('Dispatched', { description: 'In transit the goods are at no location and in no pool.' })
class DispatchedType {
  @Field(() => String)
  declare readonly reference: string
}

export const BookOutcome = outcomeOf('BookOutcome', BookedType)
export const CountStockOutcome = outcomeOf('CountStockOutcome', CountedType)
export const SetSafetyStockOutcome = outcomeOf('SetSafetyStockOutcome', SafetySetType)
export const DispatchTransferOutcome = outcomeOf('DispatchTransferOutcome', DispatchedType)
