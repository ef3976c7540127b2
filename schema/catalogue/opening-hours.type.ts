import { weekdays, type OpeningHours, type Weekday } from '../../src/domain/opening-hours.ts'
import { EVERYONE, Visible } from '../access.ts'
import { Field, InputType, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'

const WeekdayEnum = enumOf('Weekday', weekdays)

@Visible(EVERYONE)
@ObjectType('OpenSpan')
@InputType('OpenSpanInput')
class OpenSpanType {
  @Field(() => String, { description: 'As 09:00.' })
  declare readonly opens: string

  @Field(() => String, { description: 'On the same day, as 21:30; midnight is 24:00.' })
  declare readonly closes: string
}

@Visible(EVERYONE)
@ObjectType('WeeklyOpening')
@InputType('WeeklyOpeningInput')
class WeeklyOpeningType extends OpenSpanType {
  @Field(() => WeekdayEnum)
  declare readonly day: Weekday
}

@Visible(EVERYONE)
@ObjectType('OpeningException', { description: 'Replaces the weekly hours of one date; no spans means closed.' })
@InputType('OpeningExceptionInput')
class OpeningExceptionType {
  @Field(() => String, { description: 'As 2027-02-06.' })
  declare readonly date: string

  @Field(() => [OpenSpanType])
  declare readonly spans: readonly OpenSpanType[]
}

@Visible(EVERYONE)
@ObjectType('OpeningHours')
@InputType('OpeningHoursInput')
export class OpeningHoursType implements OpeningHours {
  @Field(() => String, { description: 'The clocks the times are on, as Asia/Shanghai.' })
  declare readonly timeZone: string

  @Field(() => [WeeklyOpeningType])
  declare readonly weekly: readonly WeeklyOpeningType[]

  @Field(() => [OpeningExceptionType])
  declare readonly exceptions: readonly OpeningExceptionType[]
}
