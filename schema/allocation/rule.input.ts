import type { RuleChange } from '../../src/allocation/apply-rules.ts'
import { refuseRules, type AllocationRefused } from '../../src/allocation/refusal.ts'
import type { ChannelDraft, DraftScope, RuleDraft } from '../../src/domain/allocation/check-rule.ts'
import { Field, Float, ID, InputType, Int } from '../decorators.ts'
import { DateTime } from '../scalars.ts'

@InputType({ description: 'What a rule says of one channel. What is left out is not said, and the next rule is asked.' })
class ChannelRuleInput {
  @Field(() => String, { description: 'Its code.' })
  declare readonly channel: string

  @Field(() => Int, { nullable: true, description: '1 is served first; those of one rank together.' })
  declare readonly rank?: number | null

  @Field(() => Int, {
    nullable: true,
    description: 'Of what is left when every rank has what it is expected to sell, so many hundredths.',
  })
  declare readonly sharePercent?: number | null

  @Field(() => Int, { nullable: true, description: 'It should have so many before any rank has its turn.' })
  declare readonly floorUnits?: number | null

  @Field(() => Int, { nullable: true, description: 'It should never have more.' })
  declare readonly capUnits?: number | null
}

@InputType({ description: 'Who gets scarce units: for all goods, those with a tag, or one SKU. What is left out is not said.' })
class RuleInput {
  @Field(() => String, { nullable: true })
  declare readonly name?: string | null

  @Field(() => String, { nullable: true, description: 'For the goods with this tag.' })
  declare readonly tag?: string | null

  @Field(() => Int, { nullable: true, description: 'Of the tags of one SKU, the one with the smaller position counts first.' })
  declare readonly position?: number | null

  @Field(() => String, { nullable: true, description: 'For this SKU, by code.' })
  declare readonly sku?: string | null

  @Field(() => [ChannelRuleInput], { defaultValue: [] })
  declare readonly channels: readonly ChannelRuleInput[]

  @Field(() => Int, { nullable: true, description: 'So many of each SKU stay free in each pool, for direct sales.' })
  declare readonly reserveUnits?: number | null

  @Field(() => Int, { nullable: true, description: 'A quota that is off by fewer stays as it is, unless it would run out.' })
  declare readonly minimumMoveUnits?: number | null

  @Field(() => Float, {
    nullable: true,
    description: 'How sure it should be that a rank does not sell out before units can reach it again; 0.5 to 0.999.',
  })
  declare readonly confidence?: number | null

  @Field(() => Int, { nullable: true, description: 'So many units of a SKU may be shown beyond what is there; 0: none.' })
  declare readonly overcommitUnits?: number | null

  @Field(() => Float, { nullable: true, description: 'How many oversold units a day are accepted over all SKUs; 0: none.' })
  declare readonly oversellUnitsPerDay?: number | null
}

@InputType({ description: 'What is to hold, from when to when, and which rules are not to hold any more.' })
export class RuleChangeInput {
  @Field(() => [RuleInput], { defaultValue: [] })
  declare readonly rules: readonly RuleInput[]

  @Field(() => [ID], { defaultValue: [], description: 'Rules that end at once.' })
  declare readonly ends: readonly string[]

  @Field(() => DateTime, { nullable: true, description: 'Left out: at once.' })
  declare readonly from?: Date | null

  @Field(() => DateTime, {
    nullable: true,
    description: 'An event: then what counted before counts again by itself. Left out: for good.',
  })
  declare readonly until?: Date | null
}

/** Drafts of rules; a refusal where the goods one is for cannot be meant. */
export function toChange({ rules, ends, from, until }: RuleChangeInput): RuleChange | AllocationRefused {
  const drafts: RuleDraft[] = []
  for (const [n, rule] of rules.entries()) {
    const { name = null, tag = null, sku = null, position = null, channels, ...values } = rule
    if (tag !== null && sku !== null)
      return refuseRules('INVALID', 'a rule is for a tag or for one SKU, not both', `rules.${n}.sku`)
    if (tag === null && position !== null) return refuseRules('INVALID', 'only tags have a position', `rules.${n}.position`)
    const scope = toScope({ tag, sku, position })
    drafts.push({ name, scope, channels: channels.map(toChannelDraft), values: { ...NOTHING, ...values } })
  }
  return { rules: drafts, ends, fromMs: from?.getTime() ?? null, untilMs: until?.getTime() ?? null }
}

const NOTHING: RuleDraft['values'] = {
  reserveUnits: null,
  minimumMoveUnits: null,
  confidence: null,
  overcommitUnits: null,
  oversellUnitsPerDay: null,
}

interface Goods {
  readonly tag: string | null
  readonly sku: string | null
  readonly position: number | null
}

function toScope({ tag, sku, position }: Goods): DraftScope {
  if (tag !== null) return { kind: 'tag', tag, position: position ?? 0 }
  return sku === null ? { kind: 'merchant' } : { kind: 'sku', sku }
}

function toChannelDraft({ channel, rank, sharePercent, floorUnits, capUnits }: ChannelRuleInput): ChannelDraft {
  return {
    channel,
    rank: rank ?? null,
    sharePercent: sharePercent ?? null,
    floorUnits: floorUnits ?? null,
    capUnits: capUnits ?? null,
  }
}
