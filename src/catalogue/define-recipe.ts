import { sql } from 'kysely'
import { giftByRecipe, type NextVersion } from '../campaigns/gift-by-recipe.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { toSkuId } from '../domain/ids.ts'
import { checkComponents, findComponents, type WantedComponent } from './check-components.ts'
import { checkCode, checkName } from './check-text.ts'
import { newestVersion } from './read-recipe-versions.ts'
import { RecipeEntity } from './recipe.entity.ts'
import { toRecipe, type Recipe, type RecipeComponent, type RecipeVersion } from './recipe.ts'
import { firstNo, invalid, refusedBy, type CatalogueRefused } from './refusal.ts'

export interface DefineRecipe {
  readonly code: string
  /** Required for a new recipe; else it renames. */
  readonly name?: string
  readonly components: readonly WantedComponent[]
  /** The platform time from which orders use this version; not given: now. */
  readonly effectiveAt?: Date
}

export type DefineRecipeOutcome =
  | { readonly kind: 'defined'; readonly recipe: Recipe; readonly version: RecipeVersion }
  /** The newest version says the same: a request that was sent twice. */
  | { readonly kind: 'unchanged'; readonly recipe: Recipe; readonly version: RecipeVersion }
  | CatalogueRefused

/**
 * Makes a recipe, or its next version. Versions are defined in the order in which they take effect; one that takes
 * effect at the same time as the one before it replaces it.
 */
export async function defineRecipe(em: Em, input: DefineRecipe, now: Date): Promise<DefineRecipeOutcome> {
  const { code, name, effectiveAt } = input
  const no = firstNo(
    checkCode(code, 'code'),
    name === undefined ? undefined : checkName(name),
    checkComponents(input.components),
    effectiveAt && Number.isNaN(effectiveAt.getTime()) ? invalid('effectiveAt', 'effectiveAt must be an instant') : undefined,
  )
  if (no) return no
  return em.fork().transactional(async (tx) => {
    const components = await findComponents(tx, input.components)
    if ('kind' in components) return components
    const locked = await lockRecipe(tx, input, now)
    if ('kind' in locked) return locked
    const newest = await newestVersion(tx, locked.id)
    const wanted = { components, effectiveAt: effectiveAt ?? now, given: effectiveAt !== undefined }
    if (newest && saysTheSame(newest, wanted)) return { kind: 'unchanged', recipe: locked, version: newest }
    const early = newest && tooEarly(newest, { effectiveAt: wanted.effectiveAt, now })
    if (early) return early
    const gift = newest && (await giftByRecipe(tx, nextOf(locked.id, wanted), now))
    if (gift) return refusedBy('components', 'GIFT_IN_SET', gift)
    await insertVersion(tx, { recipeId: locked.id, version: (newest?.version ?? 0) + 1, ...wanted }, now)
    const version = await newestVersion(tx, locked.id)
    if (!version) throw new Error('a recipe version vanished while it was defined')
    return { kind: 'defined', recipe: locked, version }
  })
}

/** The lock lets versions be numbered one after another, and keeps a listing from opening quota meanwhile. */
async function lockRecipe(tx: Em, { code, name }: DefineRecipe, now: Date): Promise<Recipe | CatalogueRefused> {
  if (name !== undefined) {
    await sql`insert into ${sql.table('recipe')} (code, name, created_at) values (${code}, ${name.trim()}, ${now})
              on conflict (code) do nothing`.execute(merchantDb(tx))
  }
  await sql`select id from ${sql.table('recipe')} where code = ${code} for no key update`.execute(merchantDb(tx))
  const recipe = await tx.findOne(RecipeEntity, { code })
  if (!recipe) return refusedBy('name', 'UNKNOWN_RECIPE', `no recipe ${code}: a new one needs a name`)
  if (recipe.archivedAt) return refusedBy('code', 'ARCHIVED_RECIPE', `recipe ${code} is archived`)
  recipe.name = name?.trim() ?? recipe.name
  await tx.flush()
  return toRecipe(recipe)
}

function nextOf(
  recipeId: string,
  { components, effectiveAt }: { readonly components: readonly RecipeComponent[]; readonly effectiveAt: Date },
): NextVersion {
  return { recipeId, effectiveAt, goods: components.map(({ skuId }) => toSkuId(skuId)) }
}

function tooEarly(
  newest: RecipeVersion,
  { effectiveAt, now }: { readonly effectiveAt: Date; readonly now: Date },
): CatalogueRefused | undefined {
  // Orders of the past have been booked with the version of their time.
  if (effectiveAt < now) {
    return refusedBy('effectiveAt', 'EFFECTIVE_TOO_EARLY', 'effectiveAt must not lie in the past for a recipe that is in use')
  }
  if (effectiveAt >= newest.effectiveAt) return undefined
  const message = `effectiveAt must not be before that of version ${newest.version}, ${newest.effectiveAt.toISOString()}`
  return refusedBy('effectiveAt', 'EFFECTIVE_TOO_EARLY', message)
}

function saysTheSame(
  newest: RecipeVersion,
  wanted: { readonly components: readonly RecipeComponent[]; readonly effectiveAt: Date; readonly given: boolean },
): boolean {
  const text = (components: readonly RecipeComponent[]) =>
    components
      .map(({ skuId, units }) => `${skuId}:${units}`)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .join()
  if (text(newest.components) !== text(wanted.components)) return false
  return wanted.given ? newest.effectiveAt.getTime() === wanted.effectiveAt.getTime() : newest.effectiveAt <= wanted.effectiveAt
}

/** A version is granted at once where no listing has promised sets of an older one. */
async function insertVersion(
  tx: Em,
  wanted: {
    readonly recipeId: string
    readonly version: number
    readonly effectiveAt: Date
    readonly components: readonly RecipeComponent[]
  },
  now: Date,
): Promise<void> {
  const { recipeId, version, effectiveAt, components } = wanted
  await sql`
    with added as (
      insert into ${sql.table('recipe_version')} (recipe_id, version, effective_at, granted_at, created_at)
      select ${recipeId}::bigint, ${version}::integer, ${effectiveAt}::timestamptz,
             case when not exists (
               select 1 from ${sql.table('listing')} l
                where l.recipe_id = ${recipeId} and not l.sold_ahead
                  and (exists (select 1 from ${sql.table('listing_open_version')} o where o.listing_id = l.id)
                       or exists (select 1 from ${sql.table('listing_quota')} q where q.listing_id = l.id and q.quota <> 0))
             ) then ${now}::timestamptz end,
             ${now}::timestamptz
      returning id)
    insert into ${sql.table('recipe_component')} (recipe_version_id, sku_id, units)
    select added.id, c.sku_id, c.units
      from added, unnest(${components.map(({ skuId }) => skuId)}::bigint[], ${components.map(({ units }) => units)}::integer[])
           as c (sku_id, units)`.execute(merchantDb(tx))
}
