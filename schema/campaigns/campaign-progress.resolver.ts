import type { CampaignChanged } from '../../src/events/topics.ts'
import { Allow, READERS } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Ctx, Resolver, Root, Subscription } from '../decorators.ts'
import { CampaignType } from './campaign.type.ts'

@Resolver()
export class CampaignProgressResolver {
  @Allow(READERS)
  @Subscription(() => CampaignType, {
    description:
      'Every campaign that goes otherwise from now on than before, as it is when you are told: many changes at once are told as one.',
    subscribe: ({ context, args }) => {
      const campaign: unknown = args['campaign'] ?? null
      return context.follow().campaignProgress(({ code }: CampaignChanged) => campaign === null || campaign === code)
    },
  })
  campaignProgress(
    @Arg('campaign', () => String, { nullable: true, description: 'The code of this one only.' }) _campaign: string | null,
    @Root() { code }: CampaignChanged,
    @Ctx() { desk }: RequestContext,
  ) {
    return desk().campaigns.find(code)
  }
}
