import type { AsOfBasis } from '../../src/stock/read/read-stock-as-of.ts'
import { READERS, Visible } from '../access.ts'
import { SkuType } from '../catalogue/sku.type.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Ctx, FieldResolver, Resolver, Root } from '../decorators.ts'
import { DateTime } from '../scalars.ts'
import { AsOfBasisEnum } from './condition.enum.ts'
import {
  InTransitType,
  LocationStockAsOfType,
  LocationStockType,
  PoolStockAsOfType,
  PoolStockType,
  SkuStockAsOfType,
  SkuStockType,
} from './stock.type.ts'

@Resolver(() => SkuType)
export class StockOfSkuResolver {
  @FieldResolver(() => SkuStockType)
  stock(@Root() { id: skuId }: SkuType): SkuStockType {
    return { skuId }
  }

  @Visible(READERS)
  @FieldResolver(() => SkuStockAsOfType, { description: 'The same at a past instant, from the ledger.' })
  stockAsOf(
    @Root() { id: skuId }: SkuType,
    @Arg('at', () => DateTime) at: Date,
    @Arg('basis', () => AsOfBasisEnum, { defaultValue: 'known' }) basis: AsOfBasis,
  ): SkuStockAsOfType {
    return { skuId, atMs: at.getTime(), basis }
  }
}

@Resolver(() => SkuStockType)
export class SkuStockResolver {
  @FieldResolver(() => [PoolStockType])
  async pools(
    @Root() { skuId }: SkuStockType,
    @Arg('pool', () => String, { nullable: true, description: 'Only in the pool with this code.' }) code: string | null,
    @Ctx() { loaders }: RequestContext,
  ) {
    const rows = await loaders().balancesBySku.load(skuId)
    if (!code) return rows
    const pools = await loaders().poolsById.loadMany(rows.map(({ poolId }) => poolId))
    return rows.filter((_, n) => isNamed(pools[n], [code]))
  }

  @FieldResolver(() => [LocationStockType])
  async locations(
    @Root() { skuId }: SkuStockType,
    @Arg('location', () => String, { nullable: true, description: 'Only at the location with this code.' }) code: string | null,
    @Ctx() { loaders }: RequestContext,
  ) {
    const rows = await loaders().locationStockBySku.load(skuId)
    if (!code) return rows
    const places = await loaders().locationsById.loadMany(rows.map(({ locationId }) => locationId))
    return rows.filter((_, n) => isNamed(places[n], [code]))
  }

  @FieldResolver(() => [InTransitType])
  inTransit(@Root() { skuId }: SkuStockType, @Ctx() { loaders }: RequestContext) {
    return loaders().inTransitBySku.load(skuId)
  }
}

@Resolver(() => SkuStockAsOfType)
export class SkuStockAsOfResolver {
  @FieldResolver(() => [PoolStockAsOfType])
  pools(@Root() { skuId, ...at }: SkuStockAsOfType, @Ctx() { loaders }: RequestContext) {
    return loaders().stockAsOf.pools(at).load(skuId)
  }

  @FieldResolver(() => [LocationStockAsOfType])
  async locations(@Root() { skuId, ...at }: SkuStockAsOfType, @Ctx() { loaders, principal: { locations } }: RequestContext) {
    const rows = await loaders().stockAsOf.places(at).load(skuId)
    if (locations === null) return rows
    const places = await loaders().locationsById.loadMany(rows.map(({ locationId }) => locationId))
    return rows.filter((_, n) => isNamed(places[n], locations))
  }
}

function isNamed(place: { readonly code: string } | Error | undefined, codes: readonly string[]): boolean {
  return place !== undefined && !(place instanceof Error) && codes.includes(place.code)
}
