import type { HoldLine } from '../domain/hold.ts'
import type { LocationId, PoolId } from '../domain/ids.ts'
import { checkLineCount, checkText, checkUnits, firstRefusal } from './check-args.ts'
import type { Names } from './engine/names.ts'
import type { Mentions } from './engine/operation.ts'
import { limits } from './limits.ts'
import { refused, type Refused } from './refusal.ts'
import { unknownLocation, withoutPool } from './unknown.ts'

/** A wanted line: so many of one SKU, or so many sets of one recipe. Exactly one of both is given. */
export interface WantedLine {
  readonly sku: string | null
  readonly recipe: string | null
  readonly units: number
  /** The only location the units may come from, for instance where a buyer picks up. */
  readonly location: string | null
}

export interface Wanted {
  readonly pool: string | null
  readonly lines: readonly WantedLine[]
}

export function checkWanted({ pool, lines }: Wanted): Refused | undefined {
  const tooMany = checkLineCount(lines.length, limits.linesPerHold)
  if (tooMany) return tooMany
  return firstRefusal(
    checkText(pool, 'pool'),
    ...lines.flatMap((line, n) => [
      (line.sku === null) === (line.recipe === null)
        ? refused('INVALID', `lines.${n} must name either a sku or a recipe`, { field: `lines.${n}` })
        : undefined,
      checkText(line.sku ?? line.recipe, `lines.${n}.${line.sku === null ? 'recipe' : 'sku'}`),
      checkText(line.location, `lines.${n}.location`),
      checkUnits(line.units, `lines.${n}.units`),
    ]),
  )
}

export function mentionsOf({ pool, lines }: Wanted): Mentions {
  return {
    skus: lines.flatMap(({ sku }) => sku ?? []),
    recipes: lines.flatMap(({ recipe }) => recipe ?? []),
    locations: lines.flatMap(({ location }) => location ?? []),
    pools: pool === null ? [] : [pool],
  }
}

/** The wanted lines as the components to hold, numbered from 1; or why one of them cannot be meant. */
export function expandLines({ pool, lines }: Wanted, names: Names): readonly HoldLine[] | Refused {
  const parts: HoldLine[] = []
  for (const [n, line] of lines.entries()) {
    const place = placeOf(line, { pool, names, field: `lines.${n}` })
    if ('kind' in place) return place
    const components = componentsOf(line, names, `lines.${n}`)
    if ('kind' in components) return components
    const { versionId, units: perSet } = components
    for (const [skuId, units] of perSet) {
      const total = units * line.units
      if (total > limits.unitsPerLine)
        return refused('INVALID', `lines.${n} asks for too many units`, { field: `lines.${n}.units` })
      const sets = versionId === null ? null : line.units
      parts.push({ line: n + 1, ...place, skuId, recipeVersionId: versionId, sets, units: total, shipped: 0, released: 0 })
    }
  }
  return parts
}

type Place = { readonly poolId: PoolId; readonly locationId: LocationId | null }

function placeOf(line: WantedLine, at: { pool: string | null; names: Names; field: string }): Place | Refused {
  const { names, field } = at
  const pool = names.pool(at.pool)
  if (line.location === null) {
    return pool ? { poolId: pool.id, locationId: null } : refused('UNKNOWN_POOL', `no pool ${at.pool ?? ''}`, { field: 'pool' })
  }
  const location = names.location(line.location)
  if (!location || location.archived) return unknownLocation(line.location, `${field}.location`)
  if (location.poolId === null) return withoutPool(location, `${field}.location`)
  if (at.pool !== null && location.poolId !== pool?.id) {
    const message = `location ${location.code} does not belong to pool ${at.pool}`
    return refused('LOCATION_OUTSIDE_POOL', message, { field: `${field}.location` })
  }
  return { poolId: location.poolId, locationId: location.id }
}

type Components = { readonly versionId: string | null; readonly units: ReadonlyMap<HoldLine['skuId'], number> }

function componentsOf({ sku, recipe }: WantedLine, names: Names, field: string): Components | Refused {
  if (sku !== null) {
    const found = names.sku(sku)
    if (!found) return refused('UNKNOWN_SKU', `no SKU ${sku}`, { field: `${field}.sku` })
    if (found.archived) return refused('ARCHIVED_SKU', `SKU ${sku} is archived`, { field: `${field}.sku` })
    return { versionId: null, units: new Map([[found.id, 1]]) }
  }
  const found = names.recipe(recipe ?? '')
  if (!found || found.archived) return refused('UNKNOWN_RECIPE', `no recipe ${recipe} in effect`, { field: `${field}.recipe` })
  const gone = found.components.find((component) => component.archived)
  if (gone) return refused('ARCHIVED_SKU', `SKU ${gone.skuCode} of recipe ${recipe} is archived`, { field: `${field}.recipe` })
  return { versionId: found.versionId, units: new Map(found.components.map(({ skuId, units }) => [skuId, units])) }
}
