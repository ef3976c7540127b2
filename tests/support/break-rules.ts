import { afterAll, beforeAll, expect, it } from 'vitest'
import { isBounded, type Scenario } from '../../simulate/scenario.ts'
import { swinging } from './given-scenario.ts'
import { simWorld, type SimRun, type SimWorld } from './sim-world.ts'

/** Of each rule a run that keeps it, and finds it out where it is taken away. */
export function breakRules<Name extends string>(
  runs: Readonly<Record<Name, Scenario>>,
  variants: Readonly<Record<NoInfer<Name>, SimRun>>,
): void {
  let world: SimWorld
  beforeAll(async () => (world = await simWorld()))
  afterAll(() => world.dispose())

  const found = async (run: Scenario, options: SimRun): Promise<readonly string[]> => {
    const { violations, oversoldUnits } = await world.run(run, {
      ...options,
      variant: { policy: swinging, ...options.variant },
    })
    return oversoldUnits > 0 && !isBounded(run) ? [...violations, `${oversoldUnits} units are oversold`] : violations
  }
  // Several rules are broken in the same run, which comes out the same whenever it keeps them all.
  const kept = new Map<string, Promise<readonly string[]>>()
  const keeping = (run: Scenario): Promise<readonly string[]> => {
    const key = JSON.stringify(run)
    const known = kept.get(key) ?? found(run, {})
    kept.set(key, known)
    return known
  }
  const names = Object.keys(runs).filter((name): name is Name => name in runs)
  it.each(names)('is found out, and the rule itself holds: %s', { timeout: 240_000 }, async (name) => {
    expect(await keeping(runs[name])).toEqual([])
    const broken = await found(runs[name], { ...variants[name], untilBroken: true })
    expect(broken.filter(isOfTheRun)).not.toEqual([])
  })
}

/** An invariant that does not hold, or goods that are not there: that the product has thrown is no find. */
function isOfTheRun(found: string): boolean {
  return /^I\d+: |oversold$/.test(found)
}
