import type { Em } from '../db/orm.ts'
import { checkCode } from './check-text.ts'
import { findSkusByCode } from './find-skus.ts'
import { catalogueLimits } from './limits.ts'
import type { RecipeComponent } from './recipe.ts'
import { firstNo, invalid, refusedBy, type CatalogueRefused } from './refusal.ts'

export interface WantedComponent {
  readonly sku: string
  readonly units: number
}

export function checkComponents(components: readonly WantedComponent[]): CatalogueRefused | undefined {
  const { componentsPerRecipe, unitsPerComponent } = catalogueLimits
  if (components.length === 0 || components.length > componentsPerRecipe) {
    return invalid('components', `components must be 1 to ${componentsPerRecipe}, not ${components.length}`)
  }
  const seen = new Set<string>()
  return firstNo(
    ...components.flatMap(({ sku, units }, n) => {
      const twice = seen.has(sku)
      seen.add(sku)
      return [
        checkCode(sku, `components.${n}.sku`),
        twice ? invalid(`components.${n}.sku`, `components.${n}.sku names ${sku} a second time: add the units up`) : undefined,
        Number.isInteger(units) && units >= 1 && units <= unitsPerComponent
          ? undefined
          : invalid(`components.${n}.units`, `components.${n}.units must be a whole number from 1 to ${unitsPerComponent}`),
      ]
    }),
  )
}

/** What the components' codes mean. */
export async function findComponents(
  em: Em,
  wanted: readonly WantedComponent[],
): Promise<readonly RecipeComponent[] | CatalogueRefused> {
  const skus = await findSkusByCode(
    em,
    wanted.map(({ sku }) => sku),
  )
  const components: RecipeComponent[] = []
  for (const [n, { sku: code, units }] of wanted.entries()) {
    const sku = skus.get(code)
    if (!sku) return refusedBy(`components.${n}.sku`, 'UNKNOWN_SKU', `no SKU ${code}`)
    if (sku.archivedAt) return refusedBy(`components.${n}.sku`, 'ARCHIVED_SKU', `SKU ${code} is archived`)
    components.push({ skuId: sku.id, units })
  }
  return components
}
