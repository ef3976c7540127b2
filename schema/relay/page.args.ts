import { ArgsType, Field } from '../decorators.ts'
import { PageSize } from '../scalars.ts'

@ArgsType()
export class PageArgs {
  @Field(() => PageSize)
  declare readonly first: number

  @Field(() => String, { nullable: true, description: 'The cursor of the last entry seen.' })
  declare readonly after?: string | null
}
