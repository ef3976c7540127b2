import { defineRecipe } from '../../src/catalogue/define-recipe.ts'
import { goodCode, SET, type SimMerchant } from '../merchant.ts'
import type { PolicyWorld } from './policy.ts'

/** What every listing sells, where that is more than a unit of the one good. */
export async function sellSets(merchant: SimMerchant, { scenario: { recipeChange }, clock }: PolicyWorld): Promise<void> {
  if (recipeChange) await define(merchant, { set: recipeChange.from, effectiveAt: clock.now(), now: clock.now() })
}

/** The operator says what sets of orders from an instant of the platform's time on are made of. */
export async function changeSets(merchant: SimMerchant, world: PolicyWorld, effectiveAt: Date): Promise<void> {
  const { recipeChange } = world.scenario
  if (recipeChange) await define(merchant, { set: recipeChange.to, effectiveAt, now: world.clock.now() })
}

interface Defining {
  readonly set: readonly number[]
  readonly effectiveAt: Date
  readonly now: Date
}

async function define(merchant: SimMerchant, { set, effectiveAt, now }: Defining): Promise<void> {
  const components = set.flatMap((units, good) => (units > 0 ? [{ sku: goodCode(good), units }] : []))
  const done = await defineRecipe(merchant.em, { code: SET, name: SET, components, effectiveAt }, now)
  if (done.kind === 'refused') throw new Error(`the recipe is refused: ${JSON.stringify(done)}`)
}
