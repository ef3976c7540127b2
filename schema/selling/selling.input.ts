import type { SellingScope } from '../../src/selling/stop-scopes.ts'
import { ArgsType, Field, ID, InputType } from '../decorators.ts'
import { PageArgs } from '../relay/page.args.ts'

export const CONFIRM = 'What the refusal said, to go below what the activity of a platform asks for all the same.'

@InputType({
  description: 'One listing of a channel, all of a channel, all that sells a SKU, or everything where nothing is named.',
})
export class SellingScopeInput {
  @Field(() => String, { nullable: true })
  declare readonly channel?: string | null

  @Field(() => ID, { nullable: true, description: 'Its name in its channel; name the channel too.' })
  declare readonly listing?: string | null

  @Field(() => String, { nullable: true })
  declare readonly sku?: string | null
}

export function toScope({ channel = null, listing = null, sku = null }: SellingScopeInput): SellingScope {
  return { channel, listing, sku }
}

@InputType()
export class WriteOffListingInput {
  @Field(() => String)
  declare readonly channel: string

  @Field(() => ID)
  declare readonly listing: string

  @Field(() => String, { description: 'Why the shop surely sells none of it any more.' })
  declare readonly reason: string

  @Field(() => String, { nullable: true, description: CONFIRM })
  declare readonly confirm?: string | null
}

@ArgsType()
export class ChannelPageArgs extends PageArgs {
  @Field(() => String, { description: 'The code of the channel.' })
  declare readonly channel: string
}
