import type { Scenario, ScenarioShop } from './scenario.ts'

/** So many smaller scenarios are tried at most. */
const TRIES_MAX = 60

/** Takes away from a scenario that fails whatever it fails without: shoppers first, then one fault after the other. */
export async function shrink(scenario: Scenario, fails: (smaller: Scenario) => Promise<boolean>): Promise<Scenario> {
  let small = scenario
  let tries = 0
  const attempt = async (smaller: Scenario): Promise<boolean> => {
    if (tries >= TRIES_MAX) return false
    tries += 1
    if (!(await fails(smaller))) return false
    small = smaller
    return true
  }
  for (
    let part = Math.ceil(small.demand.length / 2);
    part >= 1 && tries < TRIES_MAX;
    part = part === 1 ? 0 : Math.ceil(part / 2)
  ) {
    for (let start = 0; start < small.demand.length;) {
      const { demand } = small
      const fewer = { ...small, demand: [...demand.slice(0, start), ...demand.slice(start + part)] }
      if (!(await attempt(fewer))) start += part
      if (tries >= TRIES_MAX) break
    }
  }
  for (const [n] of scenario.shops.entries()) {
    for (const calm of calmer) await attempt(withShop(small, n, calm))
  }
  if (small.receipts.length > 0) await attempt({ ...small, receipts: [] })
  return small
}

const calmer: readonly Partial<ScenarioShop>[] = [
  { freeze: null },
  { refused: 0 },
  { unknown: 0 },
  { hiddenTicks: 0 },
  { push: false },
  { feedLagTicks: 0 },
  { roundTripTicks: 0 },
]

function withShop(scenario: Scenario, place: number, change: Partial<ScenarioShop>): Scenario {
  return { ...scenario, shops: scenario.shops.map((shop, n) => (n === place ? { ...shop, ...change } : shop)) }
}
