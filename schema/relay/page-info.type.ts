import { EVERYONE, Visible } from '../access.ts'
import { Field, ObjectType } from '../decorators.ts'

@Visible(EVERYONE)
@ObjectType('PageInfo')
export class PageInfoType {
  @Field(() => Boolean)
  declare readonly hasNextPage: boolean

  @Field(() => String, { nullable: true, description: 'Give it as `after` to go on. Its content is ours alone.' })
  declare readonly endCursor: string | null
}
