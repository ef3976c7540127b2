import { z } from 'zod'
import { goodCount, poolCount } from './supply.ts'
import { ScenarioLine, type Scenario } from './scenario.ts'

/** One scenario a line. @throws with the line's number where one does not fit. */
export function readScenarios(text: string): readonly Scenario[] {
  return text.split('\n').flatMap((line, n) => {
    if (line.trim() === '') return []
    const parsed = ScenarioLine.safeParse(JSON.parse(line))
    if (!parsed.success) throw new Error(`line ${n + 1}: ${z.prettifyError(parsed.error)}`)
    const wrong = contradictionOf(parsed.data)
    if (wrong !== null) throw new Error(`line ${n + 1}: ${wrong}`)
    return [parsed.data]
  })
}

/** What the parts of a scenario say of each other that cannot be; null: nothing. */
function contradictionOf(scenario: Scenario): string | null {
  const { shops, demand, hands = [], stops = [], receipts, pools, stock, recipeChange, campaign } = scenario
  const missing = [...demand, ...hands, ...stops, ...(campaign ? [campaign] : [])].find(
    ({ shop }) => shop !== null && shop >= shops.length,
  )
  if (missing) return `there is no shop ${missing.shop}`
  const named = [...shops.flatMap((shop) => shop.pools ?? []), ...receipts.flatMap(({ pool }) => pool ?? [])]
  const unknown = named.find((pool) => pool >= poolCount(scenario))
  if (unknown !== undefined) return `there is no pool ${unknown}`
  if (shops.some((shop) => new Set(shop.pools).size < (shop.pools?.length ?? 0))) return 'a shop sells from no pool twice'
  const inPools = pools?.reduce((sum, units) => sum + units, 0) ?? stock
  if (inPools !== stock) return `the pools hold ${inPools} units, the stock is ${stock}`
  return recipeChange ? wrongChange(scenario, recipeChange) : null
}

function wrongChange(scenario: Scenario, { from, to, tick, toldTick }: NonNullable<Scenario['recipeChange']>): string | null {
  const goods = goodCount(scenario)
  if (from.length !== goods || to.length !== goods) return `from and to take a figure for each of ${goods} goods`
  if ([from, to].some((set) => set.every((units) => units === 0))) return 'a set takes a unit of something'
  return toldTick > tick ? 'a change of recipe is told before it counts' : null
}
