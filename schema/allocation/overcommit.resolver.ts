import { refuseRules } from '../../src/allocation/refusal.ts'
import { balanceKey } from '../../src/domain/ids.ts'
import { Allow, READERS, Visible } from '../access.ts'
import { SkuType } from '../catalogue/sku.type.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from '../decorators.ts'
import { ListingType } from '../listings/listing.type.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { PageArgs } from '../relay/page.args.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'
import { Units } from '../scalars.ts'
import { PoolStockType } from '../stock/stock.type.ts'
import {
  OvercommitBudgetType,
  OvercommitChargeConnection,
  OvercommitChargeType,
  OvercommitOutcome,
  OvercommitShopType,
  toSkuOvercommit,
} from './overcommit.type.ts'

const CHARGES = 'overcommit charges'

@Resolver()
export class OvercommitResolver {
  @Allow(READERS)
  @Query(() => OvercommitBudgetType, {
    description: 'What may be oversold by showing the last units in several shops. `applyRules` states it.',
  })
  overcommitBudget(@Ctx() { desk }: RequestContext) {
    return desk().allocation.budget()
  }

  @Allow(READERS)
  @Query(() => OvercommitChargeConnection, { description: 'What was charged to the budget, newest first.' })
  async overcommitCharges(@Args(() => PageArgs) { first, after }: PageArgs, @Ctx() { desk }: RequestContext) {
    const page = await desk().allocation.listCharges({ first, after: decodeCursor(CHARGES, after) })
    return toKeyedConnection(page, ({ id }) => encodeCursor(CHARGES, id))
  }

  @Allow(READERS)
  @Query(() => OvercommitOutcome, {
    description: 'Lost sales against oversold units of one SKU, and what its rules ask for and were granted of it.',
  })
  async overcommit(@Arg('sku', () => String) code: string, @Ctx() { desk }: RequestContext) {
    const sku = code.includes('\0') ? undefined : (await desk().catalogue.skusByCode([code])).get(code)
    if (!sku) return refuseRules('UNKNOWN_SKU', `no SKU ${code}`, 'sku')
    const pools = await desk().allocation.overcommit(sku.id)
    return { kind: 'shown' as const, pools: pools.map(toSkuOvercommit) }
  }
}

@Resolver(() => OvercommitChargeType)
export class OvercommitChargeResolver {
  @FieldResolver(() => SkuType)
  sku(@Root() { skuId }: OvercommitChargeType, @Ctx() { loaders }: RequestContext) {
    return loaders().skusById.load(skuId)
  }
}

@Resolver(() => OvercommitShopType)
export class OvercommitShopResolver {
  @FieldResolver(() => ListingType)
  listing(@Root() { listingId }: OvercommitShopType, @Ctx() { loaders }: RequestContext) {
    return loaders().listingsById.load(listingId)
  }
}

@Resolver(() => PoolStockType)
export class PoolStockOvercommitResolver {
  @Visible(READERS)
  @FieldResolver(() => Units, {
    description: 'What the rules ask to be shown beyond the pool; the budget of the merchant may grant less.',
  })
  async overcommitAsked(@Root() { poolId, skuId }: PoolStockType, @Ctx() { loaders }: RequestContext) {
    const asked = await loaders().overcommitAsked.load(skuId)
    return asked?.get(balanceKey(poolId, skuId))?.units ?? 0
  }
}
