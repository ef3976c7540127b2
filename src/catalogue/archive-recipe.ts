import { LockMode } from '@mikro-orm/core'
import type { Em } from '../db/orm.ts'
import { RecipeEntity } from './recipe.entity.ts'
import { toRecipe, type Recipe } from './recipe.ts'
import { refusedBy, type CatalogueRefused } from './refusal.ts'

export type ArchiveRecipeOutcome = { readonly kind: 'updated'; readonly recipe: Recipe } | CatalogueRefused

/** Nothing new is sold by an archived recipe; what was held by it stays. */
export async function archiveRecipe(em: Em, code: string, now: Date): Promise<ArchiveRecipeOutcome> {
  return setArchived(em, code, (before) => before ?? now)
}

export async function unarchiveRecipe(em: Em, code: string): Promise<ArchiveRecipeOutcome> {
  return setArchived(em, code, () => null)
}

async function setArchived(em: Em, code: string, next: (before: Date | null) => Date | null): Promise<ArchiveRecipeOutcome> {
  return em.fork().transactional(async (tx) => {
    const recipe = await tx.findOne(RecipeEntity, { code }, { lockMode: LockMode.PESSIMISTIC_WRITE })
    if (!recipe) return refusedBy('code', 'UNKNOWN_RECIPE', `no recipe ${code}`)
    recipe.archivedAt = next(recipe.archivedAt ?? null)
    await tx.flush()
    return { kind: 'updated', recipe: toRecipe(recipe) }
  })
}
