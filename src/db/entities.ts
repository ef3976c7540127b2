import { ChannelEntity } from '../catalogue/channel.entity.ts'
import { LocationEntity } from '../catalogue/location.entity.ts'
import { PoolEntity } from '../catalogue/pool.entity.ts'
import { RecipeEntity } from '../catalogue/recipe.entity.ts'
import { SkuEntity } from '../catalogue/sku.entity.ts'

/** Every entity the ORM knows, listed by hand: nothing is discovered from files. */
export const entities = [SkuEntity, LocationEntity, PoolEntity, RecipeEntity, ChannelEntity] as const
