import { Checker } from './checks/checker.ts'
import { settlingMs } from './checks/unsettled.ts'
import { goodCode, SET } from './merchant.ts'
import type { Policy, PolicyWorld } from './policies/policy.ts'
import type { RunOutcome } from './run-outcome.ts'
import { joinTickOf, needsAllowance, TICK_MS, TICKS, type Scenario } from './scenario.ts'
import { openingPiles, type Pile } from './supply.ts'
import { Agenda, type Act } from './world/agenda.ts'
import { Idle } from './world/idle.ts'
import type { Quiet } from './world/quiet.ts'
import { openShopFront, statedLagMs, type ShopFront } from './world/shop-front.ts'
import { planPeople } from './world/people.ts'
import { sendShoppers } from './world/shoppers.ts'
import { SimClock } from './world/sim-clock.ts'
import { truthOf } from './world/truth.ts'

const START = new Date('2026-05-20T04:00:00Z')
/** A pushed event is there so much after it happened. */
const PUSH_MS = 1_000

export interface RunOptions {
  readonly quiet: Quiet
  readonly signal: AbortSignal
  /** Over real sockets instead of in the same process. */
  readonly sockets?: boolean
  /** Units are shown beyond the goods by choice. */
  readonly beyond?: boolean
  /** Ends the run at the first thing that is broken: a smaller run is looked for, or one is enough. */
  readonly untilBroken?: boolean
  /** Allows nothing beyond the books, whatever word a platform breaks: shows that the run breaks it. */
  readonly strict?: boolean
  /** Told of every step: what happened, and when. */
  readonly onStep?: (step: string) => void
  /** Puts something else in a shop front's place: broken variants in tests. */
  readonly remake?: (front: ShopFront) => ShopFront
  open(world: PolicyWorld): Promise<Policy>
}

