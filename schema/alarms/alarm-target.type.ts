import { targetKinds, type AlarmTarget, type TargetKind } from '../../src/alarms/target.ts'
import { ADMINS, Visible } from '../access.ts'
import { Field, ID, InputType, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { outcomeOf } from '../outcome.ts'
import { DateTime } from '../scalars.ts'

const AlarmTargetKindEnum = enumOf('AlarmTargetKind', targetKinds)

@Visible(ADMINS)
@ObjectType('AlarmTarget', { description: 'Who is told of alarms. Its address and secret are never shown again.' })
export class AlarmTargetType implements AlarmTarget {
  @Field(() => ID)
  declare readonly id: string

  @Field(() => String)
  declare readonly name: string

  @Field(() => AlarmTargetKindEnum)
  declare readonly kind: TargetKind

  @Field(() => String, { description: 'The host and the last four characters of its address.' })
  declare readonly shown: string

  @Field(() => Boolean)
  declare readonly criticalOnly: boolean

  @Field(() => Boolean, { description: 'Whether it is told of settled alarms, too.' })
  declare readonly settled: boolean

  @Field(() => DateTime, { nullable: true, description: 'When it last took a message.' })
  declare readonly sentAt: Date | null

  @Field(() => DateTime, { nullable: true, description: 'Since when it takes none; it is tried again.' })
  declare readonly failedAt: Date | null

  @Field(() => String, { nullable: true })
  declare readonly problem: string | null
}

@InputType()
export class CreateAlarmTargetInput {
  @Field(() => String)
  declare readonly name: string

  @Field(() => AlarmTargetKindEnum)
  declare readonly kind: TargetKind

  @Field(() => String, { description: 'Sealed at once and never shown again.' })
  declare readonly url: string

  @Field(() => String, {
    nullable: true,
    description:
      'What messages are signed with: of your choice for a webhook, shown by the robot (加签, 签名校验) else; 企业微信 has none.',
  })
  declare readonly secret?: string | null

  @Field(() => Boolean, { defaultValue: false })
  declare readonly criticalOnly: boolean

  @Field(() => Boolean, { defaultValue: false, description: 'Whether it is told of settled alarms, too.' })
  declare readonly settled: boolean
}

@Visible(ADMINS)
@ObjectType('AlarmTargetCreated')
class AlarmTargetCreatedType {
  @Field(() => AlarmTargetType)
  declare readonly target: AlarmTarget
}

@Visible(ADMINS)
@ObjectType('AlarmTargetTold', { description: 'It took the test message.' })
class AlarmTargetToldType {
  @Field(() => AlarmTargetType)
  declare readonly target: AlarmTarget
}

@Visible(ADMINS)
@ObjectType('AlarmTargetRemoved')
class AlarmTargetRemovedType {
  @Field(() => ID)
  declare readonly id: string
}

export const CreateAlarmTargetOutcome = outcomeOf('CreateAlarmTargetOutcome', AlarmTargetCreatedType)
export const TestAlarmTargetOutcome = outcomeOf('TestAlarmTargetOutcome', AlarmTargetToldType)
export const RemoveAlarmTargetOutcome = outcomeOf('RemoveAlarmTargetOutcome', AlarmTargetRemovedType)
