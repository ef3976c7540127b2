import type { ListedAlarm } from '../../src/stock/read/list-alarms.ts'
import { Allow, OPERATORS, READERS, Visible } from '../access.ts'
import type { RequestContext } from '../context.ts'
import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
} from '../decorators.ts'
import { connectionOf } from '../relay/connection.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { PageArgs } from '../relay/page.args.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'
import { DateTime } from '../scalars.ts'

@Visible(READERS)
@ObjectType('Alarm', { description: 'Something a person should look at.' })
export class AlarmType implements Omit<ListedAlarm, 'facts'> {
  @Field(() => ID)
  declare readonly id: string

  @Field(() => String)
  declare readonly kind: ListedAlarm['kind']

  @Field(() => String, { description: '`warning` or `critical`.' })
  declare readonly severity: ListedAlarm['severity']

  @Field(() => String, { description: 'What it is about: `hold:<id>`, say.' })
  declare readonly subject: string

  @Field(() => String)
  declare readonly message: string

  declare readonly facts: ListedAlarm['facts']

  @Field(() => DateTime, { name: 'raisedAt' })
  declare readonly raisedAtMs: number

  @Field(() => DateTime, { name: 'settledAt', nullable: true })
  declare readonly settledAtMs: number | null
}

const AlarmConnection = connectionOf('Alarm', { node: () => AlarmType, visible: READERS })
const LIST = 'alarms'

@Resolver(() => AlarmType)
export class AlarmResolver {
  @Allow(READERS)
  @Query(() => AlarmConnection, { description: 'Newest first.' })
  async alarms(
    @Args(() => PageArgs) { first, after }: PageArgs,
    @Arg('open', () => Boolean, { defaultValue: true, description: 'Only those nobody has settled.' }) open: boolean,
    @Ctx() { desk }: RequestContext,
  ) {
    const page = await desk().stock.listAlarms({ first, after: decodeCursor(LIST, after), open })
    return toKeyedConnection(page, ({ id }) => encodeCursor(LIST, id))
  }

  @Allow(OPERATORS)
  @Mutation(() => Boolean, { description: 'Marks an alarm as dealt with; false when there is no such open one.' })
  settleAlarm(@Arg('id', () => ID) id: string, @Ctx() { desk }: RequestContext) {
    return desk().stock.settleAlarm(id)
  }

  @Allow(READERS)
  @Subscription(() => AlarmType, {
    description: 'Every alarm from now on, by whichever process it was raised.',
    subscribe: ({ context }: { readonly context: RequestContext }) => context.follow().alarmRaised(),
  })
  alarmRaised(@Root() alarm: ListedAlarm) {
    return alarm
  }

  @FieldResolver(() => String, { description: 'A JSON object.' })
  facts(@Root() { facts }: AlarmType) {
    return JSON.stringify(facts)
  }
}
