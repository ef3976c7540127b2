import type { Books, BookState, ShopBooks } from '../policies/policy.ts'
import type { Quiet } from '../world/quiet.ts'
import type { ShopFront } from '../world/shop-front.ts'
import { LATE_TICKS, TICK_MS } from '../scenario.ts'
import { truthOf, type ShopTruth } from '../world/truth.ts'

/** How often everything kept twice is compared. */
const AUDIT_STEPS = 50
const VIOLATIONS_MAX = 20

interface Checking {
  readonly fronts: readonly ShopFront[]
  readonly books: Books | null
  readonly quiet: Quiet
}

/** Holds the books, where a policy keeps any, against what really happened at the shops, at every step of a run. */
export class Checker {
  readonly #fronts: readonly ShopFront[]
  readonly #books: Books | null
  readonly #quiet: Quiet
  readonly #found: string[] = []
  #received = 0
  #oversold = 0
  #steps = 0
  #seen = -1
  #state: BookState | null = null
  /** Up to where of its own time each shop's orders were last found booked. */
  readonly #verified = new Map<ShopFront, number>()
  /** When something happened at each shop last, as of the last look. */
  readonly #changed = new Map<ShopFront, number>()

  constructor({ fronts, books, quiet }: Checking) {
    this.#fronts = fronts
    this.#books = books
    this.#quiet = quiet
  }

  get violations(): readonly string[] {
    return this.#found
  }

  get oversoldUnits(): number {
    return this.#oversold
  }

  receive(units: number): void {
    this.#received += units
  }

  /** Something of the product's threw that should have been an answer. */
  failed(error: unknown): void {
    this.#report([`the policy failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`])
  }

