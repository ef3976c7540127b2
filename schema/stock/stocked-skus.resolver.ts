import { Allow, EVERYONE } from '../access.ts'
import { SkuConnection } from '../catalogue/sku.type.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, Query, Resolver } from '../decorators.ts'
import { BadInputError } from '../errors.ts'
import { visibleLocation } from '../limits.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { PageArgs } from '../relay/page.args.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'

@Resolver()
export class StockedSkusResolver {
  @Allow(EVERYONE, { limited: 'checked' })
  @Query(() => SkuConnection, { description: 'The SKUs that a location has goods of, in the order of their codes.' })
  async skusAtLocation(
    @Arg('location', () => String) code: string,
    @Args(() => PageArgs) { first, after = null }: PageArgs,
    @Ctx() context: RequestContext,
  ) {
    const { catalogue } = context.desk()
    const location = visibleLocation(context.principal, (await catalogue.locationsByCode([code])).get(code))
    if (!location) throw new BadInputError(`no location ${code}`, 'location')
    return stockedSkus(context, { list: `skus at ${code}`, where: { locationId: location.id }, first, after })
  }

  @Allow(EVERYONE, { limited: 'open' })
  @Query(() => SkuConnection, { description: 'The SKUs that a pool knows, in the order of their codes.' })
  async skusInPool(
    @Arg('pool', () => String) code: string,
    @Args(() => PageArgs) { first, after = null }: PageArgs,
    @Ctx() context: RequestContext,
  ) {
    const pool = await context.desk().catalogue.poolByCode(code)
    if (!pool) throw new BadInputError(`no pool ${code}`, 'pool')
    return stockedSkus(context, { list: `skus in ${code}`, where: { poolId: pool.id }, first, after })
  }
}

type Wanted = { readonly list: string; readonly where: Parameters<Stock['listStockedSkus']>[0]['where'] } & PageArgs
type Stock = ReturnType<RequestContext['desk']>['stock']

async function stockedSkus({ desk, loaders }: RequestContext, { list, where, first, after }: Wanted) {
  const page = await desk().stock.listStockedSkus({ first, after: decodeCursor(list, after), where })
  const skus = await Promise.all(page.rows.map(({ id }) => loaders().skusById.load(id)))
  const rows = skus.flatMap((sku) => sku ?? [])
  return toKeyedConnection({ rows, hasNextPage: page.hasNextPage }, ({ code }) => encodeCursor(list, code))
}
