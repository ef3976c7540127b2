import { correct } from '../replay/product/merchant.ts'
import { surely } from '../replay/product/surely.ts'
import type { App } from '../src/app.ts'
import { Crowd } from './crowd.ts'
import { EVENING_MS, timeOfEvening } from './evening.ts'
import { FigureReader, type Figures } from './figures.ts'
import { HOT } from './goods.ts'
import { joinAll } from './join.ts'
import { DemoMerchant } from './merchant.ts'
import { Say } from './say.ts'
import { queriesToTry } from './queries.ts'
import { openSeckill, type Seckill } from './seckill.ts'
import type { ServedShops } from './shops.ts'
import type { DemoWorld } from './world.ts'

/** The evening goes on in steps of so much wall time. */
const STEP_MS = 100
const LOOK_MS = 1_000
/** Where everything is too slow for the evening, the evening waits. */
const STEP_MS_MAX = 1_000
const AGAIN = 'Another DATA_FOLDER, or an empty one, begins a new evening.'

interface Parts {
  readonly world: DemoWorld
  readonly served: ServedShops
  readonly speed: number
}

/** The evening: shops that join, shoppers who come, and a line that says how it goes. It works until it is disposed of. */
export function runDemo(app: App, parts: Parts): AsyncDisposable {
  const stop = new AbortController()
  const { clock, log } = app.parts
  const say = new Say(process.stdout, clock)
  const run = new Run(app, { ...parts, say, signal: stop.signal })
  const working = run.evening().catch((error: unknown) => {
    if (stop.signal.aborted) return
    log.error({ err: error }, 'the demo has stopped')
    say.line('The demo has stopped by an error; OnePool goes on. npm start goes on with the demo where it was.')
  })
  return {
    async [Symbol.asyncDispose]() {
      stop.abort(new Error('the demo is stopped'))
      await working
      say.end()
    },
  }
}

class Run {
  readonly #app: App
  readonly #world: DemoWorld
  readonly #served: ServedShops
  readonly #speed: number
  readonly #say: Say
  readonly #signal: AbortSignal
  readonly #merchant: DemoMerchant

  constructor(app: App, { world, served, speed, say, signal }: Parts & { readonly say: Say; readonly signal: AbortSignal }) {
    this.#app = app
    this.#world = world
    this.#served = served
    this.#speed = speed
    this.#say = say
    this.#signal = signal
    this.#merchant = new DemoMerchant(app.parts, world)
  }

