import type { ChannelMove } from '../../src/domain/channel-state.ts'
import { ADMINS, Allow, OPERATORS } from '../access.ts'
import { ChannelOutcome } from '../catalogue/channel.type.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Ctx, Mutation, Resolver } from '../decorators.ts'

const code = (): StringConstructor => String

@Resolver()
export class ChannelMovesResolver {
  @Allow(ADMINS)
  @Mutation(() => ChannelOutcome, {
    description:
      'From shadow: what each mapped listing shows becomes its quota, and what is promised beyond the goods shows as deficit. The channel is live once all of them are in.',
  })
  joinChannel(@Arg('code', code) channel: string, @Ctx() context: RequestContext) {
    return move(context, channel, 'join')
  }

  @Allow(OPERATORS)
  @Mutation(() => ChannelOutcome, {
    description: 'Nothing is written to the shop any more. What it may still sell stays counted.',
  })
  pauseChannel(@Arg('code', code) channel: string, @Ctx() context: RequestContext) {
    return move(context, channel, 'pause')
  }

  @Allow(ADMINS)
  @Mutation(() => ChannelOutcome, { description: 'Back to shadow: the shop is looked at again before anything is written.' })
  resumeChannel(@Arg('code', code) channel: string, @Ctx() context: RequestContext) {
    return move(context, channel, 'resume')
  }

  @Allow(ADMINS)
  @Mutation(() => ChannelOutcome, {
    description: 'Leaves the shop to its seller for good. What it may still sell stays counted.',
  })
  handBackChannel(@Arg('code', code) channel: string, @Ctx() context: RequestContext) {
    return move(context, channel, 'hand_back')
  }

  @Allow(ADMINS)
  @Mutation(() => ChannelOutcome, { description: 'Ends the channel and throws its credentials away.' })
  archiveChannel(@Arg('code', code) channel: string, @Ctx() context: RequestContext) {
    return move(context, channel, 'archive')
  }
}

function move({ desk, principal }: RequestContext, channel: string, step: ChannelMove) {
  return desk().channels.moveChannel({ channel, move: step, actor: principal.actor })
}
