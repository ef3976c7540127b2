import type { SkuId } from '../domain/ids.ts'
import type { RecipeEntity } from './recipe.entity.ts'

/** What a set is sold as. Its content is in its versions: an order uses the version of its own time. */
export interface Recipe {
  readonly id: string
  /** Never changes, so it may be cached for ever. */
  readonly code: string
  readonly name: string
  readonly archivedAt: Date | null
  readonly createdAt: Date
}

export interface RecipeVersion {
  readonly id: string
  readonly recipeId: string
  /** 1, 2, 3 … */
  readonly version: number
  /** The platform time from which orders use it, once it is granted. */
  readonly effectiveAt: Date
  /** Until it is granted, shops may still sell what an older version promised. */
  readonly grantedAt: Date | null
  readonly createdAt: Date
  readonly components: readonly RecipeComponent[]
}

export interface RecipeComponent {
  readonly skuId: SkuId
  /** Units of the SKU in one set. */
  readonly units: number
}

export function toRecipe({ id, code, name, archivedAt = null, createdAt }: RecipeEntity): Recipe {
  return { id, code, name, archivedAt, createdAt }
}
