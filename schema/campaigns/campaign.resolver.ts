import { changeCampaign } from '../../src/campaigns/change-campaign.ts'
import { endCampaign } from '../../src/campaigns/end-campaign.ts'
import { grantCampaign } from '../../src/campaigns/grant-campaign.ts'
import { campaignRowKey } from '../../src/campaigns/list-campaigns.ts'
import { planCampaign } from '../../src/campaigns/plan-campaign.ts'
import type { ShortageRule } from '../../src/domain/campaign/campaign.ts'
import { Allow, OPERATORS, READERS } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, Mutation, Query, Resolver } from '../decorators.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { PageArgs } from '../relay/page.args.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'
import { command } from '../stock/command.ts'
import { ChangeCampaignInput, PlanCampaignInput, toChange, toPlan } from './campaign.input.ts'
import {
  CampaignConnection,
  CampaignType,
  ChangeCampaignOutcome,
  ComparedLineType,
  EndCampaignOutcome,
  GrantCampaignOutcome,
  PlanCampaignOutcome,
  ShortageRuleEnum,
} from './campaign.type.ts'

const LIST = 'campaigns'

/** `key`: the same key with the same arguments gets the first answer again. */
@Resolver()
export class CampaignResolver {
  @Allow(READERS)
  @Query(() => CampaignConnection, { description: 'Campaigns, the newest start first: those that are not over, or all.' })
  async campaigns(
    @Args(() => PageArgs) { first, after }: PageArgs,
    @Arg('over', () => Boolean, { defaultValue: false, description: 'Those that are over, too.' }) over: boolean,
    @Ctx() { desk }: RequestContext,
  ) {
    const page = await desk().campaigns.list({ first, after: decodeCursor(LIST, after), over })
    return toKeyedConnection(page, (campaign) => encodeCursor(LIST, campaignRowKey(campaign)))
  }

  @Allow(READERS)
  @Query(() => CampaignType, { nullable: true })
  campaign(@Arg('code', () => String) code: string, @Ctx() { desk }: RequestContext) {
    return desk().campaigns.find(code)
  }

  @Allow(READERS)
  @Query(() => [ComparedLineType], {
    nullable: true,
    description:
      'A campaign beside the time before it, by orders of shops and direct sales. Null: it has not begun, or there is none.',
  })
  async campaignComparison(@Arg('code', () => String) code: string, @Ctx() { desk }: RequestContext) {
    return (await desk().campaigns.compare(code)) ?? null
  }

  @Allow(OPERATORS)
  @Mutation(() => PlanCampaignOutcome, { description: 'Writes a plan down. It claims nothing until it is granted.' })
  planCampaign(
    @Arg('key', () => String) key: string,
    @Arg('input', () => PlanCampaignInput) input: PlanCampaignInput,
    @Ctx() context: RequestContext,
  ) {
    return command(context, planCampaign, { key, args: toPlan(input) })
  }

  @Allow(OPERATORS)
  @Mutation(() => GrantCampaignOutcome, {
    description: 'Promises a campaign its units: all lines, or nothing; or what there is, and the rest as it comes.',
  })
  async grantCampaign(
    @Arg('key', () => String) key: string,
    @Arg('campaign', () => String, { description: 'Its code.' }) campaign: string,
    @Arg('onShortage', () => ShortageRuleEnum, { nullable: true, description: 'Left out: as it is planned.' })
    onShortage: ShortageRule | null,
    @Ctx() context: RequestContext,
  ) {
    const outcome = await command(context, grantCampaign, { key, args: { campaign, onShortage: onShortage ?? null } })
    return context.desk().campaigns.nameHolders(outcome)
  }

  @Allow(OPERATORS)
  @Mutation(() => ChangeCampaignOutcome, {
    description: 'Changes a plan, while it runs too: what its lines want more is locked, what they want less is let go of.',
  })
  async changeCampaign(
    @Arg('key', () => String) key: string,
    @Arg('input', () => ChangeCampaignInput) input: ChangeCampaignInput,
    @Ctx() context: RequestContext,
  ) {
    return context.desk().campaigns.nameHolders(await command(context, changeCampaign, { key, args: toChange(input) }))
  }

  @Allow(OPERATORS)
  @Mutation(() => EndCampaignOutcome, {
    description: 'Ends a campaign now: what is kept is back at once, what shops show comes back as they are lowered.',
  })
  endCampaign(
    @Arg('key', () => String) key: string,
    @Arg('campaign', () => String, { description: 'Its code.' }) campaign: string,
    @Arg('confirm', () => String, {
      nullable: true,
      description: 'What the refusal said, to go below the minimum of an activity.',
    })
    confirm: string | null,
    @Ctx() context: RequestContext,
  ) {
    return command(context, endCampaign, { key, args: { campaign, confirm: confirm ?? null } })
  }
}
