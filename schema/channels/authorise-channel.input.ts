import type { AuthoriseBy, AuthoriseChannel } from '../../src/channels/authorise-channel.ts'
import { Field, InputType } from '../decorators.ts'
import { BadInputError } from '../errors.ts'
import { DateTime } from '../scalars.ts'
import { ApplicationInput } from './create-channel.input.ts'

@InputType()
class ConsentCodeInput {
  @Field(() => String, { description: "What the platform's consent page sent back. It is good for one try." })
  declare readonly code: string

  @Field(() => String, { description: 'Where it was sent to, exactly as registered at the platform.' })
  declare readonly redirectUri: string
}

@InputType()
class TokensInput {
  @Field(() => String)
  declare readonly accessToken: string

  @Field(() => String, { nullable: true })
  declare readonly refreshToken?: string | null

  @Field(() => DateTime, { nullable: true, description: 'When the access token ends, where it is known.' })
  declare readonly expiresAt?: Date | null
}

@InputType({ description: 'Exactly one of `code` and `tokens`.' })
export class AuthoriseChannelInput {
  @Field(() => String)
  declare readonly channel: string

  @Field(() => ConsentCodeInput, { nullable: true })
  declare readonly code?: ConsentCodeInput | null

  @Field(() => TokensInput, { nullable: true, description: "Copied from the platform's console." })
  declare readonly tokens?: TokensInput | null

  @Field(() => ApplicationInput, { nullable: true, description: 'A new application or secret; left out: as it was.' })
  declare readonly app?: ApplicationInput | null
}

/** @throws BadInputError */
export function toAuthorise(input: AuthoriseChannelInput, actor: string): AuthoriseChannel {
  const { channel, app } = input
  return { channel, actor, by: toBy(input), app: app ? { key: app.key, secret: app.secret } : null }
}

function toBy({ code, tokens }: AuthoriseChannelInput): AuthoriseBy {
  if (code && !tokens) return { kind: 'code', code: code.code, redirectUri: code.redirectUri }
  if (!tokens || code) throw new BadInputError('give either code or tokens', 'code')
  const { accessToken, refreshToken = null, expiresAt = null } = tokens
  return { kind: 'tokens', accessToken, refreshToken, expiresAt }
}
