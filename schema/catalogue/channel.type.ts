import type { Channel } from '../../src/catalogue/channel.ts'
import { EVERYONE, Visible } from '../access.ts'
import { Field, InputType, ObjectType } from '../decorators.ts'
import { outcomeOf } from '../outcome.ts'
import { DateTime } from '../scalars.ts'
import { SaveOutcomeEnum, type SaveOutcome } from './archived.enum.ts'

@Visible(EVERYONE)
@ObjectType('Channel', { description: 'One connected shop on one platform, or a shop, app or till of the merchant itself.' })
export class ChannelType implements Channel {
  declare readonly id: string

  @Field(() => String, { description: 'Never changes.' })
  declare readonly code: string

  @Field(() => String)
  declare readonly name: string

  @Field(() => String, { description: '`direct` for a shop of the merchant itself.' })
  declare readonly platform: string

  @Field(() => String)
  declare readonly state: string

  @Field(() => DateTime)
  declare readonly createdAt: Date
}

@Visible(EVERYONE)
@ObjectType('ChannelSaved')
class ChannelSavedType {
  @Field(() => SaveOutcomeEnum, { name: 'outcome' })
  declare readonly kind: SaveOutcome

  @Field(() => ChannelType)
  declare readonly channel: Channel
}

export const ChannelOutcome = outcomeOf('ChannelOutcome', ChannelSavedType)

@InputType()
export class CreateDirectChannelInput {
  @Field(() => String)
  declare readonly code: string

  @Field(() => String)
  declare readonly name: string
}
