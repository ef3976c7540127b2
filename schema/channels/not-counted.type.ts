import type { NotCounted } from '../../src/publishing/read-not-counted.ts'
import { READERS, Visible } from '../access.ts'
import { Field, ObjectType } from '../decorators.ts'
import { Units } from '../scalars.ts'

@Visible(READERS)
@ObjectType('NotCounted', {
  description: 'Goods that shops which have not joined show beyond what is left to them: these units may be sold twice.',
})
export class NotCountedType implements NotCounted {
  @Field(() => String)
  declare readonly sku: string

  @Field(() => Units, { description: 'What these shops show of it together, as it was last read.' })
  declare readonly shownUnits: number

  @Field(() => Units, { description: 'What `leftToOthersPercent` of its pools leaves to them now.' })
  declare readonly leftUnits: number

  @Field(() => [String], { description: 'The channels that show it.' })
  declare readonly channels: readonly string[]
}
