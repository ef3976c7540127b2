import { Agenda } from '../simulate/world/agenda.ts'
import { cadence } from '../src/channels/estimate-calls.ts'
import { UsageError } from '../src/explain-error.ts'
import { makeAllDue } from '../src/jobs/channel-task.ts'
import { AtOnce } from './at-once.ts'
import { readListed } from './input/read-listed.ts'
import type { Moment } from './input/read-orders.ts'
import { noFaults, type LineFaults } from './market/faults.ts'
import type { MarketShop } from './market/shops.ts'
import type { Tally } from './market/tally.ts'
import { auditDifferences, countUnsettled, readDeficit, readLags, readUnsettled, type Unsettled } from './product/books.ts'
import { StreamPace } from './pace.ts'
import { correct } from './product/merchant.ts'
import { Growth } from './product/statistics.ts'
import { surely } from './product/surely.ts'
import { PUSH_MS } from './product/read-pushed.ts'
import type { Outcome } from './report/report.ts'
import { openWorld, type ReplayWorld, type WorldOptions } from './world.ts'

/** Orders are stamped with whole minutes: a poll is half a cadence later than that, as it is on average. Shops are polled in step. */
const PHASE_MS = cadence.ordersMs / 2
/** Somebody looks so often whether a shop has to be authorised again. */
const LOOKS_AFTER_MS = 3_600_000
const SETTLE_STEP_MS = 60_000
/** What was begun has to come to rest within this after the last event. */
const SETTLE_MS_MAX = 4 * 3_600_000

export interface ReplayOptions extends Omit<WorldOptions, 'faults' | 'listed'> {
  /** The stream from its beginning, each time it is asked for. */
  readonly moments: () => AsyncIterable<Moment>
  readonly faults?: LineFaults
  /** How many times as fast as the wall's time the stream's passes; `max`, left out: it jumps to the next thing that happens. */
  readonly speed?: number | 'max'
  readonly onProgress?: (atMs: number, tally: Tally) => void
}

export type Replayed = Omit<Outcome, 'wallSeconds' | 'peakMb' | 'processes' | 'chaos'>

/** Replays a stream as fast as it goes: time jumps to the next thing that happens. */
export async function replay({
  moments,
  faults = noFaults,
  speed = 'max',
  onProgress,
  ...options
}: ReplayOptions): Promise<Replayed> {
  const listed = await readListed(moments())
  const stream = moments()[Symbol.asyncIterator]()
  const first = await stream.next()
  if (first.done) throw new UsageError('there is nothing to replay: --from or --lines leaves no event of the order file')
  await using world = await openWorld({ ...options, listed, faults }, first.value.atMs)
  const pace = speed === 'max' ? null : new StreamPace(first.value.atMs, speed)
  const run = new Run(world, { faults, pace, signal: options.signal })
  for (let moment: IteratorResult<Moment> = first; !moment.done; moment = await stream.next()) {
    options.signal.throwIfAborted()
    await run.moment(moment.value)
    onProgress?.(moment.value.atMs, world.tally)
  }
  return await run.end(options.signal)
}

interface Running {
  readonly faults: LineFaults
  readonly pace: StreamPace | null
  readonly signal: AbortSignal
}

class Run {
  readonly #world: ReplayWorld
  readonly #agenda = new Agenda()
  readonly #growth: Growth
  #looksAfterMs = -Infinity
  #isLooking = false
  #authorisedAgain = 0
  readonly #pushed = new Map<MarketShop, Set<string>>()
  readonly #telling = new AtOnce<MarketShop>(this.#agenda, 'shops tell of orders', (shops) => this.#tell(shops))
  readonly #polls = new AtOnce<MarketShop>(this.#agenda, 'shops are polled', (shops) => this.#poll(shops))
  readonly #pace: StreamPace | null
  readonly #signal: AbortSignal

  constructor(world: ReplayWorld, { faults, pace, signal }: Running) {
    this.#world = world
    this.#growth = new Growth(world.em)
    this.#pace = pace
    this.#signal = signal
    const byId = new Map(world.market.shops.map((shop) => [shop.shopId, shop]))
    for (const { line, sandbox } of world.market.platforms) {
      line.setFaults(faults)
      sandbox.market.watchers.add(({ id, shopId }) => {
        const shop = byId.get(shopId)
        if (shop) this.#onOrder(shop, id)
      })
    }
  }

