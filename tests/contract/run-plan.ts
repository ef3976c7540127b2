import type { Listing } from '../../src/channels/listing.ts'
import type { ProbeObservation, ProbePlan, ProbeStep } from '../../src/channels/probe.ts'
import type { StockChange } from '../../src/channels/stock.ts'
import { one, type ContractBench } from './contract-fixture.ts'

export interface PlanRun {
  readonly listing: Listing
  readonly call: StockChange['call']
  /** What somebody does while the plan waits. */
  readonly onWait?: (what: Extract<ProbeStep, { do: 'wait' }>['for']) => ProbeObservation | null
}

/** Runs a plan as a command layer would: each step through the connector, keys made up per name. */
export async function runPlan(
  bench: ContractBench,
  plan: ProbePlan,
  { listing, call, onWait }: PlanRun,
): Promise<readonly ProbeObservation[]> {
  const seen: ProbeObservation[] = []
  for (const step of plan.steps) {
    if (step.do === 'wait') {
      if (!onWait) throw new Error('nobody orders in this test')
      const saw = onWait(step.for)
      if (saw) seen.push(saw)
      continue
    }
    if (step.do === 'look') continue
    if (step.do === 'read') {
      const reading = one(await bench.connector.readStock([listing.ref], bench.signal))
      if (!('missing' in reading))
        seen.push({ saw: 'reading', shownUnits: reading.shownUnits, reservedUnits: reading.reservedUnits })
      continue
    }
    const key = Buffer.from(step.keyName).toString('hex')
    const changes = [{ listing: listing.ref, call, move: { kind: 'lower', units: step.units }, key } as const]
    const answer = one(await bench.connector.changeStock({ signedAt: bench.signedAt(), changes }, bench.signal))
    if (answer.kind === 'acknowledged')
      seen.push({ saw: 'acknowledged', resultingUnits: answer.resultingUnits, repeated: answer.repeated })
    else seen.push({ saw: 'refused', reason: answer.kind === 'refused by business' ? answer.reason : answer.kind })
  }
  return seen
}
