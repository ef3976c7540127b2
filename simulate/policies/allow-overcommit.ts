import { applyRules } from '../../src/allocation/apply-rules.ts'
import { NOTHING_SAID } from '../../src/domain/allocation/rule.ts'
import type { SimMerchant } from '../merchant.ts'
import type { PolicyWorld } from './policy.ts'

/** A unit in every shop, as long as no more than so much of a unit a day is expected to be oversold. */
export const OVERSELL_PER_DAY = 0.5
const UNITS_MAX = 16

/** The operator allows a slow mover to be shown in more shops than there are units. */
export async function allowOvercommit(merchant: SimMerchant, { clock }: PolicyWorld, basedOn: number): Promise<void> {
  const { channels: _, ...nothing } = NOTHING_SAID
  const values = { ...nothing, overcommitUnits: UNITS_MAX, oversellUnitsPerDay: OVERSELL_PER_DAY }
  const scope = { kind: 'merchant' as const }
  const rule = { name: null, scope, channels: [], values }
  const at = { ends: [], fromMs: null, untilMs: null, key: 'overcommit', basedOn, reason: 'slow movers', actor: 'simulation' }
  const done = await applyRules({ em: merchant.em, clock }, { rules: [rule], ...at })
  if (done.kind !== 'applied') throw new Error(`the overcommit is refused: ${JSON.stringify(done)}`)
}
