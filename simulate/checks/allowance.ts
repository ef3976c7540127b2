import type { BookState, Books, Marks } from '../policies/books.ts'
import { unitsByHand, type ShopFront } from '../world/shop-front.ts'

/**
 * What may be sold beyond the goods where a platform breaks its word, shop by shop: the bound that operators are told; what
 * was ordered since at a shop that takes units when they are paid; what readings freed while orders before them were not listed;
 * raises applied after their request should have died; and what hands put on sale, until it is found.
 */
export class Allowance {
  readonly #fronts: readonly ShopFront[]
  readonly #books: Books
  readonly #freedLate = new Map<ShopFront, number>()
  #bounds: readonly (number | null)[]
  #covered: readonly number[]

  constructor(fronts: readonly ShopFront[], books: Books) {
    this.#fronts = fronts
    this.#books = books
    this.#bounds = fronts.map(() => 0)
    this.#covered = fronts.map(() => 0)
  }

  /** After the books have changed. */
  async update(): Promise<void> {
    this.#bounds = await this.#books.bounds()
    this.#covered = await this.#books.covered()
    for (const { shop, units, answeredMs } of await this.#books.freed()) {
      const front = this.#fronts[shop]
      if (!front || (await this.#books.missing(front, allTo(answeredMs))).length === 0) continue
      this.#freedLate.set(front, (this.#freedLate.get(front) ?? 0) + units)
    }
  }

  /** By shop; null: no bound is known. */
  units({ shops }: BookState): readonly (number | null)[] {
    return this.#fronts.map((front, n) => {
      const stated = this.#statedFor(front, n)
      return stated === null ? null : stated + unlistedUnits(front, shops[n]?.marks ?? {}) + this.#broken(front, n)
    })
  }

  #broken(front: ShopFront, n: number): number {
    const unfound = Math.max(0, unitsByHand(front) - (this.#covered[n] ?? 0))
    return (this.#freedLate.get(front) ?? 0) + front.network.veryLateUnits + unfound
  }

  /** What is told of edits that were found is for people: their units are in the books by then. */
  #statedFor({ shop }: ShopFront, n: number): number | null {
    return shop.takesAt === 'payment' ? (this.#bounds[n] ?? null) : 0
  }
}

function allTo(ms: number): Marks {
  return { 'taken at order': ms, 'taken at payment': ms }
}

/** Units that were ordered after all that is booked and whose counter has given none for them. */
function unlistedUnits(front: ShopFront, marks: Marks): number {
  if (front.shop.takesAt !== 'payment') return 0
  const listedMs = marks['taken at order'] ?? -Infinity
  return front
    .truth()
    .orders.all()
    .filter(({ createdAt }) => createdAt.getTime() > listedMs)
    .flatMap(({ lines }) => lines)
    .reduce((sum, { state, oversold, units }) => sum + (state === 'created' || oversold ? units : 0), 0)
}
