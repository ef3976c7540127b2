import type { BookState, Books, Marks, StatedBound } from '../policies/books.ts'
import { unitsByHand, type ShopFront } from '../world/shop-front.ts'

/**
 * What may be sold beyond the goods where a platform breaks its word, shop by shop: both bounds that operators are told, for what is
 * taken when it is paid and for lists and calls that are later than stated; what was ordered since at a shop that takes units
 * when they are paid; and what hands put on sale, until it is found.
 */
export class Allowance {
  readonly #fronts: readonly ShopFront[]
  readonly #books: Books
  #bounds: readonly StatedBound[]
  #covered: readonly number[]

  constructor(fronts: readonly ShopFront[], books: Books) {
    this.#fronts = fronts
    this.#books = books
    this.#bounds = fronts.map(() => ({ units: 0, ifLate: 0 }))
    this.#covered = fronts.map(() => 0)
  }

  /** After the books have changed. */
  async update(): Promise<void> {
    this.#bounds = await this.#books.bounds()
    this.#covered = await this.#books.covered()
  }

  /** By shop; null: no bound is known. */
  units({ shops }: BookState): readonly (number | null)[] {
    return this.#fronts.map((front, n) => {
      const stated = this.#statedFor(front, n)
      return stated === null ? null : stated + unlistedUnits(front, shops[n]?.marks ?? {}) + this.#unfound(front, n)
    })
  }

  #unfound(front: ShopFront, n: number): number {
    return Math.max(0, unitsByHand(front) - (this.#covered[n] ?? 0))
  }

  /** What is told of edits that were found is for people: their units are in the books by then. */
  #statedFor({ shop }: ShopFront, n: number): number | null {
    const { units = null, ifLate = null } = this.#bounds[n] ?? {}
    if (units === null || ifLate === null) return null
    return (shop.takesAt === 'payment' ? units : 0) + ifLate
  }
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
