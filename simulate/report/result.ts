import type { TurnedAway } from '../checks/turned-away.ts'
import type { PolicyName } from '../policies/policy.ts'
import { oracleUnits } from '../oracle.ts'
import { isBounded, semanticsOfRun, type Scenario } from '../scenario.ts'
import { demandOverStock, suppliedUnits } from '../supply.ts'
import type { RunOutcome } from '../run-outcome.ts'

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
  /** What the shops of the first rank sold, and what they could have: their demand that was not called off, at most all goods. */
  readonly firstSoldUnits: number
  readonly firstDemandUnits: number
  /** Calls that change a number, and reads something was settled by; a batch of lines is one call. */
  readonly stockCalls: number
  /** Reads at the stated cadence that look for hand edits. */
  readonly cadenceReads: number
  /** Units asked for in vain while as many were unsold. */
  readonly turnedAway: TurnedAway
  /** The part of the shops' time in which they showed something, and the units expected to be oversold by what was shown beyond the goods. */
  readonly shownShare: number
  readonly expectedUnits: number
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
    ...firstRank(scenario, outcome),
    stockCalls: outcome.stockCalls + outcome.settlingReads,
    cadenceReads: outcome.cadenceReads,
    turnedAway: outcome.turnedAway,
    shownShare: outcome.shownShare,
    expectedUnits: outcome.expectedUnits,
    invariantViolations: outcome.violations.length,
    liveness: outcome.unsettled.length === 0,
  }
}

function firstRank(scenario: Scenario, { soldByShop }: RunOutcome): Pick<Result, 'firstSoldUnits' | 'firstDemandUnits'> {
  const { shops, demand } = scenario
  const first = Math.min(...shops.map(({ rank }) => rank))
  const wanted = demand.filter(({ shop, cancelTick }) => shops[shop]?.rank === first && cancelTick === null)
  return {
    firstSoldUnits: soldByShop.reduce((sum, units, n) => sum + (shops[n]?.rank === first ? units : 0), 0),
    firstDemandUnits: Math.min(
      suppliedUnits(scenario),
      wanted.reduce((sum, { units }) => sum + units, 0),
    ),
  }
}

/** The line that `--json` writes. Reads at the stated cadence, what the first rank sold and who was turned away are in the tables. */
export function toJsonLine(result: Result): string {
  const {
    cadenceReads: _apart,
    firstSoldUnits: _sold,
    firstDemandUnits: _demand,
    turnedAway: _away,
    shownShare: _shown,
    expectedUnits: _expected,
    ...line
  } = result
  return `${JSON.stringify(line)}\n`
}
