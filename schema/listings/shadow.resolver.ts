import { shadowRowKey } from '../../src/listings/read-shadow.ts'
import { Allow, READERS } from '../access.ts'
import { ChannelType } from '../catalogue/channel.type.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from '../decorators.ts'
import { BadInputError } from '../errors.ts'
import { visibleChannel } from '../limits.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { PageArgs } from '../relay/page.args.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'
import { ShadowReportType, ShadowRowConnection } from './shadow.type.ts'

@Resolver(() => ShadowReportType)
export class ShadowReportResolver {
  @Allow(READERS, { limited: 'checked' })
  @Query(() => ShadowReportType, {
    description: 'What a shop shows beside what we would publish, in units and money; worst first.',
  })
  async shadowReport(
    @Arg('channel', () => String) code: string,
    @Args(() => PageArgs) { first, after }: PageArgs,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    const channel = visibleChannel(principal, await desk().catalogue.channelByCode(code))
    if (!channel) throw new BadInputError(`no channel ${code}`, 'channel')
    return desk().channels.shadow({ channelId: channel.id, first, after: decodeCursor(listOf(channel.id), after) })
  }

  @FieldResolver(() => ChannelType, { description: 'Its calls a day, and the problems of its mapping, are with its shop.' })
  channel(@Root() { channelId }: ShadowReportType, @Ctx() { loaders }: RequestContext) {
    return loaders().channelsById.load(channelId)
  }

  @FieldResolver(() => ShadowRowConnection)
  listings(@Root() { channelId, rows }: ShadowReportType) {
    return toKeyedConnection(rows, (row) => encodeCursor(listOf(channelId), shadowRowKey(row)))
  }
}

function listOf(channelId: string): string {
  return `shadow/${channelId}`
}
