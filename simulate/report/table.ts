import { addUnits, nobodyTurnedAway, type TurnedAway } from '../checks/turned-away.ts'
import type { Result } from './result.ts'

/** A row of the table: all runs of one policy, of one kind of shops, at one scarcity. */
export interface Row {
  readonly policy: string
  readonly semantics: string
  readonly 'demand / stock': string
  readonly runs: number
  readonly 'sold / oracle': string
  /** What the first rank sold of its demand, or of all goods where that is less. */
  readonly 'rank 1 served': string
  readonly 'oversold runs': number
  readonly 'oversold units': number
  readonly 'calls a unit': string
  /** Apart from those: counters read at the stated cadence. */
  readonly 'cadence reads a unit': string
  readonly violations: number
  readonly unsettled: number
}

/** Demand over stock. Where it is about the stock, 0.8 to 1.2 times it, each unit in the wrong shop is one that is not sold. */
const scarcities = [
  { name: 'below 0.8', below: 0.8 },
  { name: 'about stock', below: 1.2 },
  { name: '1.2 to 2', below: 2 },
  { name: '2 and more', below: Infinity },
] as const

export function toTable(results: readonly Result[]): readonly Row[] {
  const rows: Row[] = []
  for (const [policy, own] of Map.groupBy(results, (one) => one.policy)) {
    for (const [semantics, some] of byName(own)) rows.push(...byScarcity({ policy, semantics }, some))
    rows.push(...byScarcity({ policy, semantics: 'all' }, own), toRow({ policy, semantics: 'all', scarcity: 'all' }, own))
  }
  return rows
}

function byName(results: readonly Result[]): readonly (readonly [string, readonly Result[]])[] {
  return [...Map.groupBy(results, ({ semantics }) => semantics)].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function byScarcity(of: Pick<Of, 'policy' | 'semantics'>, results: readonly Result[]): readonly Row[] {
  const some = Map.groupBy(results, scarcityOf)
  return scarcities.flatMap(({ name: scarcity }) => {
    const few = some.get(scarcity) ?? []
    return few.length === 0 ? [] : [toRow({ ...of, scarcity }, few)]
  })
}

function scarcityOf({ demandOverStock }: Result): string {
  return scarcities.find(({ below }) => demandOverStock < below)?.name ?? ''
}

interface Of {
  readonly policy: string
  readonly semantics: string
  readonly scarcity: string
}

function toRow({ policy, semantics, scarcity }: Of, results: readonly Result[]): Row {
  const sum = (pick: (one: Result) => number): number => results.reduce((total, one) => total + pick(one), 0)
  const [sold, oracle, calls] = [sum((one) => one.soldUnits), sum((one) => one.oracleUnits), sum((one) => one.stockCalls)]
  return {
    policy,
    semantics,
    'demand / stock': scarcity,
    runs: results.length,
    'sold / oracle': (sold / Math.max(1, oracle)).toFixed(4),
    'rank 1 served': (
      sum((one) => one.firstSoldUnits) /
      Math.max(
        1,
        sum((one) => one.firstDemandUnits),
      )
    ).toFixed(3),
    'oversold runs': results.filter(({ oversoldUnits }) => oversoldUnits > 0).length,
    'oversold units': sum((one) => one.oversoldUnits),
    'calls a unit': (calls / Math.max(1, sold)).toFixed(3),
    'cadence reads a unit': (sum((one) => one.cadenceReads) / Math.max(1, sold)).toFixed(3),
    violations: sum((one) => one.invariantViolations),
    unsettled: results.filter(({ liveness }) => !liveness).length,
  }
}

/** Units asked for in vain while as many were unsold, by where those were: where a better way of sharing could sell more. */
export function turnedAwayOf(results: readonly Result[]): TurnedAway {
  return results.reduce((sum, one) => addUnits(sum, one.turnedAway), nobodyTurnedAway)
}
