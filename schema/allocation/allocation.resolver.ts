import type { RuleChange } from '../../src/allocation/apply-rules.ts'
import { Allow, OPERATORS, READERS } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, ID, Int, Mutation, Query, Resolver } from '../decorators.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { PageArgs } from '../relay/page.args.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'
import { PageSize } from '../scalars.ts'
import { ExplainQuotaOutcome } from './explained.type.ts'
import { RuleChangeInput, toChange } from './rule.input.ts'
import { AllocationRulesType, RulesOutcome, RuleVersionConnection, toRule } from './rule.type.ts'
import { TryRulesOutcome } from './tried.type.ts'

const VERSIONS = 'rule versions'

@Resolver()
export class AllocationResolver {
  @Allow(READERS)
  @Query(() => AllocationRulesType, { description: 'Who gets scarce units: the rules that count or will count.' })
  async allocationRules(
    @Arg('version', () => Int, { nullable: true, description: 'As they were at this version.' }) version: number | null,
    @Ctx() { desk }: RequestContext,
  ) {
    const { rules, ...book } = await desk().allocation.rules(version ?? undefined)
    return { ...book, rules: rules.map(toRule) }
  }

  @Allow(READERS)
  @Query(() => RuleVersionConnection, { description: 'Every change of the rules there was, newest first.' })
  async ruleVersions(@Args(() => PageArgs) { first, after }: PageArgs, @Ctx() { desk }: RequestContext) {
    const before = decodeCursor(VERSIONS, after)
    const page = await desk().allocation.listVersions({ first, before: before === null ? null : Number(before) })
    return toKeyedConnection(page, ({ version }) => encodeCursor(VERSIONS, String(version)))
  }

  @Allow(READERS)
  @Query(() => ExplainQuotaOutcome, {
    description: 'How the number of a listing comes about, step by step, and what it would be under other rules.',
  })
  explainQuota(
    @Arg('channel', () => String, { description: 'The code of the channel.' }) channel: string,
    @Arg('listing', () => ID, { description: 'Its name in its channel.' }) listing: string,
    @Arg('ifRules', () => RuleChangeInput, { nullable: true }) ifRules: RuleChangeInput | null,
    @Ctx() { desk }: RequestContext,
  ) {
    const change = ifRules ? toChange(ifRules) : null
    return change && 'kind' in change ? change : desk().allocation.explain({ channel, listing, ifRules: change })
  }

  @Allow(OPERATORS)
  @Query(() => TryRulesOutcome, {
    description: 'What a change of the rules would do to every quota. Nothing is written. It may take as long as a minute.',
  })
  tryRules(
    @Arg('change', () => RuleChangeInput) input: RuleChangeInput,
    @Arg('first', () => PageSize, { defaultValue: 20, description: 'How many listings are named.' }) top: number,
    @Ctx() { desk }: RequestContext,
  ) {
    return withChange(input, (change) => desk().allocation.try({ ...change, top }))
  }

  @Allow(OPERATORS)
  @Mutation(() => RulesOutcome, {
    description: 'Changes the rules: at once, at an instant, or for a time after which what counted before counts again.',
  })
  applyRules(
    @Arg('key', () => String) key: string,
    @Arg('change', () => RuleChangeInput) input: RuleChangeInput,
    @Arg('basedOn', () => Int, { description: 'The version that was looked at: where there is a newer one, nothing is changed.' })
    basedOn: number,
    @Arg('reason', () => String) reason: string,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    return withChange(input, (change) => desk().allocation.apply({ ...change, key, basedOn, reason, actor: principal.actor }))
  }

  @Allow(OPERATORS)
  @Mutation(() => RulesOutcome, {
    description: 'Takes changes back: the rules are again what they were at an older version. Events that are over stay over.',
  })
  restoreRules(
    @Arg('key', () => String) key: string,
    @Arg('basedOn', () => Int) basedOn: number,
    @Arg('reason', () => String) reason: string,
    @Arg('version', () => Int, { nullable: true, description: 'Left out: one step back.' }) version: number | null,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    return desk().allocation.restore({ key, basedOn, reason, version: version ?? null, actor: principal.actor })
  }
}

function withChange<Answer>(input: RuleChangeInput, use: (change: RuleChange) => Promise<Answer>) {
  const change = toChange(input)
  return 'kind' in change ? change : use(change)
}
