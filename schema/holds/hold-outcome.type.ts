import type { Shortage } from '../../src/stock/refusal.ts'
import { EVERYONE, Visible } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Ctx, Field, ID, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { outcomeOf } from '../outcome.ts'
import { ShortageType } from '../refused.type.ts'
import { DateTime, Units } from '../scalars.ts'
import { HoldType } from './hold.type.ts'

/** Every good answer names the hold, which can be read along: at the cost of reading it, so only where it is asked for. */
@ObjectType()
class AboutHold {
  @Field(() => ID)
  declare readonly holdId: string

  @Field(() => HoldType, { description: 'As it is now. Costs one more read.' })
  hold(@Ctx() { loaders }: RequestContext) {
    return loaders().holdsById.load(this.holdId)
  }
}

@Visible(EVERYONE)
@ObjectType('Held')
class HeldType extends AboutHold {
  @Field(() => DateTime, { name: 'expiresAt' })
  declare readonly expiresAtMs: number
}

@Visible(EVERYONE)
@ObjectType('Replaced')
class ReplacedType extends AboutHold {}

@Visible(EVERYONE)
@ObjectType('Extended')
class ExtendedType extends AboutHold {
  @Field(() => DateTime, { name: 'expiresAt' })
  declare readonly expiresAtMs: number
}

@Visible(EVERYONE)
@ObjectType('Committed', { description: 'The hold no longer expires.' })
class CommittedType extends AboutHold {}

@Visible(EVERYONE)
@ObjectType('CommittedLate', { description: 'The hold had expired; the same units were there and were taken again.' })
class CommittedLateType extends AboutHold {}

const GoneBecauseEnum = enumOf('GoneBecause', ['expired', 'released'])

@Visible(EVERYONE)
@ObjectType('Gone', { description: 'Paid, but the units are gone: refund the order, or find goods for it.' })
class GoneType extends AboutHold {
  @Field(() => GoneBecauseEnum)
  declare readonly because: 'expired' | 'released'

  @Field(() => [ShortageType])
  declare readonly shortages: readonly Shortage[]
}

@Visible(EVERYONE)
@ObjectType('Released')
class ReleasedType extends AboutHold {
  @Field(() => Units, { description: 'Given back by this command: 0 when there was nothing left to give back.' })
  declare readonly units: number
}

@Visible(EVERYONE)
@ObjectType('Shipped')
class ShippedType extends AboutHold {
  @Field(() => Units, { description: 'Taken off the stock: fewer than named where another source had told of them already.' })
  declare readonly units: number
}

@Visible(EVERYONE)
@ObjectType('Acknowledged')
class AcknowledgedType extends AboutHold {}

export const HoldOutcome = outcomeOf('HoldOutcome', HeldType)
export const ReplaceHoldOutcome = outcomeOf('ReplaceHoldOutcome', ReplacedType)
export const ExtendHoldOutcome = outcomeOf('ExtendHoldOutcome', ExtendedType)
export const CommitHoldOutcome = outcomeOf('CommitHoldOutcome', {
  committed: CommittedType,
  committedLate: CommittedLateType,
  gone: GoneType,
})
export const ReleaseHoldOutcome = outcomeOf('ReleaseHoldOutcome', ReleasedType)
export const ShipHoldOutcome = outcomeOf('ShipHoldOutcome', ShippedType)
export const AcknowledgeHoldOutcome = outcomeOf('AcknowledgeHoldOutcome', AcknowledgedType)
