import { LocationType } from '../catalogue/location.type.ts'
import { PoolType } from '../catalogue/pool.type.ts'
import type { RequestContext } from '../context.ts'
import { Ctx, FieldResolver, Resolver, Root } from '../decorators.ts'
import { LocationStockAsOfType, LocationStockType, PoolStockAsOfType, PoolStockType } from './stock.type.ts'

@Resolver(() => PoolStockType)
export class PoolStockResolver {
  @FieldResolver(() => PoolType)
  pool(@Root() { poolId }: PoolStockType, @Ctx() { loaders }: RequestContext) {
    return loaders().poolsById.load(poolId)
  }
}

@Resolver(() => PoolStockAsOfType)
export class PoolStockAsOfResolver {
  @FieldResolver(() => PoolType)
  pool(@Root() { poolId }: PoolStockAsOfType, @Ctx() { loaders }: RequestContext) {
    return loaders().poolsById.load(poolId)
  }
}

@Resolver(() => LocationStockType)
export class LocationStockResolver {
  @FieldResolver(() => LocationType)
  location(@Root() { locationId }: LocationStockType, @Ctx() { loaders }: RequestContext) {
    return loaders().locationsById.load(locationId)
  }
}

@Resolver(() => LocationStockAsOfType)
export class LocationStockAsOfResolver {
  @FieldResolver(() => LocationType)
  location(@Root() { locationId }: LocationStockAsOfType, @Ctx() { loaders }: RequestContext) {
    return loaders().locationsById.load(locationId)
  }
}
