import { proofs, type Books, type BookState, type ShopBooks } from '../policies/books.ts'
import type { Quiet } from '../world/quiet.ts'
import type { ShopFront } from '../world/shop-front.ts'
import { Allowance } from './allowance.ts'
import { Beyond, unrecorded } from './beyond.ts'
import { balanceFaults, earlySettlements, watermarkFaults, type Received } from './book-faults.ts'
import { shopFaults } from './shop-faults.ts'
import { addUnits, nobodyTurnedAway, reasonTurnedAway, type TurnedAway } from './turned-away.ts'
import { Stockroom } from './stockroom.ts'
import { returnedUnits } from './sets.ts'
import { settlingMs, unsettledOf } from './unsettled.ts'
import { mayReturnDearer, type Scenario } from '../scenario.ts'
import type { Pile } from '../supply.ts'
import { truthOf, type ShopTruth } from '../world/truth.ts'

/** How often everything kept twice is compared. */
const AUDIT_STEPS = 50
const VIOLATIONS_MAX = 20

interface Checking {
  readonly scenario: Scenario
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
  readonly #returns: boolean
  readonly passed = new Beyond()
  readonly #found: string[] = []
  readonly #stockroom: Stockroom
  #oversold = 0
  #away = nobodyTurnedAway
  #steps = 0
  #seen = -1
  #state: BookState | null = null
  /** Up to where of its own time each shop's orders were last found booked. */
  readonly #verified = new Map<ShopFront, number>()
  /** When something happened at each shop last, as of the last look. */
  readonly #changed = new Map<ShopFront, number>()

  constructor({ scenario, fronts, books, quiet, bounded, beyond }: Checking) {
    this.#stockroom = new Stockroom(scenario)
    this.#beyond = beyond
    this.#returns = mayReturnDearer(scenario)
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
    const truths = this.#truths(books)
    const set = books.versions.at(-1)?.set ?? [1]
    const isThere = this.#stockroom.covers(truths, { shop, goods: set.map((each) => each * units) })
    const reason = reasonTurnedAway({ shop, units, isThere, books, truths })
    if (reason) this.#away = addUnits(this.#away, { [reason]: units })
  }

  receive(piles: readonly Pile[]): void {
    this.#stockroom.receive(piles)
  }

  /** Something of the product's threw that should have been an answer. */
  failed(error: unknown): void {
    this.#report([`the policy failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`])
  }

  /** Time goes on: until now nothing has changed since the last look. */
  pass(nowMs: number): void {
    this.passed.pass(nowMs, { sellable: this.#truths(null).map(({ sellable }) => sellable), state: this.#state })
  }

  /** What this step has broken. */
  async check(_step: string): Promise<readonly string[]> {
    const before = this.#found.length
    if (this.#books) await this.#compare(this.#books)
    else this.#oversold = Math.max(this.#oversold, this.#stockroom.beyond(this.#truths(null)))
    return this.#found.slice(before)
  }

  /** The last look: everything, and what has not come to rest. */
  async finish(nowMs: number): Promise<readonly string[]> {
    if (!this.#books) return []
    await this.#audit(this.#books)
    const state = await this.#books.read()
    const truths = this.#truths(state)
    // A11: two readings of each counter after the last word was broken, all that was sold and is for sale is booked.
    if (this.#allowance) this.#report(shopFaults(state, truths, this.#fronts.map(stillOpen)).map((text) => `A11: ${text}`))
    if (this.#beyond) this.#report(unrecorded(state, this.#stockroom.beyond(truths), this.#oversold))
    return unsettledOf(state, { truths, limits: this.#fronts.map(settlingMs), nowMs })
  }

  /** What is at the shops, by what sets are made of in the books. */
  #truths(state: BookState | null): readonly ShopTruth[] {
    return this.#fronts.map((front) => truthOf(front, state?.versions))
  }

  async #compare(books: Books): Promise<void> {
    this.#steps += 1
    const known = this.#state
    const asked = this.#quiet.seen
    // Shoppers change nothing in the books: they are read again only after somebody else was at the database.
    const state = known && asked === this.#seen ? known : await books.read()
    const truths = this.#truths(state)
    const oversold = this.#stockroom.beyond(truths)
    if (state !== known) await this.#allowance?.update()
    const allowed = this.#allowance?.units(state) ?? []
    const received: Received = (good, pool) => this.#stockroom.received(good, pool)
    this.#report([...balanceFaults(state, received), ...shopFaults(state, truths, allowed)])
    const recorded = this.#beyond ? state.deficit + state.overcommit : this.#returns ? returnsOf(state, truths) : 0
    if (oversold > Math.max(this.#oversold, this.#allowance ? boundOf(state, allowed) : recorded))
      this.#report([`I4: ${oversold} units are sold beyond what there is`])
    this.#oversold = Math.max(this.#oversold, oversold)
    if (known && state !== known) this.#report([...watermarkFaults(known, state), ...earlySettlements(state, this.#fronts)])
    await this.#compareWatermarks(books, { known, state })
    if (this.#steps % AUDIT_STEPS === 0) await this.#audit(books)
    this.#state = state
    this.#seen = this.#quiet.seen
  }

  async #audit(books: Books): Promise<void> {
    this.#report((await books.audit()).map((difference) => `I10: ${difference}`))
    this.#report(await books.causes())
    if (this.#allowance || this.#beyond) return
    const charged = (await books.charged()).flatMap((units, n) => (units > 0 ? [`shop${n + 1} was charged for ${units}`] : []))
    // I7: no shop of such a run sells what it was not given.
    if (charged.length > 0) this.#report([`I7: ${charged.join(', ')} units sold beyond what it was given, and it sold none`])
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

/** The same where another recipe takes more: what is booked of it is deficit. */
function returnsOf(state: BookState, truths: readonly ShopTruth[]): number {
  const returned = state.shops.flatMap((shop, n) => {
    const truth = truths[n]
    return shop && truth ? returnedUnits(shop, truth, state.versions) : []
  })
  return returned.reduce((sum, units) => sum + units, state.deficit)
}

/** How much may be sold beyond the goods: what is promised beyond them already, and what more each shop may sell. */
function boundOf({ deficit }: BookState, allowed: readonly (number | null)[]): number {
  return allowed.reduce((sum: number, units) => sum + (units ?? Infinity), deficit)
}

/** Its lists are later than it says: what they had to show is not there. */
function isLate({ shop: { feedLagTicks, statedLagTicks = feedLagTicks } }: ShopFront): boolean {
  return feedLagTicks > statedLagTicks
}

/** At a shop that takes units when they are paid a bound is all there ever is. */
function stillOpen({ shop }: ShopFront): number | null {
  return shop.takesAt === 'payment' ? null : 0
}