  /** What this step has broken. */
  async check(_step: string): Promise<readonly string[]> {
    const before = this.#found.length
    const truths = this.#fronts.map(truthOf)
    const live = truths.reduce((sum, truth) => sum + truth.live, 0)
    if (live - this.#received > this.#oversold) {
      this.#oversold = live - this.#received
      if (this.#books) this.#report([`I4: ${live} units are sold of ${this.#received}`])
    }
    if (this.#books) await this.#compare(this.#books, truths)
    return this.#found.slice(before)
  }

  /** The last look: everything, and what has not come to rest. */
  async finish(nowMs: number): Promise<readonly string[]> {
    if (!this.#books) return []
    this.#report((await this.#books.audit()).map((difference) => `I10: ${difference}`))
    const state = await this.#books.read()
    return unsettledOf(state, { truths: this.#fronts.map(truthOf), limits: this.#fronts.map(settlingMs), nowMs })
  }

  async #compare(books: Books, truths: readonly ShopTruth[]): Promise<void> {
    this.#steps += 1
    const known = this.#state
    const asked = this.#quiet.seen
    // Shoppers change nothing in the books: they are read again only after somebody else was at the database.
    const state = known && asked === this.#seen ? known : await books.read()
    this.#report([...balanceFaults(state, this.#received), ...shopFaults(state, truths)])
    if (known && state !== known) this.#report(watermarkFaults(known, state))
    await this.#compareWatermarks(books, { known, state })
    if (this.#steps % AUDIT_STEPS === 0) this.#report((await books.audit()).map((difference) => `I10: ${difference}`))
    this.#state = state
    this.#seen = this.#quiet.seen
  }

  /** I15: at every advance, and whenever something happens at a shop, all that it had taken up to its watermark is booked. */
  async #compareWatermarks(books: Books, { known, state }: { known: BookState | null; state: BookState }): Promise<void> {
    for (const front of this.#fronts) {
      const [before, after] = [known?.shops[front.index], state.shops[front.index]]
      if (!after) continue
      const lastMs = lastChangeMs(front)
      const isNew = lastMs !== this.#changed.get(front)
      this.#changed.set(front, lastMs)
      // Nothing has happened there since all was booked: what is booked stays so.
      if ((this.#verified.get(front) ?? -Infinity) >= lastMs) continue
      const mayLack =
        before === undefined || before === null || hasAdvanced(before, after) || (isNew && lastMs <= Math.max(...marksOf(after)))
      if (!mayLack) continue
      this.#verified.set(front, Math.min(...marksOf(after)))
      const missing = await books.missing(front, after)
      this.#report(missing.map((text) => `I15: ${front.code}: ${text}`))
    }
  }

  #report(found: readonly string[]): void {
    for (const text of found) if (this.#found.length < VIOLATIONS_MAX && !this.#found.includes(text)) this.#found.push(text)
  }
}

function lastChangeMs(front: ShopFront): number {
  return front
    .truth()
    .orders.all()
    .reduce((last, { modifiedAt }) => Math.max(last, modifiedAt.getTime()), -Infinity)
}

function marksOf({ takenThroughMs, backThroughMs }: ShopBooks): readonly number[] {
  return [takenThroughMs ?? -Infinity, backThroughMs ?? -Infinity]
}

function hasAdvanced(before: ShopBooks, after: ShopBooks): boolean {
  return before.takenThroughMs !== after.takenThroughMs || before.backThroughMs !== after.backThroughMs
}

/** I1, I2. */
function balanceFaults(state: BookState, received: number): readonly string[] {
  const { onHand, free, held, quota, kept, deficit, overcommit, shops } = state
  const found: string[] = []
  const left = shops.reduce((sum, shop) => sum + (shop?.shipped ?? 0), 0)
  const [claims, goods] = [free + quota + held + kept, onHand + deficit + overcommit]
  if (claims !== goods) found.push(`I1: free, quotas, holds and what is kept are ${claims}, goods and promises ${goods}`)
  if (onHand + left !== received) found.push(`I1: ${onHand} on hand and ${left} gone of ${received} received`)
  const quotas = shops.reduce((sum, shop) => sum + (shop?.quota ?? 0), 0)
  if (quotas !== quota) found.push(`I1: the listings' quotas are ${quotas}, the balance says ${quota}`)
  const known = shops.reduce((sum, shop) => sum + (shop?.known ?? 0), 0)
  if (known !== held) found.push(`I6: the shops' orders hold ${known}, the balance says ${held}`)
  if (free < 0) found.push(`I2: ${free} units are free`)
  if (free > 0 && deficit + overcommit > 0) found.push(`I2: ${free} units are free beside a deficit`)
  return found
}

/** I3 (B) and I5, shop by shop. */
function shopFaults({ shops }: BookState, truths: readonly ShopTruth[]): readonly string[] {
  return shops.flatMap((shop, n) => {
    const truth = truths[n]
    if (!shop?.joined || !truth) return []
    const found: string[] = []
    const real = truth.live + Math.max(0, truth.sellable) + truth.raisesUnderWay
    const booked = shop.known + shop.shipped + shop.quota
    if (real > booked)
      found.push(
        `I3: shop${n + 1} has sold ${truth.live}, shows ${truth.sellable}, and ${truth.raisesUnderWay} more are under way; ` +
          `booked are ${shop.known} held, ${shop.shipped} gone and a quota of ${shop.quota}`,
      )
    if (shop.openCommands > 1) found.push(`I5: shop${n + 1} has ${shop.openCommands} open commands`)
    return found
  })
}

/** I9. */
function watermarkFaults(before: BookState, after: BookState): readonly string[] {
  return after.shops.flatMap((shop, n) => {
    const was = before.shops[n]
    if (!shop || !was) return []
    const fell = [
      ['W_taken', was.takenThroughMs, shop.takenThroughMs],
      ['W_back', was.backThroughMs, shop.backThroughMs],
    ] as const
    return fell.flatMap(([name, from, to]) =>
      (from ?? -Infinity) > (to ?? -Infinity) ? [`I9: ${name} of shop${n + 1} fell`] : [],
    )
  })
}

interface Ending {
  readonly truths: readonly ShopTruth[]
  /** How long each shop's commands may take to settle. */
  readonly limits: readonly number[]
  readonly nowMs: number
}

/** I12. Units move for as long as there is time; what was begun in time has to be over. */
function unsettledOf(state: BookState, { truths, limits, nowMs }: Ending): readonly string[] {
  const open = state.shops.flatMap((shop, n) =>
    shop && shop.openSinceMs !== null && nowMs - shop.openSinceMs > (limits[n] ?? 0)
      ? [`I12: shop${n + 1} still has a command of ${new Date(shop.openSinceMs).toISOString()}`]
      : [],
  )
  const empty = truths.flatMap((truth, n) => (truth.sellable <= 0 ? [`shop${n + 1}`] : []))
  if (state.free > 0 && empty.length > 0)
    open.push(`I12: ${state.free} units are free while ${empty.join(', ')} has nothing to sell`)
  return open
}

/** A late call, the feed's lag (twelve ticks where a platform states no less), two polls and two answers. */
export function settlingMs({ shop }: Pick<ShopFront, 'shop'>): number {
  const { pollTicks, feedLagTicks, roundTripTicks, lateTicks = LATE_TICKS } = shop
  return TICK_MS * (lateTicks + Math.max(12, feedLagTicks) + 2 * pollTicks + 2 * roundTripTicks + 4)
}
