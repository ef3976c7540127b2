import { readPlan, type PlanFacts } from '../publishing/read-plan.ts'
import { pageOfGoods, type Goods } from './goods-of-rules.ts'
import type { TryTools } from './try-rules.ts'

/** Some of the goods, with all that is known of them. */
export interface PlanPage {
  readonly skuIds: readonly string[]
  readonly facts: PlanFacts
}

interface ReadAhead {
  readonly goods: Goods
  readonly now: Date
  readonly withTags: boolean
}

const SKUS_AT_ONCE = 500
/** So many pages are read while one is reckoned: each takes a connection. */
const PAGES_AHEAD = 2

/** Goods in order, some at a time: no more than these are in memory, and the next are read while they are reckoned. */
export async function* readAhead(
  { em, signal }: Pick<TryTools, 'em' | 'signal'>,
  { goods, now, withTags }: ReadAhead,
): AsyncGenerator<PlanPage> {
  const reading: Promise<PlanPage>[] = []
  let above: string | null = '0'
  try {
    while (above !== null || reading.length > 0) {
      signal.throwIfAborted()
      while (above !== null && reading.length <= PAGES_AHEAD) {
        const skuIds: readonly string[] = await pageOfGoods(em.fork(), goods, { above, limit: SKUS_AT_ONCE })
        above = skuIds.length < SKUS_AT_ONCE ? null : (skuIds.at(-1) ?? null)
        if (skuIds.length > 0) reading.push(readPlan(em.fork(), skuIds, { now, withTags }).then((facts) => ({ skuIds, facts })))
      }
      const page = await reading[0]
      reading.shift()
      if (page) yield page
    }
  } finally {
    await Promise.allSettled(reading)
  }
}
