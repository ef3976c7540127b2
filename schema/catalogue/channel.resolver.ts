import { Allow, EVERYONE, OPERATORS } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Ctx, Mutation, Query, Resolver } from '../decorators.ts'
import { visibleChannel } from '../limits.ts'
import { ChannelOutcome, ChannelType, CreateDirectChannelInput } from './channel.type.ts'

@Resolver(() => ChannelType)
export class ChannelResolver {
  @Allow(EVERYONE, { limited: 'checked' })
  @Query(() => [ChannelType], { description: 'All of them: a merchant has few.' })
  async channels(@Ctx() { desk, principal }: RequestContext) {
    const channels = await desk().catalogue.listChannels()
    return channels.filter((channel) => visibleChannel(principal, channel))
  }

  @Allow(OPERATORS)
  @Mutation(() => ChannelOutcome, { description: 'A shop, app or till of the merchant itself.' })
  createDirectChannel(
    @Arg('input', () => CreateDirectChannelInput) { code, name }: CreateDirectChannelInput,
    @Ctx() { desk }: RequestContext,
  ) {
    return desk().catalogue.createDirectChannel({ code, name })
  }
}
