import type { Role } from '../../src/access/role.ts'
import type { RefusedType } from '../refused.type.ts'
import { ADMINS, Allow, EVERYONE, Visible } from '../access.ts'
import { SaveOutcomeEnum, type SaveOutcome } from '../catalogue/archived.enum.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Query, Resolver } from '../decorators.ts'
import { outcomeOf } from '../outcome.ts'
import { RoleEnum } from './api-key.type.ts'

@Visible(EVERYONE)
@ObjectType('Me', { description: 'What the credential of this request is good for.' })
class MeType {
  @Field(() => String, { description: 'What ledgers and audits call it.' })
  declare readonly actor: string

  @Field(() => String, { nullable: true, description: "The merchant's code." })
  declare readonly merchant: string | null

  @Field(() => RoleEnum)
  declare readonly role: Role

  @Field(() => Boolean)
  declare readonly installation: boolean

  @Field(() => [String], { nullable: true, description: 'Null: all of them.' })
  declare readonly channels: readonly string[] | null

  @Field(() => [String], { nullable: true, description: 'Null: all of them.' })
  declare readonly locations: readonly string[] | null
}

@Visible(ADMINS)
@ObjectType('Merchant')
class MerchantType {
  @Field(() => String)
  declare readonly code: string

  @Field(() => String)
  declare readonly name: string
}

@Visible(ADMINS)
@ObjectType('MerchantSaved')
class MerchantSavedType {
  @Field(() => SaveOutcomeEnum, { name: 'outcome' })
  declare readonly kind: SaveOutcome

  @Field(() => MerchantType)
  declare readonly merchant: MerchantType
}

const MerchantOutcome = outcomeOf('MerchantOutcome', MerchantSavedType)

@Visible(ADMINS)
@ObjectType('SubjectShutOut')
class SubjectShutOutType {
  @Field(() => String)
  declare readonly subject: string

  @Field(() => Boolean)
  declare readonly shutOut: boolean
}

const ShutOutSubjectOutcome = outcomeOf('ShutOutSubjectOutcome', SubjectShutOutType)

@InputType()
class CreateMerchantInput {
  @Field(() => String, { description: '1 to 40 of a-z, 0-9 and _, beginning with a letter.' })
  declare readonly code: string

  @Field(() => String)
  declare readonly name: string
}

@Resolver()
export class MerchantResolver {
  @Allow(EVERYONE, { limited: 'open', scope: 'either' })
  @Query(() => MeType)
  me(@Ctx() { principal }: RequestContext): MeType {
    const { actor, merchant, role, installation, channels, locations } = principal
    return { actor, merchant: merchant?.code ?? null, role, installation, channels, locations }
  }

  @Allow(ADMINS, { scope: 'installation' })
  @Mutation(() => MerchantOutcome, { description: 'With a schema of its own. Twice, it is created once.' })
  async createMerchant(
    @Arg('input', () => CreateMerchantInput) { code, name }: CreateMerchantInput,
    @Ctx() { access, principal }: RequestContext,
  ): Promise<MerchantSavedType | (RefusedType & { kind: 'refused' })> {
    const outcome = await access.createMerchant({ code, name }, principal.actor)
    if (outcome.kind === 'created' || outcome.kind === 'existed') return outcome
    const field = outcome.kind === 'bad code' ? 'code' : 'name'
    return { kind: 'refused', code: 'INVALID', message: outcome.message, field }
  }

  @Allow(ADMINS, { scope: 'installation' })
  @Mutation(() => ShutOutSubjectOutcome, { description: 'Signed tokens of this subject are no longer taken, or are again.' })
  shutOutSubject(
    @Arg('subject', () => String) subject: string,
    @Arg('shutOut', () => Boolean, { defaultValue: true }) shutOut: boolean,
    @Ctx() { access, principal }: RequestContext,
  ) {
    return access.shutOutSubject({ subject, shutOut }, principal.actor)
  }
}