  async evening(): Promise<void> {
    const { clock } = this.#app.parts
    const [world, signal] = [this.#world, this.#signal]
    this.#say.line('Ask it, with that key, while the evening runs:')
    const campaign = `SECKILL-${world.campaign?.number ?? 1}`
    for (const { shows, query } of queriesToTry(world.market, campaign)) this.#say.line(`  ${query}   # ${shows}`)
    this.#say.line(this.#control())
    await this.#merchant.prepare(this.#served, signal)
    const figures = new FigureReader({ em: this.#merchant.tools.em, clock, market: world.market })
    const own = new AbortController()
    const over = AbortSignal.any([signal, own.signal])
    const about = { world, merchant: this.#merchant, clock, say: this.#say, signal: over }
    try {
      await Promise.all([joinAll(about), this.#shoppers(), this.#look(figures)])
    } finally {
      own.abort(new Error('the demo is over'))
    }
  }

  /** What shoppers and the warehouse do, from where the evening was to its end. */
  async #shoppers(): Promise<void> {
    const { clock } = this.#app.parts
    const { progress, goods } = this.#world
    if (progress.eveningMs >= EVENING_MS) {
      this.#say.line(`The evening of this data folder is over. ${AGAIN}`)
      return
    }
    const seckill = openSeckill({ world: this.#world, merchant: this.#merchant, speed: this.#speed })
    const crowd = new Crowd({ world: this.#world, merchant: this.#merchant, seed: progress.deeds + 1 })
    const minutes = Math.round((EVENING_MS - progress.eveningMs) / this.#speed / 60_000)
    this.#say.line(
      `It is ${timeOfEvening(progress.eveningMs)} of a busy evening: ${goods.deeds.length - progress.deeds} orders, cancellations and corrections in about ${minutes} minutes.`,
    )
    let lastMs = clock.now().getTime()
    while (progress.eveningMs < EVENING_MS) {
      await clock.sleep(STEP_MS, this.#signal)
      const nowMs = clock.now().getTime()
      const passedMs = Math.min(STEP_MS_MAX, Math.max(0, nowMs - lastMs)) * this.#speed
      lastMs = nowMs
      await this.#step({ passedMs, crowd, seckill })
    }
    await crowd.leave()
  }

  async #step({ passedMs, crowd, seckill }: { passedMs: number; crowd: Crowd; seckill: Seckill }): Promise<void> {
    const { progress, goods } = this.#world
    progress.eveningMs = Math.min(EVENING_MS, progress.eveningMs + passedMs)
    const said = await seckill.keep(progress.eveningMs, this.#signal)
    if (said !== null) this.#say.line(said)
    crowd.act({ eveningMs: progress.eveningMs, passedMs, rush: seckill.isOn() })
    for (let deed = goods.deeds[progress.deeds]; deed && deed.atMs <= progress.eveningMs; deed = goods.deeds[progress.deeds])
      await this.#do(deed.events)
    if (progress.eveningMs >= EVENING_MS) this.#keepProgress()
  }

  async #do(events: DemoWorld['goods']['deeds'][number]['events']): Promise<void> {
    const { tally, shoppers, journal, progress } = this.#world
    const [first] = events
    if (first?.kind === 'adjust') await surely(this.#signal, () => correct(this.#merchant.tools, first))
    journal.together(() => {
      if (first?.kind === 'adjust') tally.correct(first.sku, first.change)
      const before = tally.sum(({ refusedLines }) => refusedLines)
      shoppers.act(events, this.#app.parts.clock.now().getTime())
      progress.refused += tally.sum(({ refusedLines }) => refusedLines) - before
      progress.deeds += 1
      this.#keepProgress()
    })
  }

  #keepProgress(): void {
    const { tally, journal, progress } = this.#world
    journal.write({ kind: 'evening', ...progress, oversold: tally.oversoldUnits })
  }

  async #look(figures: FigureReader): Promise<void> {
    const { clock } = this.#app.parts
    let isOver = this.#world.progress.eveningMs >= EVENING_MS
    let hasMoved = false
    while (!this.#signal.aborted) {
      await clock.sleep(LOOK_MS, this.#signal)
      const found = await surely(this.#signal, () => figures.read())
      if (found.lagMs !== null && !hasMoved)
        this.#say.line(
          `The first order has moved: its units were held ${(found.lagMs / 1_000).toFixed(1)} s after its shop had accepted it.`,
        )
      hasMoved ||= found.lagMs !== null
      this.#say.live(this.#lineOf(found, figures.orders))
      if (isOver || this.#world.progress.eveningMs < EVENING_MS) continue
      isOver = true
      this.#say.line(
        `The evening is over: ${this.#summary(found, figures.orders)} The shops stay open; Ctrl-C stops everything. ${AGAIN}`,
      )
    }
  }

  /** Whoever wants to buy something too. */
  #control(): string {
    const [shop] = this.#world.market.shops
    if (!shop) return ''
    const order = JSON.stringify({ shop: shop.shopId, lines: [{ listing: shop.listings.get(HOT)?.id, units: 1 }] })
    return `Buy something yourself:\n  curl ${this.#served.addresses(shop).controlUrl}/place-order -d '${order}'`
  }

  #summary({ deficitUnits }: Figures, orders: number): string {
    const { tally, progress } = this.#world
    const lost = ` The warehouse's corrections took ${deficitUnits} units from under orders: that is what the alarms say.`
    return `${orders} orders, ${progress.refused} lines that found nothing left to buy, ${tally.oversoldUnits} units oversold.${deficitUnits > 0 ? lost : ''}`
  }

  #lineOf({ heldUnits, hotUnits, lowestUnits, soldOut, deficitUnits, lagMs, joined, listed }: Figures, orders: number): string {
    const { progress, tally, isAllListed } = this.#world
    const seconds = lagMs === null ? '-' : `${(lagMs / 1_000).toFixed(1)} s`
    const stock = `lowest stock ${lowestUnits}${soldOut > 0 ? ` of ${soldOut} SKUs` : ''}, ${hotUnits} of ${HOT}`
    const lost = deficitUnits > 0 ? `  lost under orders ${deficitUnits}` : ''
    const joining = isAllListed && joined === listed ? '' : `  joined ${joined} of ${listed}`
    return `${timeOfEvening(progress.eveningMs)}  orders ${orders}  held ${heldUnits}  ${stock}  oversold ${tally.oversoldUnits}${lost}  lag ${seconds}${joining}`
  }
}
