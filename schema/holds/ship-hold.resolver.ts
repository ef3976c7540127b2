import { shipHold } from '../../src/stock/commands/ship-hold.ts'
import { acknowledgeHold } from '../../src/stock/facts/acknowledge-hold.ts'
import { Allow, OPERATORS } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Ctx, Field, ID, InputType, Mutation, Resolver } from '../decorators.ts'
import { DateTime } from '../scalars.ts'
import { command } from '../stock/command.ts'
import { foreignLocation, ownHold } from './hold-limits.ts'
import { AcknowledgeHoldOutcome, ShipHoldOutcome } from './hold-outcome.type.ts'
import { LineUnitsInput, toLineUnits } from './hold.input.ts'

@InputType()
class ShipHoldInput {
  @Field(() => [LineUnitsInput], { nullable: true, description: 'Everything not yet shipped, when not given.' })
  declare readonly lines?: readonly LineUnitsInput[] | null

  @Field(() => String, {
    nullable: true,
    description: "Where the goods left: the hold's location when not given, else the pool's default one.",
  })
  declare readonly location?: string | null

  @Field(() => DateTime, { nullable: true, description: 'Now, when not given.' })
  declare readonly shippedAt?: Date | null
}

@Resolver()
export class ShipHoldResolver {
  @Allow(OPERATORS, { limited: 'checked' })
  @Mutation(() => ShipHoldOutcome, { description: 'The goods of a paid hold have left: consumed once, whoever else reports it.' })
  async shipHold(
    @Arg('key', () => String) key: string,
    @Arg('holdId', () => ID) id: string,
    @Arg('input', () => ShipHoldInput, { nullable: true }) input: ShipHoldInput | null,
    @Ctx() context: RequestContext,
  ) {
    const holdId = await ownHold(context, id)
    if (typeof holdId !== 'string') return holdId
    const { lines, location = null, shippedAt } = input ?? {}
    const no = location === null ? undefined : foreignLocation(context.principal, location)
    const args = { holdId, lines: toLineUnits(lines), location, shippedAtMs: shippedAt?.getTime() ?? null }
    return no ?? command(context, shipHold, { key, args })
  }

  @Allow(OPERATORS, { limited: 'checked' })
  @Mutation(() => AcknowledgeHoldOutcome, { description: 'The system of a location knows this order from then on.' })
  async acknowledgeHold(
    @Arg('key', () => String) key: string,
    @Arg('holdId', () => ID) id: string,
    @Arg('location', () => String) location: string,
    @Arg('acknowledgedAt', () => DateTime) at: Date,
    @Ctx() context: RequestContext,
  ) {
    const holdId = await ownHold(context, id)
    if (typeof holdId !== 'string') return holdId
    const args = { holdId, location, acknowledgedAtMs: at.getTime() }
    return foreignLocation(context.principal, location) ?? command(context, acknowledgeHold, { key, args })
  }
}
