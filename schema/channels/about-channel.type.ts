import { READERS, Visible } from '../access.ts'
import type { Channel } from '../../src/catalogue/channel.ts'
import { ChannelType } from '../catalogue/channel.type.ts'
import { Field, ObjectType } from '../decorators.ts'
import { outcomeOf } from '../outcome.ts'

@Visible(READERS)
@ObjectType('ChannelAuthorised')
class ChannelAuthorisedType {
  @Field(() => String)
  declare readonly shopId: string

  @Field(() => ChannelType)
  declare readonly channel: Channel
}

@Visible(READERS)
@ObjectType('DiscoveryAsked')
class DiscoveryAskedType {
  @Field(() => ChannelType)
  declare readonly channel: Channel
}

@Visible(READERS)
@ObjectType('ReadingAsked')
class ReadingAskedType {
  @Field(() => ChannelType)
  declare readonly channel: Channel
}

export const ReadOrdersOutcome = outcomeOf('ReadOrdersOutcome', ReadingAskedType)
export const AuthoriseOutcome = outcomeOf('AuthoriseOutcome', ChannelAuthorisedType)
export const DiscoveryOutcome = outcomeOf('DiscoveryOutcome', DiscoveryAskedType)
