import { Allow, READERS } from '../access.ts'
import { LocationType } from '../catalogue/location.type.ts'
import { PoolType } from '../catalogue/pool.type.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from '../decorators.ts'
import { BadInputError } from '../errors.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { PageArgs } from '../relay/page.args.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'
import { LedgerConnection, LedgerEntryType, MoveConnection, MoveType } from './ledger.type.ts'
import { skuNamed } from './sku-named.ts'

const LEDGER = 'ledger'
const MOVES = 'moves'

@Resolver(() => LedgerEntryType)
export class LedgerResolver {
  @Allow(READERS)
  @Query(() => LedgerConnection, { description: "A SKU's ledger, newest first." })
  async ledger(
    @Arg('sku', () => String) code: string,
    @Arg('pool', () => String, { nullable: true }) poolCode: string | null,
    @Args(() => PageArgs) { first, after }: PageArgs,
    @Ctx() { desk }: RequestContext,
  ) {
    const { id: skuId } = await skuNamed(desk(), code)
    const pool = poolCode ? await desk().catalogue.poolByCode(poolCode) : null
    if (pool === undefined) throw new BadInputError(`no pool ${poolCode}`, 'pool')
    const page = await desk().stock.listLedger({ skuId, poolId: pool?.id ?? null, first, after: decodeCursor(LEDGER, after) })
    return toKeyedConnection(page, ({ id }) => encodeCursor(LEDGER, id))
  }

  @FieldResolver(() => PoolType)
  pool(@Root() { poolId }: LedgerEntryType, @Ctx() { loaders }: RequestContext) {
    return loaders().poolsById.load(poolId)
  }
}

@Resolver(() => MoveType)
export class MoveResolver {
  @Allow(READERS)
  @Query(() => MoveConnection, { description: 'What goods of a SKU came and went, newest first.' })
  async moves(
    @Arg('sku', () => String) code: string,
    @Arg('location', () => String, { nullable: true }) locationCode: string | null,
    @Args(() => PageArgs) { first, after }: PageArgs,
    @Ctx() { desk }: RequestContext,
  ) {
    const { catalogue, stock } = desk()
    const { id: skuId } = await skuNamed(desk(), code)
    const location = locationCode ? (await catalogue.locationsByCode([locationCode])).get(locationCode) : null
    if (location === undefined) throw new BadInputError(`no location ${locationCode}`, 'location')
    const page = await stock.listMoves({ skuId, locationId: location?.id ?? null, first, after: decodeCursor(MOVES, after) })
    return toKeyedConnection(page, ({ id }) => encodeCursor(MOVES, id))
  }

  @FieldResolver(() => LocationType)
  location(@Root() { locationId }: MoveType, @Ctx() { loaders }: RequestContext) {
    return loaders().locationsById.load(locationId)
  }
}
