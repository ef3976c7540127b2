import { proofs, type Books, type BookState, type ShopBooks } from '../policies/policy.ts'
import type { Quiet } from '../world/quiet.ts'
import type { ShopFront } from '../world/shop-front.ts'
import { Allowance } from './allowance.ts'
import { Beyond, unrecorded } from './beyond.ts'
import { balanceFaults, earlySettlements, watermarkFaults } from './book-faults.ts'
import { shopFaults } from './shop-faults.ts'
import { addUnits, nobodyTurnedAway, reasonTurnedAway, type TurnedAway } from './turned-away.ts'
import { LATE_TICKS, TICK_MS } from '../scenario.ts'
import { truthOf, type ShopTruth } from '../world/truth.ts'

/** How often everything kept twice is compared. */
const AUDIT_STEPS = 50
const VIOLATIONS_MAX = 20

interface Checking {
  readonly fronts: readonly ShopFront[]
  readonly books: Books | null
  readonly quiet: Quiet
  /** A platform's own word leaves open that more is sold than is there: then it is, within what is stated. */
  readonly bounded: boolean
  /** Units are shown beyond the goods by choice: what is sold of them is on record. */
  readonly beyond: boolean
}

/** Holds the books, where a policy keeps any, against what really happened at the shops, at every step of a run. */
export class Checker {
  readonly #fronts: readonly ShopFront[]
  readonly #books: Books | null
  readonly #quiet: Quiet
  readonly #allowance: Allowance | null
  readonly #beyond: boolean
  readonly passed = new Beyond()
  readonly #found: string[] = []
  #received = 0
  #oversold = 0
  #away = nobodyTurnedAway
  #steps = 0
  #seen = -1
  #state: BookState | null = null
  /** Up to where of its own time each shop's orders were last found booked. */
  readonly #verified = new Map<ShopFront, number>()
  /** When something happened at each shop last, as of the last look. */
  readonly #changed = new Map<ShopFront, number>()

  constructor({ fronts, books, quiet, bounded, beyond }: Checking) {
    this.#beyond = beyond
    this.#fronts = fronts
    this.#books = books
    this.#quiet = quiet
    this.#allowance = bounded && books ? new Allowance(fronts, books) : null
  }

  get violations(): readonly string[] {
    return this.#found
  }

  get oversoldUnits(): number {
    return this.#oversold
  }

  get awayUnits(): TurnedAway {
    return this.#away
  }

