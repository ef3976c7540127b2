import type { StepKind } from './derivation.ts'
import type { EffectiveRule } from './rule.ts'

/** Which value of the rules makes a step what it is; a step that is not named follows from no rule. */
const VALUE_OF: Readonly<Partial<Record<StepKind, keyof EffectiveRule['sources']>>> = {
  reserve: 'reserveUnits',
  floor: 'floorUnits',
  'expected demand': 'rank',
  'share of the rest': 'sharePercent',
  cap: 'capUnits',
  overcommit: 'overcommitUnits',
  'minimum move': 'minimumMoveUnits',
}

/** The value a step rests on, by name; null: none. */
export function valueOfStep(kind: StepKind): keyof EffectiveRule['sources'] | null {
  return VALUE_OF[kind] ?? null
}