  async moment({ atMs, events }: Moment): Promise<void> {
    const { tally, merchant, shoppers, crew } = this.#world
    await this.#runTo(atMs)
    if (atMs >= this.#looksAfterMs) {
      this.#looksAfterMs = atMs + LOOKS_AFTER_MS
      this.#lookAfterShops()
    }
    await surely(this.#signal, () => this.#growth.see(tally.linesIn))
    tally.events += events.length
    for (const event of events) {
      if (event.kind !== 'adjust') continue
      tally.correct(event.sku, event.change)
      await surely(this.#signal, () => correct(merchant, event))
    }
    shoppers.act(events, atMs)
    // What happens at shops the product learns from them.
    if (events.some(({ kind }) => kind === 'adjust')) await crew.wake()
  }

  /** The faults stop, and time goes on until everything has come to rest. */
  async end(signal: AbortSignal): Promise<Replayed> {
    const { market, tally, shoppers, em, channels, failures, clock } = this.#world
    for (const { line } of market.platforms) line.setFaults(null)
    const endMs = clock.now().getTime() + SETTLE_MS_MAX
    let unsettled: Unsettled
    do {
      signal.throwIfAborted()
      for (const shop of market.shops) this.#polls.add(shop, gridOf(clock.now().getTime()))
      await this.#runTo(clock.now().getTime() + SETTLE_STEP_MS)
      shoppers.act([], clock.now().getTime())
      this.#lookAfterShops()
      unsettled = await surely(signal, () => readUnsettled(em, channels))
    } while (countUnsettled(unsettled) > 0 && clock.now().getTime() < endMs)
    return {
      market,
      tally,
      unsettled,
      audit: await surely(signal, () => auditDifferences(em, signal)),
      lagsMs: await surely(signal, () => readLags(em, shoppers.accepted)),
      failures,
      authorisedAgain: this.#authorisedAgain,
      deficitUnits: await surely(signal, () => readDeficit(em)),
    }
  }

  /** Goes on while time does: the shops may refuse this too, or not answer. What fails is tried again at the next look. */
  #lookAfterShops(): void {
    const { crew, failures } = this.#world
    if (this.#isLooking) return
    this.#isLooking = true
    void this.#world
      .authoriseAgain()
      .then(async (shops) => {
        this.#authorisedAgain += shops
        if (shops > 0) await crew.wake()
      })
      .catch((error: unknown) => void failures.push(String(error)))
      .finally(() => (this.#isLooking = false))
  }

  #onOrder(shop: MarketShop, orderId: string): void {
    const nowMs = this.#world.clock.now().getTime()
    const { feedLagMs } = shop.platform.sandbox.world
    this.#polls.add(shop, gridOf(nowMs + feedLagMs))
    // JD tells applications nothing.
    if (shop.platform.name === 'jd') return
    const waiting = this.#pushed.get(shop)
    if (waiting) {
      waiting.add(orderId)
      return
    }
    this.#pushed.set(shop, new Set([orderId]))
    this.#telling.add(shop, nowMs + PUSH_MS)
  }

  #tell(shops: readonly MarketShop[]): Promise<void> {
    const { crew, channels } = this.#world
    const told = shops.map((shop) => ({ channelId: channels.get(shop) ?? '', orderIds: [...(this.#pushed.get(shop) ?? [])] }))
    for (const shop of shops) this.#pushed.delete(shop)
    return crew.push(told)
  }

  async #poll(shops: readonly MarketShop[]): Promise<void> {
    const { em, channels, clock, crew } = this.#world
    const channelIds = shops.map((shop) => channels.get(shop) ?? '')
    await surely(this.#signal, () => makeAllDue(em.fork(), { channelIds, task: 'orders', at: clock.now() }))
    await crew.wake()
  }

  async #runTo(untilMs: number): Promise<void> {
    for (let act = this.#agenda.nextBy(untilMs); act; act = this.#agenda.nextBy(untilMs)) {
      await this.#advanceTo(act.atMs)
      await act.run()
    }
    await this.#advanceTo(untilMs)
  }

  /** At a set speed time goes on in small steps, each when it has come. */
  async #advanceTo(untilMs: number): Promise<void> {
    const { crew, clock } = this.#world
    while (this.#pace && clock.now().getTime() < untilMs) {
      const nextMs = Math.min(untilMs, clock.now().getTime() + this.#pace.stepMs)
      await this.#pace.waitFor(nextMs, this.#signal)
      await crew.advanceTo(nextMs)
    }
    await crew.advanceTo(untilMs)
  }
}

/** The first instant from `ms` on at which shops are polled. */
function gridOf(ms: number): number {
  return Math.ceil((ms - PHASE_MS) / cadence.ordersMs) * cadence.ordersMs + PHASE_MS
}