  /** A shop's counter did not cover an order. */
  turnedAway({ index: shop }: ShopFront, units: number): void {
    const books = this.#state
    if (!books) return
    const reason = reasonTurnedAway({ shop, units, received: this.#received, books, truths: this.#fronts.map(truthOf) })
    if (reason) this.#away = addUnits(this.#away, { [reason]: units })
  }

  receive(units: number): void {
    this.#received += units
  }

  /** Something of the product's threw that should have been an answer. */
  failed(error: unknown): void {
    this.#report([`the policy failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`])
  }

  /** Time goes on: until now nothing has changed since the last look. */
  pass(nowMs: number): void {
    this.passed.pass(nowMs, { sellable: this.#fronts.map((front) => truthOf(front).sellable), state: this.#state })
  }

  /** What this step has broken. */
  async check(_step: string): Promise<readonly string[]> {
    const before = this.#found.length
    const truths = this.#fronts.map(truthOf)
    const oversold = soldBeyond(truths, this.#received)
    if (this.#books) await this.#compare(this.#books, { truths, oversold })
    this.#oversold = Math.max(this.#oversold, oversold)
    return this.#found.slice(before)
  }

  /** The last look: everything, and what has not come to rest. */
  async finish(nowMs: number): Promise<readonly string[]> {
    if (!this.#books) return []
    await this.#audit(this.#books)
    const state = await this.#books.read()
    const truths = this.#fronts.map(truthOf)
    // A11: two readings of each counter after the last word was broken, all that was sold and is for sale is booked.
    if (this.#allowance) this.#report(shopFaults(state, truths, this.#fronts.map(stillOpen)).map((text) => `A11: ${text}`))
    if (this.#beyond) this.#report(unrecorded(state, soldBeyond(truths, this.#received), this.#oversold))
    return unsettledOf(state, { truths, limits: this.#fronts.map(settlingMs), nowMs })
  }

  async #compare(books: Books, { truths, oversold }: Step): Promise<void> {
    this.#steps += 1
    const known = this.#state
    const asked = this.#quiet.seen
    // Shoppers change nothing in the books: they are read again only after somebody else was at the database.
    const state = known && asked === this.#seen ? known : await books.read()
    if (state !== known) await this.#allowance?.update()
    const allowed = this.#allowance?.units(state) ?? []
    this.#report([...balanceFaults(state, this.#received), ...shopFaults(state, truths, allowed)])
    const recorded = this.#beyond ? state.deficit + state.overcommit : 0
    if (oversold > Math.max(this.#oversold, this.#allowance ? boundOf(state, allowed) : recorded))
      this.#report([`I4: ${oversold} units are sold beyond the ${this.#received} there are`])
    if (known && state !== known) this.#report([...watermarkFaults(known, state), ...earlySettlements(state, this.#fronts)])
    await this.#compareWatermarks(books, { known, state })
    if (this.#steps % AUDIT_STEPS === 0) await this.#audit(books)
    this.#state = state
    this.#seen = this.#quiet.seen
  }

  async #audit(books: Books): Promise<void> {
    this.#report((await books.audit()).map((difference) => `I10: ${difference}`))
    this.#report(await books.causes())
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
      const marks = marksOf(front, after)
      const mayLack =
        before === undefined || before === null || hasAdvanced(before, after) || (isNew && lastMs <= Math.max(...marks))
      if (!mayLack) continue
      this.#verified.set(front, Math.min(...marks))
      const missing = isLate(front) ? [] : await books.missing(front)
      this.#report(missing.map((text) => `I15: ${front.code}: ${text}`))
    }
  }

  #report(found: readonly string[]): void {
    for (const text of found) if (this.#found.length < VIOLATIONS_MAX && !this.#found.includes(text)) this.#found.push(text)
  }
}

function soldBeyond(truths: readonly ShopTruth[], received: number): number {
  return truths.reduce((sum, truth) => sum + truth.live, 0) - received
}

function lastChangeMs(front: ShopFront): number {
  return front
    .truth()
    .orders.all()
    .reduce((last, { modifiedAt }) => Math.max(last, modifiedAt.getTime()), -Infinity)
}

/** Of everything the shop's lists prove. */
function marksOf({ connector }: ShopFront, { marks }: ShopBooks): readonly number[] {
  return connector.orderLists.flatMap(({ proves }) => proves.map((proof) => marks[proof] ?? -Infinity))
}

function hasAdvanced({ marks: before }: ShopBooks, { marks: after }: ShopBooks): boolean {
  return proofs.some((proof) => before[proof] !== after[proof])
}

/** How much may be sold beyond the goods: what is promised beyond them already, and what more each shop may sell. */
function boundOf({ deficit }: BookState, allowed: readonly (number | null)[]): number {
  return allowed.reduce((sum: number, units) => sum + (units ?? Infinity), deficit)
}

interface Step {
  readonly truths: readonly ShopTruth[]
  /** Units sold beyond what was received. */
  readonly oversold: number
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

/** Its lists are later than it says: what they had to show is not there. */
function isLate({ shop: { feedLagTicks, statedLagTicks = feedLagTicks } }: ShopFront): boolean {
  return feedLagTicks > statedLagTicks
}

/** At a shop that takes units when they are paid a bound is all there ever is. */
function stillOpen({ shop }: ShopFront): number | null {
  return shop.takesAt === 'payment' ? null : 0
}
