import type { Em } from '../db/orm.ts'
import { expectDemand } from '../domain/allocation/expected-demand.ts'
import { EVERYBODY_ALIKE } from '../domain/allocation/rule.ts'
import { unitsAtOnce } from '../domain/publishing/demand.ts'
import type { TagDemand } from '../domain/publishing/similar-demand.ts'
import { preparePlan } from '../publishing/prepare-plan.ts'
import type { PlanFacts } from '../publishing/read-plan.ts'
import { codesOf } from './show-rules.ts'

/** What a listing is expected to sell of one SKU, and what of that is known. Units are those of the SKU. */
export interface ExplainedDemand {
  readonly sku: string
  readonly perDay: number
  /** What it has sold, in the time in which it could have; older units and times weigh less. */
  readonly soldUnits: number
  readonly soldDays: number
  /** How many units go at once in the listings of the SKU: what one large order took is no sign of many more. */
  readonly unitsAtOnce: number
  /** How fast goods like it sell in a listing: it counts as long as little is known of this SKU. Null: none are known. */
  readonly similarPerDay: number | null
  readonly similar: readonly SimilarGoods[]
}

export interface SimilarGoods {
  readonly tag: string
  readonly perDay: number
  readonly skus: number
}

const DAY_SECONDS = 86_400

export async function explainDemand(
  em: Em,
  facts: PlanFacts,
  { listingId, nowMs }: { readonly listingId: string; readonly nowMs: number },
): Promise<readonly ExplainedDemand[]> {
  const parts = facts.parts.get(listingId) ?? []
  const skus = await codesOf(
    em,
    'sku',
    parts.map(({ skuId }) => skuId),
  )
  const { pools } = preparePlan(facts, nowMs)
  return parts.flatMap(({ skuId }) => {
    const pool = pools.find(({ balance, takers }) => balance.skuId === skuId && takers.some(isIt(listingId)))
    const n = pool?.takers.findIndex(isIt(listingId)) ?? -1
    const taker = pool?.takers[n]?.taker
    if (!pool || !taker) return []
    const { similarPerSecond } = pool.balance
    const takers = pool.takers.map(({ taker: one }) => one)
    return [
      {
        sku: skus.get(skuId) ?? '',
        perDay: (expectDemand(takers, EVERYBODY_ALIKE.confidence, similarPerSecond)[n]?.perSecond ?? 0) * DAY_SECONDS,
        soldUnits: taker.soldUnits,
        soldDays: taker.soldSeconds / DAY_SECONDS,
        unitsAtOnce: unitsAtOnce(takers),
        similarPerDay: similarPerSecond === undefined ? null : similarPerSecond * DAY_SECONDS,
        similar: (facts.similar?.get(skuId) ?? []).map(toSimilar),
      },
    ]
  })
}

function isIt(listingId: string) {
  return ({ taker }: { readonly taker: { readonly listingId: string } }): boolean => taker.listingId === listingId
}

function toSimilar({ tag, perSecond, skus }: TagDemand): SimilarGoods {
  return { tag, perDay: perSecond * DAY_SECONDS, skus }
}
