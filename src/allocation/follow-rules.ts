import type { Em } from '../db/orm.ts'
import { turningBetween } from '../domain/allocation/effective-rule.ts'
import type { Rule } from '../domain/allocation/rule.ts'
import { concernedBy, pageOfGoods, type Goods } from './goods-of-rules.ts'
import type { RuleBook, RuleShelf } from './read-rules.ts'

const PAGE = 500

/**
 * Which goods the rules say something else of than at the last look: because there is a new version, or because the time of a
 * rule has come or gone. One for each merchant and process; what was so before the first look, a look at everything finds.
 */
export class RuleFollower {
  #seen: { readonly book: RuleBook; readonly atMs: number } | undefined
  #concerned: Goods | undefined
  #above = '0'

  /** Some of these goods, by id; empty: there are no more. */
  async next(em: Em, { shelf, nowMs }: { readonly shelf: RuleShelf; readonly nowMs: number }): Promise<readonly string[]> {
    const book = await shelf.newest(em)
    const changed = this.#seen ? differing(this.#seen, { book, atMs: nowMs }) : []
    this.#seen = { book, atMs: nowMs }
    if (changed.length > 0) {
      this.#concerned = concernedBy(changed, this.#concerned)
      this.#above = '0'
    }
    if (!this.#concerned) return []
    const page = await pageOfGoods(em, this.#concerned, { above: this.#above, limit: PAGE })
    this.#above = page.at(-1) ?? '0'
    if (page.length < PAGE) this.#concerned = undefined
    return page
  }
}

interface Seen {
  readonly book: RuleBook
  readonly atMs: number
}

/** Rules that came or went, and those whose time began or ended between the two looks, whichever way the clock was moved. */
function differing(before: Seen, after: Seen): readonly Rule[] {
  const [fromMs, throughMs] = [Math.min(before.atMs, after.atMs), Math.max(before.atMs, after.atMs)]
  const turned = turningBetween(after.book.rules, fromMs, throughMs)
  if (before.book.version === after.book.version) return turned
  const [old, current] = [new Set(before.book.rules.map(({ id }) => id)), new Set(after.book.rules.map(({ id }) => id))]
  return [
    ...turned,
    ...before.book.rules.filter(({ id }) => !current.has(id)),
    ...after.book.rules.filter(({ id }) => !old.has(id)),
  ]
}
