import type { BookState, Books } from '../policies/policy.ts'
import type { ShopFront } from '../world/shop-front.ts'

/**
 * What may be sold beyond the goods where no platform's word rules it out: per shop the bound that operators are told, and
 * what nobody can know of yet.
 */
export class Allowance {
  readonly #fronts: readonly ShopFront[]
  readonly #books: Books
  #bounds: readonly (number | null)[]

  constructor(fronts: readonly ShopFront[], books: Books) {
    this.#fronts = fronts
    this.#books = books
    this.#bounds = fronts.map(() => 0)
  }

  /** After the books have changed. */
  async update(): Promise<void> {
    this.#bounds = await this.#books.bounds()
  }

  /** By shop; null: no bound is known. */
  units(state: BookState): readonly (number | null)[] {
    return this.#fronts.map((front, n) => {
      const bound = this.#bounds[n] ?? null
      return bound === null ? null : bound + unlistedUnits(front, state.shops[n]?.marks['taken at order'] ?? -Infinity)
    })
  }
}

/** Units that were ordered after all that is booked and whose counter has given none for them. */
function unlistedUnits(front: ShopFront, listedMs: number): number {
  if (front.shop.takesAt !== 'payment') return 0
  return front
    .truth()
    .orders.all()
    .filter(({ createdAt }) => createdAt.getTime() > listedMs)
    .flatMap(({ lines }) => lines)
    .reduce((sum, { state, oversold, units }) => sum + (state === 'created' || oversold ? units : 0), 0)
}
