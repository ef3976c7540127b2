import type { Condition, LocationId, PoolId, SkuId } from '../../src/domain/ids.ts'
import type { GoodsAtLocation, InTransit } from '../../src/stock/read/read-location-stock.ts'
import type { GoodsAsOf, PoolStockAsOf } from '../../src/stock/read/read-stock-as-of.ts'
import { EVERYONE, READERS, Visible } from '../access.ts'
import { Field, Float, ObjectType } from '../decorators.ts'
import { DateTime, Units } from '../scalars.ts'
import { ConditionEnum } from './condition.enum.ts'

@ObjectType()
class PoolFigures implements PoolStockAsOf {
  declare readonly poolId: PoolId
  declare readonly skuId: SkuId

  @Field(() => Units, { description: 'Sellable units at the locations of the pool.' })
  declare readonly onHand: number

  @Field(() => Units, { description: 'For orders.' })
  declare readonly held: number

  @Field(() => Units, { description: 'What channels may still sell.' })
  declare readonly quota: number

  @Field(() => Units, { description: 'Kept for campaigns.' })
  declare readonly lockKept: number

  @Field(() => Units, { description: 'Safety stock set aside so far.' })
  declare readonly safetyKept: number

  @Field(() => Units, { description: 'Promised beyond what is there, by facts that could not be refused.' })
  declare readonly deficit: number

  @Field(() => Units, { description: 'Published beyond the pool by choice.' })
  declare readonly overcommit: number

  @Field(() => Units, { description: 'onHand + deficit + overcommit - held - quota - lockKept - safetyKept' })
  declare readonly free: number
}

@Visible(READERS)
@ObjectType('PoolStockAsOf', { description: 'An expired hold counts as held until its expiry was booked.' })
export class PoolStockAsOfType extends PoolFigures {}

@Visible(EVERYONE)
@ObjectType('PoolStock', { description: 'What one pool has of one SKU now: holds that have expired are back.' })
export class PoolStockType extends PoolFigures {
  @Field(() => Units, { description: 'The rule for safety stock.' })
  declare readonly safetyWanted: number

  @Visible(READERS)
  @Field(() => Units, {
    name: 'overcommitGranted',
    description: 'So many may be shown beyond the pool, within the budget of the merchant.',
  })
  declare readonly overcommitWanted: number

  @Visible(READERS)
  @Field(() => Float, {
    name: 'oversellPerDay',
    description: 'Expected to be oversold a day by what was granted, or is still shown of an older grant.',
  })
  declare readonly overcommitPerDay: number

  @Field(() => Units, { description: 'What real orders need and is not there.' })
  declare readonly shortfall: number
}

@ObjectType()
class GoodsFigures implements GoodsAsOf {
  declare readonly locationId: LocationId
  declare readonly skuId: SkuId

  @Field(() => ConditionEnum)
  declare readonly condition: Condition

  @Field(() => Units, { description: 'Below zero: a document is still missing.' })
  declare readonly units: number
}

@Visible(READERS)
@ObjectType('LocationStockAsOf')
export class LocationStockAsOfType extends GoodsFigures {}

@Visible(EVERYONE)
@ObjectType('LocationStock', { description: 'Goods of one SKU in one condition at one location.' })
export class LocationStockType extends GoodsFigures implements GoodsAtLocation {
  @Field(() => Units, { description: 'Units of holds that name this location.' })
  declare readonly named: number

  @Field(() => Units, { description: 'Units of such holds that are not there.' })
  declare readonly namedShort: number
}

@Visible(EVERYONE)
@ObjectType('InTransit')
export class InTransitType implements InTransit {
  declare readonly skuId: SkuId

  @Field(() => ConditionEnum)
  declare readonly condition: Condition

  @Field(() => Units, { description: 'Below zero where the arrival was told before the dispatch.' })
  declare readonly units: number
}

@Visible(EVERYONE)
@ObjectType('SkuStock')
export class SkuStockType {
  declare readonly skuId: SkuId
}

@Visible(READERS)
@ObjectType('SkuStockAsOf')
export class SkuStockAsOfType {
  declare readonly skuId: SkuId

  @Field(() => DateTime, { name: 'at' })
  declare readonly atMs: number

  declare readonly basis: 'known' | 'happened'
}
