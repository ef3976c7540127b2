import type { Scenario, ScenarioShop } from './scenario.ts'

/** So many units of a good in a pool, both by their places. */
export interface Pile {
  readonly pool: number
  readonly good: number
  readonly units: number
}

export function poolCount({ pools }: Pick<Scenario, 'pools'>): number {
  return pools?.length ?? 1
}

export function goodCount({ recipeChange }: Pick<Scenario, 'recipeChange'>): number {
  return 1 + (recipeChange?.others.length ?? 0)
}

/** The pools a shop sells from, in order. */
export function poolsOf({ pools }: Pick<ScenarioShop, 'pools'>, scenario: Pick<Scenario, 'pools'>): readonly number[] {
  return pools ?? Array.from({ length: poolCount(scenario) }, (_, pool) => pool)
}

/** What a set takes of each good by the version in force. */
export function setAt({ recipeChange: change }: Pick<Scenario, 'recipeChange'>, tick: number): readonly number[] {
  if (!change) return [1]
  return tick < change.tick ? change.from : change.to
}

/** What there is at the start. Goods beside the first lie in the first pool. */
export function openingPiles({
  stock,
  pools = [stock],
  recipeChange,
}: Pick<Scenario, 'stock' | 'pools' | 'recipeChange'>): readonly Pile[] {
  return [
    ...pools.map((units, pool) => ({ pool, good: 0, units })),
    ...(recipeChange?.others ?? []).map((units, n) => ({ pool: 0, good: n + 1, units })),
  ]
}

/** All units of the first good that are ever received. */
export function suppliedUnits({ stock, receipts }: Pick<Scenario, 'stock' | 'receipts'>): number {
  return receipts.reduce((sum, { units }) => sum + units, stock)
}

/** Of the good that is scarcest. */
export function demandOverStock(scenario: Scenario): number {
  const { demand, recipeChange } = scenario
  const supplied = [suppliedUnits(scenario), ...(recipeChange?.others ?? [])]
  const ratios = supplied.map((there, good) => {
    const wanted = demand.reduce((sum, { tick, units }) => sum + units * (setAt(scenario, tick)[good] ?? 0), 0)
    return there === 0 ? 0 : Math.round((wanted / there) * 1_000) / 1_000
  })
  return Math.max(...ratios)
}

interface Sold {
  /** Units by shop. */
  readonly sold: readonly number[]
  /** Units by pool. */
  readonly received: readonly number[]
  /** The pools of each shop. */
  readonly pools: readonly (readonly number[])[]
}

/**
 * By how many units more was sold of a good than there was: of all sets of pools, the one whose own shops sold most beyond it. Where none
 * is above zero, every order can be served from a pool of its shop (Hall's theorem).
 */
export function beyondUnits({ sold, received, pools }: Sold): number {
  const sets = Array.from({ length: 2 ** received.length - 1 }, (_, n) => n + 1)
  const beyond = sets.map((set) => {
    const has = (pool: number): boolean => ((set >> pool) & 1) === 1
    const there = received.reduce((sum, units, pool) => sum + (has(pool) ? units : 0), 0)
    return sold.reduce((sum, units, shop) => sum + ((pools[shop] ?? []).every(has) ? units : 0), 0) - there
  })
  return Math.max(...beyond)
}
