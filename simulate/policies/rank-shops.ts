import { applyRules } from '../../src/allocation/apply-rules.ts'
import { ruleLimits, type ChannelDraft } from '../../src/domain/allocation/check-rule.ts'
import type { SimMerchant } from '../merchant.ts'
import type { PolicyWorld } from './policy.ts'

/**
 * How the ranks of the shops reach the product: not at all; as ranks; or strictly, so that the first rank has all there is until it
 * sells no more.
 */
export const ranksAs = ['ranks', 'strict', 'none'] as const
export type RanksAs = (typeof ranksAs)[number]

const NOTHING = {
  reserveUnits: null,
  minimumMoveUnits: null,
  confidence: null,
  overcommitUnits: null,
  oversellUnitsPerDay: null,
}

/** Says of the shops of a run who comes first, as an operator would: by a rule of the product. */
export async function rankShops(merchant: SimMerchant, { fronts, clock }: PolicyWorld, as: RanksAs): Promise<void> {
  const first = Math.min(...fronts.map(({ shop }) => shop.rank))
  if (as === 'none' || fronts.every(({ shop }) => shop.rank === first)) return
  const channels = fronts.map(({ code, shop }): ChannelDraft => {
    const floorUnits = as === 'strict' && shop.rank === first ? ruleLimits.units : null
    return { channel: code, rank: shop.rank, sharePercent: null, floorUnits, capUnits: null }
  })
  const rule = { name: null, scope: { kind: 'merchant' as const }, channels, values: NOTHING }
  const at = {
    ends: [],
    fromMs: null,
    untilMs: null,
    key: 'ranks',
    basedOn: 0,
    reason: 'the ranks of the scenario',
    actor: 'simulation',
  }
  const done = await applyRules({ em: merchant.em, clock }, { rules: [rule], ...at })
  if (done.kind !== 'applied') throw new Error(`the ranks are refused: ${JSON.stringify(done)}`)
}
