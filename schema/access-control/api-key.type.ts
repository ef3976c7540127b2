import type { ApiKey } from '../../src/access/api-key-record.ts'
import { roles, type Role } from '../../src/access/role.ts'
import { ADMINS, Visible } from '../access.ts'
import { Field, ID, InputType, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { outcomeOf } from '../outcome.ts'
import { connectionOf } from '../relay/connection.ts'
import { DateTime } from '../scalars.ts'

export const RoleEnum = enumOf('Role', roles)

@Visible(ADMINS)
@ObjectType('ApiKey', { description: 'What may be told of a key once it has been made.' })
export class ApiKeyType implements ApiKey {
  @Field(() => ID)
  declare readonly id: string

  @Field(() => String)
  declare readonly name: string

  @Field(() => RoleEnum)
  declare readonly role: Role

  @Field(() => String, { description: "Its first characters, to tell one's keys apart." })
  declare readonly shownPrefix: string

  @Field(() => [String], { nullable: true, description: 'The only channels it may touch; null is all.' })
  declare readonly channels: readonly string[] | null

  @Field(() => [String], { nullable: true, description: 'The only locations it may touch; null is all.' })
  declare readonly locations: readonly string[] | null

  @Field(() => Boolean, { description: 'May create merchants, and keys of any of them.' })
  declare readonly installation: boolean

  @Field(() => DateTime)
  declare readonly createdAt: Date

  @Field(() => DateTime, { nullable: true })
  declare readonly expiresAt: Date | null

  @Field(() => DateTime, { nullable: true })
  declare readonly revokedAt: Date | null

  @Field(() => DateTime, { nullable: true, description: 'To the minute.' })
  declare readonly lastUsedAt: Date | null
}

export const ApiKeyConnection = connectionOf('ApiKey', { node: () => ApiKeyType, visible: ADMINS })

@Visible(ADMINS)
@ObjectType('ApiKeyCreated')
class ApiKeyCreatedType {
  @Field(() => String, { description: 'The key itself. It is never shown again.' })
  declare readonly secret: string

  @Field(() => ApiKeyType)
  declare readonly apiKey: ApiKey
}

@Visible(ADMINS)
@ObjectType('ApiKeyRevoked')
class ApiKeyRevokedType {
  @Field(() => ID)
  declare readonly id: string
}

export const CreateApiKeyOutcome = outcomeOf('CreateApiKeyOutcome', ApiKeyCreatedType)
export const RevokeApiKeyOutcome = outcomeOf('RevokeApiKeyOutcome', ApiKeyRevokedType)

@InputType()
export class CreateApiKeyInput {
  @Field(() => String)
  declare readonly name: string

  @Field(() => RoleEnum)
  declare readonly role: Role

  @Field(() => [String], { nullable: true })
  declare readonly channels?: readonly string[] | null

  @Field(() => [String], { nullable: true })
  declare readonly locations?: readonly string[] | null

  @Field(() => DateTime, { nullable: true })
  declare readonly expiresAt?: Date | null

  @Field(() => String, {
    nullable: true,
    description: "The code of another merchant than the credential's: for those with the right over the installation.",
  })
  declare readonly merchant?: string | null
}
