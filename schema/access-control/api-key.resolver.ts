import { ADMINS, Allow } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from '../decorators.ts'
import { ForbiddenError } from '../errors.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { PageArgs } from '../relay/page.args.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'
import { ApiKeyConnection, ApiKeyType, CreateApiKeyInput, CreateApiKeyOutcome, RevokeApiKeyOutcome } from './api-key.type.ts'
import { pageByNumber } from './page-by-number.ts'

const LIST = 'api keys'

@Resolver(() => ApiKeyType)
export class ApiKeyResolver {
  @Allow(ADMINS)
  @Query(() => ApiKeyConnection, { description: "The merchant's keys, newest first." })
  async apiKeys(@Args(() => PageArgs) { first, after }: PageArgs, @Ctx() { access, principal }: RequestContext) {
    const wanted = { merchantId: principal.merchant?.id ?? '', beforeId: decodeCursor(LIST, after) }
    const page = await pageByNumber(first, (more) => access.listApiKeys({ ...wanted, first: more }))
    return toKeyedConnection(page, ({ id }) => encodeCursor(LIST, id))
  }

  @Allow(ADMINS, { scope: 'either' })
  @Mutation(() => CreateApiKeyOutcome)
  createApiKey(
    @Arg('input', () => CreateApiKeyInput) { merchant, name, role, channels, locations, expiresAt }: CreateApiKeyInput,
    @Ctx() { access, principal }: RequestContext,
  ) {
    const own = principal.merchant?.code ?? null
    const isForeign = merchant !== null && merchant !== undefined && merchant !== own
    if (isForeign && !principal.installation)
      throw new ForbiddenError('Keys of another merchant need the right over the installation.')
    const limits = { channels: channels ?? null, locations: locations ?? null }
    const request = { merchant: merchant ?? own, name, role, ...limits, installation: false, expiresAt: expiresAt ?? null }
    return access.createApiKey(request, principal.actor)
  }

  @Allow(ADMINS, { scope: 'either' })
  @Mutation(() => RevokeApiKeyOutcome, { description: 'Every process follows within two seconds.' })
  revokeApiKey(@Arg('id', () => ID) id: string, @Ctx() { access, principal }: RequestContext) {
    const merchantId = principal.installation ? null : (principal.merchant?.id ?? '')
    return access.revokeApiKey({ id, merchantId }, principal.actor)
  }
}