/** Runs one scenario under one policy. The same scenario comes out the same every time. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<RunOutcome> {
  const run = await Run.open(scenario, options)
  try {
    return await run.toEnd()
  } finally {
    await run.close()
  }
}

class Run {
  readonly #scenario: Scenario
  readonly #options: RunOptions
  readonly #clock: SimClock
  readonly #fronts: readonly ShopFront[]
  readonly #policy: Policy
  readonly #checker: Checker
  readonly #agenda: Agenda
  readonly #idle: Idle

  private constructor(scenario: Scenario, { options, clock, fronts, policy, agenda }: Parts) {
    this.#scenario = scenario
    this.#options = options
    this.#clock = clock
    this.#fronts = fronts
    this.#policy = policy
    this.#agenda = agenda
    this.#idle = new Idle(scenario.rests === true)
    this.#checker = new Checker({
      scenario,
      fronts,
      books: policy.books,
      quiet: options.quiet,
      bounded: needsAllowance(scenario) && options.strict !== true,
      beyond: options.beyond === true,
    })
  }

  static async open(scenario: Scenario, options: RunOptions): Promise<Run> {
    const leadTicks = Math.max(0, ...scenario.shops.map((shop) => -joinTickOf(shop)))
    const clock = new SimClock(new Date(START.getTime() - leadTicks * TICK_MS))
    const { quiet, signal, sockets = false, remake = (front) => front } = options
    const merchantCode = scenario.recipeChange ? SET : goodCode(0)
    const opened = scenario.shops.map((shop, index) =>
      openShopFront({ clock, quiet, seed: scenario.seed, index, shop, merchantCode, sockets }),
    )
    const fronts = (await Promise.all(opened)).map(remake)
    const agenda = new Agenda()
    const later: PolicyWorld['later'] = (at, name, run, more) => agenda.add({ atMs: at.getTime(), name, run, ...more })
    const policy = await options.open({ scenario, clock, quiet, fronts, signal, later })
    for (const { network } of fronts) network.begin()
    return new Run(scenario, { options, clock, fronts, policy, agenda })
  }

  async toEnd(): Promise<RunOutcome> {
    this.#plan()
    const endMs = START.getTime() + this.#endTick() * TICK_MS
    for (let act = this.#agenda.next(); act && act.atMs <= endMs; act = this.#agenda.next()) {
      this.#options.signal.throwIfAborted()
      for (const one of this.#idle.turn(act)) await this.#do(one)
      if (this.#options.untilBroken && this.#checker.violations.length > 0) break
    }
    return this.#outcome()
  }

  async #do(act: Act): Promise<void> {
    this.#checker.pass(act.atMs)
    await this.#clock.advanceTo(act.atMs, () => this.#woken())
    const done = act.run()
    if (done instanceof Promise) void done.catch((error: unknown) => this.#checker.failed(error))
    await this.#step(act.name)
  }

  async close(): Promise<void> {
    await this.#policy.dispose()
    await Promise.all(this.#fronts.map((front) => front.dispose()))
  }

  /** Most of what wakes is the deadline of a call that was answered long ago. */
  async #woken(): Promise<void> {
    const before = this.#happened()
    await this.#options.quiet.settled()
    if (this.#happened() !== before) await this.#step('an answer')
  }

  /** Grows with everything that happens but for what shoppers do. */
  #happened(): number {
    return this.#fronts.reduce((sum, { network }) => sum + network.happened, this.#options.quiet.seen)
  }

  /** Lets all who can work do so, then looks whether everything still holds. */
  async #step(name: string): Promise<void> {
    await this.#options.quiet.settled()
    const found = await this.#checker.check(name)
    const tick = (this.#clock.now().getTime() - START.getTime()) / TICK_MS
    this.#options.onStep?.(`${tick.toFixed(2)} ${name}${found.map((text) => `\n    VIOLATED ${text}`).join('')}`)
  }

  #plan(): void {
    const { receipts, stock } = this.#scenario
    this.#at(0, `${stock} units are received`, () => this.#receive(openingPiles(this.#scenario)))
    for (const { tick, units, pool = 0 } of receipts)
      this.#at(tick, `${units} units are received`, () => this.#receive([{ pool, good: 0, units }]))
    for (const front of this.#fronts) this.#planShop(front)
    planPeople(this.#scenario, { fronts: this.#fronts, policy: this.#policy, start: START, at: (...act) => this.#at(...act) })
    this.#at(this.#ticks, 'the faults stop', () => this.#endFaults())
    sendShoppers({
      scenario: this.#scenario,
      fronts: this.#fronts,
      startMs: START.getTime(),
      agenda: this.#agenda,
      onTurnedAway: (front, units) => this.#checker.turnedAway(front, units),
    })
  }

  #planShop(front: ShopFront): void {
    const { pollTicks, freeze, down, push } = front.shop
    const joinTick = joinTickOf(front.shop)
    this.#at(joinTick, `${front.code} joins`, () => this.#policy.join(front))
    // A shop is read from the start, whenever it joins. Shops are not polled in step.
    for (
      let tick = (front.index % pollTicks) + Math.ceil(Math.min(0, joinTick) / pollTicks) * pollTicks;
      tick <= this.#endTick();
      tick += pollTicks
    )
      this.#planPoll(front, tick)
    if (freeze)
      this.#between(freeze, `${front.code} takes no lowerings`, (is) => (front.row.blocked = is ? 'lowering' : 'nothing'))
    if (down) this.#between(down, `${front.code} is down`, (is) => front.network.setDown(is))
    // JD tells applications nothing.
    if (push && front.platform !== 'jd') front.sandbox.market.watchers.add(({ id }) => this.#pushed(front, id))
  }

  #planPoll(front: ShopFront, tick: number): void {
    const atMs = START.getTime() + tick * TICK_MS
    this.#agenda.add({ atMs, name: `${front.code} is polled`, looks: true, run: (rested) => this.#policy.poll(front, rested) })
  }

  #pushed(front: ShopFront, orderId: string): void {
    const atMs = this.#clock.now().getTime() + PUSH_MS
    this.#agenda.add({ atMs, name: `${front.code} tells of order ${orderId}`, run: () => this.#policy.push(front, orderId) })
  }

  async #receive(piles: readonly Pile[]): Promise<void> {
    this.#checker.receive(piles)
    await this.#policy.receive(piles)
  }

  async #endFaults(): Promise<void> {
    for (const front of this.#fronts) {
      front.network.endFaults()
      front.row.blocked = 'nothing'
      front.sandbox.world.feedLagMs = statedLagMs(front.shop)
    }
    await this.#policy.endDay()
  }

  #between([from, to]: readonly [number, number], name: string, set: (is: boolean) => void): void {
    this.#at(Math.min(from, this.#ticks), name, () => set(true))
    this.#at(Math.min(to, this.#ticks), `${name} no more`, () => set(false))
  }

  #at(tick: number, name: string, run: () => void | Promise<void>): void {
    this.#agenda.add({ atMs: START.getTime() + tick * TICK_MS, name, run })
  }

  get #ticks(): number {
    return this.#scenario.ticks ?? TICKS
  }

  /** I12: twice as long as the slowest shop needs to settle what was begun. */
  #endTick(): number {
    return this.#ticks + Math.ceil((2 * Math.max(...this.#fronts.map(settlingMs))) / TICK_MS) + 40
  }

  async #outcome(): Promise<RunOutcome> {
    const unsettled = await this.#checker.finish(this.#clock.now().getTime())
    const soldByShop = this.#fronts.map((front) => truthOf(front).live)
    const traffic = this.#fronts.map(({ network }) => network.traffic)
    return {
      soldUnits: soldByShop.reduce((sum, units) => sum + units, 0),
      soldByShop,
      oversoldUnits: this.#checker.oversoldUnits,
      stockCalls: traffic.reduce((sum, { stockCalls }) => sum + stockCalls, 0),
      settlingReads: traffic.reduce((sum, { stockReads }) => sum + stockReads, 0),
      cadenceReads: traffic.reduce((sum, { cadenceReads }) => sum + cadenceReads, 0),
      turnedAway: this.#checker.awayUnits,
      shownShare: this.#checker.passed.shownShare,
      expectedUnits: this.#checker.passed.expectedUnits,
      violations: this.#checker.violations,
      unsettled,
    }
  }
}

interface Parts {
  readonly options: RunOptions
  readonly clock: SimClock
  readonly fronts: readonly ShopFront[]
  readonly policy: Policy
  readonly agenda: Agenda
}
