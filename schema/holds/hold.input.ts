import type { HoldState } from '../../src/domain/hold.ts'
import type { WantedLine } from '../../src/stock/expand-lines.ts'
import { ArgsType, Field, InputType, Int } from '../decorators.ts'
import { PageArgs } from '../relay/page.args.ts'
import { HoldStateEnum } from './hold.type.ts'

@InputType({ description: 'So many of one SKU, or so many sets of one recipe: exactly one of both is given.' })
export class WantedLineInput {
  @Field(() => String, { nullable: true })
  declare readonly sku?: string | null

  @Field(() => String, { nullable: true })
  declare readonly recipe?: string | null

  @Field(() => Int)
  declare readonly units: number

  @Field(() => String, { nullable: true, description: 'The only location the units may come from: where a buyer picks up, say.' })
  declare readonly location?: string | null
}

@InputType()
export class HoldInput {
  @Field(() => [WantedLineInput], { description: 'All of them are held, or none.' })
  declare readonly lines: readonly WantedLineInput[]

  @Field(() => Int, { description: 'Milliseconds until the hold expires.' })
  declare readonly ttlMs: number

  @Field(() => String, { nullable: true, description: 'The default one when not given.' })
  declare readonly pool?: string | null

  @Field(() => String, { nullable: true, description: 'Your own order number; one hold a reference.' })
  declare readonly reference?: string | null

  @Field(() => String, { nullable: true })
  declare readonly channel?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The code of a running campaign it is a sale of: what is kept for that goes first, then what is free.',
  })
  declare readonly campaign?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Who buys, by any name of yours: for the limits of campaigns. Only a keyed digest of it is kept.',
  })
  declare readonly buyer?: string | null
}

@InputType()
export class ReplaceHoldInput {
  @Field(() => [WantedLineInput], { description: 'All of them are held, or the hold stays as it was.' })
  declare readonly lines: readonly WantedLineInput[]

  @Field(() => String, { nullable: true })
  declare readonly pool?: string | null
}

@InputType({ description: 'Units of one line of a hold; for a line that asked for sets, the number of sets.' })
export class LineUnitsInput {
  @Field(() => Int)
  declare readonly line: number

  @Field(() => Int)
  declare readonly units: number
}

@InputType('HoldFilter')
class HoldFilterInput {
  @Field(() => HoldStateEnum, { nullable: true })
  declare readonly state?: HoldState | null

  @Field(() => String, { nullable: true })
  declare readonly reference?: string | null

  @Field(() => String, { nullable: true, description: 'The code of a SKU.' })
  declare readonly sku?: string | null
}

@ArgsType()
export class HoldsArgs extends PageArgs {
  @Field(() => HoldFilterInput, { nullable: true })
  declare readonly filter?: HoldFilterInput | null
}

export function toWantedLines(lines: readonly WantedLineInput[]): readonly WantedLine[] {
  return lines.map(({ sku = null, recipe = null, units, location = null }) => ({ sku, recipe, units, location }))
}

export function toLineUnits(lines: readonly LineUnitsInput[] | null | undefined) {
  return lines?.map(({ line, units }) => ({ line, units })) ?? null
}
