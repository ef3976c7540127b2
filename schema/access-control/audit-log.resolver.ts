import type { AuditRow } from '../../src/access/list-audit-log.ts'
import { ADMINS, Allow, Visible } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Args, Ctx, Field, ID, ObjectType, Query, Resolver } from '../decorators.ts'
import { connectionOf } from '../relay/connection.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { PageArgs } from '../relay/page.args.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'
import { DateTime } from '../scalars.ts'
import { pageByNumber } from './page-by-number.ts'

@Visible(ADMINS)
@ObjectType('AuditEntry')
class AuditEntryType implements AuditRow {
  @Field(() => ID)
  declare readonly id: string

  @Field(() => String, { description: 'Who did it: `key:12`, `token:anna`, `command line`.' })
  declare readonly actor: string

  @Field(() => String)
  declare readonly action: string

  @Field(() => String, { description: 'What it was done to: `key:13`.' })
  declare readonly subject: string

  @Field(() => String, { description: 'A JSON object.' })
  declare readonly facts: string

  @Field(() => DateTime)
  declare readonly recordedAt: Date
}

const AuditConnection = connectionOf('AuditEntry', { node: () => AuditEntryType, visible: ADMINS })
const LIST = 'audit log'

@Resolver(() => AuditEntryType)
export class AuditLogResolver {
  @Allow(ADMINS)
  @Query(() => AuditConnection, { description: "Who changed what about the merchant's access, newest first." })
  async auditLog(@Args(() => PageArgs) { first, after }: PageArgs, @Ctx() { access, principal }: RequestContext) {
    const wanted = { merchantId: principal.merchant?.id ?? '', beforeId: decodeCursor(LIST, after) }
    const page = await pageByNumber(first, (more) => access.listAuditLog({ ...wanted, first: more }))
    return toKeyedConnection(page, ({ id }) => encodeCursor(LIST, id))
  }
}
