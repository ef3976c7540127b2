import type { PolicyName } from '../policies/policy.ts'
import { demandOverStock, isBounded, semanticsOfRun, type Scenario } from '../scenario.ts'
import { oracleUnits } from '../oracle.ts'
import type { RunOutcome } from '../run.ts'

/** What a run came to. */
export interface Result {
  readonly seed: number
  readonly policy: PolicyName
  /** What a stock call means at its shops; `bounded` before it where a platform's word leaves overselling possible. */
  readonly semantics: string
  readonly demandOverStock: number
  readonly oversoldUnits: number
  readonly soldUnits: number
  readonly oracleUnits: number
  /** Calls that change a number, and reads something was settled by; a batch of lines is one call. */
  readonly stockCalls: number
  /** Reads at the stated cadence that look for hand edits. */
  readonly cadenceReads: number
  readonly invariantViolations: number
  /** Whether all came to rest once nothing failed any more. */
  readonly liveness: boolean
}

export function toResult(
  scenario: Scenario,
  { policy, outcome }: { readonly policy: PolicyName; readonly outcome: RunOutcome },
): Result {
  return {
    seed: scenario.seed,
    policy,
    semantics: `${isBounded(scenario) ? 'bounded ' : ''}${semanticsOfRun(scenario)}`,
    demandOverStock: demandOverStock(scenario),
    oversoldUnits: outcome.oversoldUnits,
    soldUnits: outcome.soldUnits,
    oracleUnits: oracleUnits(scenario),
    stockCalls: outcome.stockCalls + outcome.settlingReads,
    cadenceReads: outcome.cadenceReads,
    invariantViolations: outcome.violations.length,
    liveness: outcome.unsettled.length === 0,
  }
}

/** The line that `--json` writes. Reads at the stated cadence are in the table. */
export function toJsonLine({ cadenceReads: _apart, ...line }: Result): string {
  return `${JSON.stringify(line)}\n`
}
