import { inWords, probeStates, type ProbeRun, type WatchStep } from '../../src/listings/probe-run.ts'
import { READERS, Visible } from '../access.ts'
import { Field, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { DateTime } from '../scalars.ts'

const ProbeStateEnum = enumOf('ProbeState', probeStates)

@Visible(READERS)
@ObjectType('ProbeRun', {
  description:
    "One plan that watches a listing's counters over an order, or its cancellation, or, where it was allowed to, lowers by one unit.",
})
export class ProbeRunType {
  @Field(() => String, { description: 'What it is to find out.' })
  declare readonly fact: string

  @Field(() => ProbeStateEnum)
  declare readonly state: ProbeRun['state']

  @Field(() => String, { nullable: true, description: 'What it waits for now; null once it has ended.' })
  declare readonly waitsFor: string | null

  @Field(() => [String], { description: 'What was seen so far.' })
  declare readonly observed: readonly string[]

  @Field(() => String, { nullable: true, description: 'Why nothing was concluded.' })
  declare readonly reason: string | null

  @Field(() => DateTime)
  declare readonly startedAt: Date

  @Field(() => DateTime, { nullable: true })
  declare readonly endedAt: Date | null
}

export function toProbeRun({ fact, state, steps, step, seen, reason, startedAt, endedAt }: ProbeRun): ProbeRunType {
  const waitsFor = state === 'watching' ? inWait(steps[step]) : null
  return { fact, state, waitsFor, observed: seen.map(inWords), reason, startedAt, endedAt }
}

function inWait(step: WatchStep | undefined): string {
  if (!step) return 'every order up to now to be booked'
  if (step.do === 'sample') return 'an order in a group that is not full yet'
  if (step.do === 'need') return step.what === 'nothing for sale' ? 'nothing for sale: stop selling it for a while' : step.what
  return step.do === 'read' || step.do === 'lower' ? 'a quiet moment to read the counter' : step.for
}
