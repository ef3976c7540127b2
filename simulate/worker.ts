import { openDatabase } from '../src/db/orm.ts'
import { createLog } from '../src/log.ts'
import { SimMerchant } from './merchant.ts'
import { openPolicy } from './policies/open-policy.ts'
import type { PolicyName } from './policies/policy.ts'
import type { RanksAs } from './policies/rank-shops.ts'
import { toResult, type Result } from './report/result.ts'
import type { RunOutcome } from './run-outcome.ts'
import { runScenario, type RunOptions } from './run.ts'
import { isBounded, type Scenario } from './scenario.ts'
import { shrink } from './shrink.ts'
import { Quiet } from './world/quiet.ts'
import { watchDatabase } from './world/watch-database.ts'

/** One run to be made. */
export interface Job {
  readonly scenario: Scenario
  readonly policy: PolicyName
  readonly ranks: RanksAs
  readonly sockets: boolean
  readonly trace: boolean
  readonly shrink: boolean
}

export interface Done {
  readonly result: Result
  /** The product did not keep what it promises. */
  readonly failed: boolean
  /** What an operator reads: every step where they were asked for, and of a run that failed the shortest one found. */
  readonly text: string
}

/** Makes runs one after the other, on a merchant of its own. */
export class SimWorker {
  readonly #quiet: Quiet
  readonly #merchant: SimMerchant
  readonly #signal: AbortSignal
  readonly dispose: () => Promise<void>

  private constructor({ quiet, merchant, signal }: { quiet: Quiet; merchant: SimMerchant; signal: AbortSignal }) {
    this.#quiet = quiet
    this.#merchant = merchant
    this.#signal = signal
    this.dispose = () => merchant.orm.close()
  }

  static async open({ url, schema, signal }: { url: string; schema: string; signal: AbortSignal }): Promise<SimWorker> {
    const orm = await openDatabase({ url, log: createLog({ level: 'error' }), poolMax: 6, direct: true })
    const quiet = new Quiet()
    await watchDatabase(orm, quiet)
    return new SimWorker({ quiet, merchant: new SimMerchant(orm, schema), signal })
  }

  async do(job: Job): Promise<Done> {
    const steps: string[] = []
    const outcome = await this.#run(job.scenario, job, job.trace ? { onStep: (step) => void steps.push(step) } : {})
    const result = toResult(job.scenario, { policy: job.policy, outcome })
    const failed = isOwn(job.policy) && isFailed(outcome, isBounded(job.scenario) || job.policy === 'onepool-overcommit')
    const text = failed ? await this.#explain(job, outcome) : ''
    return { result, failed, text: [...steps, text].filter((line) => line !== '').join('\n') }
  }

  #run(
    scenario: Scenario,
    { policy, ranks, sockets }: Job,
    more: Pick<RunOptions, 'onStep' | 'untilBroken'> = {},
  ): Promise<RunOutcome> {
    return runScenario(scenario, {
      ...more,
      quiet: this.#quiet,
      signal: this.#signal,
      sockets,
      beyond: policy === 'onepool-overcommit',
      open: (world) => openPolicy({ name: policy, ranks }, world, this.#merchant),
    })
  }

  /** The smallest scenario found that fails as well, and every step of it. */
  async #explain(job: Job, outcome: RunOutcome): Promise<string> {
    if (!job.shrink) return [`seed ${job.scenario.seed} FAILED`, ...outcome.violations, ...outcome.unsettled].join('\n  ')
    const small = await shrink(job.scenario, async (scenario) =>
      failsAlike(outcome, await this.#run(scenario, job, { untilBroken: true })),
    )
    const steps: string[] = []
    const last = await this.#run(small, job, { untilBroken: true, onStep: (step) => void steps.push(step) })
    const found = [...last.violations, ...last.unsettled]
    return [`seed ${job.scenario.seed} FAILED`, ...found.map((text) => `  ${text}`), JSON.stringify(small), ...steps].join('\n')
  }
}

function isOwn(policy: PolicyName): boolean {
  return policy === 'onepool' || policy === 'onepool-overcommit'
}

/** Where overselling is only bounded it is no failure by itself: what is beyond the bound is a violation. */
function isFailed({ violations, unsettled, oversoldUnits }: RunOutcome, bounded: boolean): boolean {
  return violations.length > 0 || unsettled.length > 0 || (oversoldUnits > 0 && !bounded)
}

/** A run that is broken in another way is another failure. */
function failsAlike(first: RunOutcome, other: RunOutcome): boolean {
  const [worst] = first.violations
  if (worst !== undefined) return other.violations.some((text) => text.slice(0, 3) === worst.slice(0, 3))
  if (first.oversoldUnits > 0) return other.oversoldUnits > 0
  return other.unsettled.length > 0
}
