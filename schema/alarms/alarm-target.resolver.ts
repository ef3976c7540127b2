import { ADMINS, Allow } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Ctx, ID, Mutation, Query, Resolver } from '../decorators.ts'
import {
  AlarmTargetType,
  CreateAlarmTargetInput,
  CreateAlarmTargetOutcome,
  RemoveAlarmTargetOutcome,
  TestAlarmTargetOutcome,
} from './alarm-target.type.ts'

@Resolver(() => AlarmTargetType)
export class AlarmTargetResolver {
  @Allow(ADMINS)
  @Query(() => [AlarmTargetType], { description: 'All of them: a merchant has few.' })
  alarmTargets(@Ctx() { desk }: RequestContext) {
    return desk().alarms.listTargets()
  }

  @Allow(ADMINS)
  @Mutation(() => CreateAlarmTargetOutcome, { description: 'From now on it is told of every new alarm.' })
  createAlarmTarget(
    @Arg('input', () => CreateAlarmTargetInput) { secret = null, ...input }: CreateAlarmTargetInput,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    return desk().alarms.createTarget({ ...input, secret, actor: principal.actor })
  }

  @Allow(ADMINS)
  @Mutation(() => TestAlarmTargetOutcome, { description: 'Sends a test message at once, and says what became of it.' })
  testAlarmTarget(@Arg('id', () => ID) id: string, @Ctx() { desk }: RequestContext) {
    return desk().alarms.testTarget(id)
  }

  @Allow(ADMINS)
  @Mutation(() => RemoveAlarmTargetOutcome, { description: 'It is told nothing any more, not even what was held back for it.' })
  removeAlarmTarget(@Arg('id', () => ID) id: string, @Ctx() { desk, principal }: RequestContext) {
    return desk().alarms.removeTarget({ id, actor: principal.actor })
  }
}
