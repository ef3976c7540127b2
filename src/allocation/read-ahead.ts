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
  readonly skusAtOnce?: number
}

const SKUS_AT_ONCE = 500
/** So many pages are read while one is reckoned: each takes a connection. */
const PAGES_AHEAD = 2

/** Goods in order, some at a time: no more than these are in memory, and the next are read while they are reckoned. */
export async function* readAhead(
  { em, signal }: Pick<TryTools, 'em' | 'signal'>,
  { goods, now, withTags, skusAtOnce = SKUS_AT_ONCE }: ReadAhead,
): AsyncGenerator<PlanPage> {
  const reading: Promise<PlanPage>[] = []
  let above: string | null = '0'
  try {
    while (above !== null || reading.length > 0) {
      signal.throwIfAborted()
      while (above !== null && reading.length <= PAGES_AHEAD) {
        const skuIds: readonly string[] = await pageOfGoods(em.fork(), goods, { above, limit: skusAtOnce })
        above = skuIds.length < skusAtOnce ? null : (skuIds.at(-1) ?? null)
        if (skuIds.length === 0) break
        const page = readPlan(em.fork(), skuIds, { now, withTags }).then((facts) => ({ skuIds, facts }))
        // One that fails before its turn is told of when it is its turn.
        page.catch(() => undefined)
        reading.push(page)
      }
      const next = reading.shift()
      if (next) yield await next
    }
  } finally {
    await Promise.allSettled(reading)
  }
}
