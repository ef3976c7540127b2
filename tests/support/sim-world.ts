import { SimMerchant } from '../../simulate/merchant.ts'
import { OnePool, type Variant } from '../../simulate/policies/onepool.ts'
import type { Policy, PolicyWorld } from '../../simulate/policies/policy.ts'
import type { RunOutcome } from '../../simulate/run-outcome.ts'
import { runScenario, type RunOptions } from '../../simulate/run.ts'
import type { Scenario } from '../../simulate/scenario.ts'
import { Quiet } from '../../simulate/world/quiet.ts'
import { watchDatabase } from '../../simulate/world/watch-database.ts'
import { testMerchant } from './db.ts'

export interface SimRun extends Pick<RunOptions, 'remake' | 'sockets' | 'onStep' | 'untilBroken' | 'strict' | 'beyond'> {
  readonly variant?: Variant
}

/** A merchant that simulations run on, one after the other. */
export async function simWorld() {
  const merchant = await testMerchant({ poolMax: 6, direct: true })
  const quiet = new Quiet()
  await watchDatabase(merchant.orm, quiet)
  const sim = new SimMerchant(merchant.orm, merchant.schema)
  const signal = new AbortController().signal
  const open =
    (variant: Variant | undefined) =>
    (world: PolicyWorld): Promise<Policy> =>
      OnePool.open(world, sim, variant)
  return {
    run: (scenario: Scenario, { variant, ...options }: SimRun = {}): Promise<RunOutcome> =>
      runScenario(scenario, { quiet, signal, ...options, open: open(variant) }),
    dispose: () => merchant.dispose(),
  }
}

export type SimWorld = Awaited<ReturnType<typeof simWorld>>
