import type { AuthorisationHealth, PermissionHealth } from '../../src/channels/authorisation-health.ts'
import { READERS, Visible } from '../access.ts'
import { Field, Int, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { DateTime } from '../scalars.ts'

const AuthorisationStateEnum = enumOf('AuthorisationState', ['none', 'valid', 'ended'])

@Visible(READERS)
@ObjectType('Permission', { description: 'A part of an authorisation that ends at a time of its own.' })
class PermissionType implements PermissionHealth {
  @Field(() => String, { description: '`access`, `refresh`, or a level as the platform calls it.' })
  declare readonly name: string

  @Field(() => DateTime)
  declare readonly expiresAt: Date

  @Field(() => Int, { description: 'Whole days; 0 when it has ended.' })
  declare readonly daysLeft: number

  @Field(() => Int, {
    nullable: true,
    description: '30, 7 or 1 once no more days are left; null before, and while it is renewed by itself.',
  })
  declare readonly noticeDays: number | null
}

@Visible(READERS)
@ObjectType('Authorisation')
export class AuthorisationType implements AuthorisationHealth {
  @Field(() => AuthorisationStateEnum)
  declare readonly state: AuthorisationHealth['state']

  @Field(() => [PermissionType], { description: 'What ends first comes first.' })
  declare readonly permissions: readonly PermissionHealth[]
}
