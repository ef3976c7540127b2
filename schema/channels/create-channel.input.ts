import type { CreateChannel } from '../../src/channels/create-channel.ts'
import { platforms, type Platform } from '../../src/channels/platform.ts'
import { Field, InputType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'

const PlatformEnum = enumOf('Platform', platforms)

@InputType({ description: 'What the merchant has registered at the platform.' })
export class ApplicationInput {
  @Field(() => String)
  declare readonly key: string

  @Field(() => String, { description: 'Sealed at once and never shown again.' })
  declare readonly secret: string
}

@InputType({ description: 'Where a sandbox is: on this machine.' })
class SandboxInput {
  @Field(() => String)
  declare readonly gatewayUrl: string

  @Field(() => String)
  declare readonly tokenUrl: string

  @Field(() => String, { nullable: true, description: 'Where it pushes; left out: nowhere.' })
  declare readonly pushUrl?: string | null
}

@InputType()
export class CreateChannelInput {
  @Field(() => String)
  declare readonly code: string

  @Field(() => String)
  declare readonly name: string

  @Field(() => PlatformEnum)
  declare readonly platform: Platform

  @Field(() => ApplicationInput)
  declare readonly app: ApplicationInput

  @Field(() => SandboxInput, {
    nullable: true,
    description: 'Refused once the merchant has a real shop, and the other way round.',
  })
  declare readonly sandbox?: SandboxInput | null

  @Field(() => String, { nullable: true, description: 'Passes our calls on where the platform knows only its address.' })
  declare readonly relayUrl?: string | null

  @Field(() => [String], { nullable: true, description: 'The pools it sells from, in order. Left out: the first pool.' })
  declare readonly pools?: readonly string[] | null
}

export function toCreateChannel(input: CreateChannelInput, actor: string): CreateChannel {
  const { code, name, platform, app, sandbox, relayUrl = null, pools } = input
  return {
    code,
    name,
    platform,
    app: { key: app.key, secret: app.secret },
    sandbox: sandbox ? { gatewayUrl: sandbox.gatewayUrl, tokenUrl: sandbox.tokenUrl, pushUrl: sandbox.pushUrl ?? null } : null,
    relayUrl,
    pools: pools ?? [],
    actor,
  }
}
