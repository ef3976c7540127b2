import axios, { type AxiosAdapter } from 'axios'
import { createPlatforms } from '../../connectors/platforms.ts'
import { Quiet } from '../../simulate/world/quiet.ts'
import { SimClock } from '../../simulate/world/sim-clock.ts'
import { watchDatabase } from '../../simulate/world/watch-database.ts'
import { openDatabase } from '../../src/db/orm.ts'
import { createLog } from '../../src/log.ts'
import { parseMasterKeys } from '../../src/secrets/master-keys.ts'
import { lagging } from '../product/platforms.ts'
import { openTurns } from '../product/open-turns.ts'
import type { Turns } from '../product/turns.ts'
import type { Begin, Order, Report } from './messages.ts'

const CONNECTIONS = 8

/** A worker of a replay as a process of its own. It ends when whoever started it does. */
export async function workForReplay(): Promise<void> {
  const stop = new AbortController()
  const gone = new Promise<void>((resolve) => process.once('disconnect', resolve))
  let worker: Worker | undefined
  process.on('message', (order: Order) => {
    void (async () => {
      if (order.say === 'begin') worker = await Worker.open(order, stop.signal)
      process.send?.((await worker?.obey(order)) satisfies Report | undefined)
    })().catch((error: unknown) => {
      process.stderr.write(`a worker fails: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
      process.exit(1)
    })
  })
  await gone
  stop.abort(new Error('the replay is over'))
}

class Worker {
  readonly #clock: SimClock
  readonly #quiet: Quiet
  readonly #turns: Turns
  #failures: string[]

  private constructor(parts: { clock: SimClock; quiet: Quiet; turns: Turns; failures: string[] }) {
    this.#clock = parts.clock
    this.#quiet = parts.quiet
    this.#turns = parts.turns
    this.#failures = parts.failures
  }

  static async open({ url, schema, masterKeys, feedLagMs, nowMs, listingsKnown }: Begin, signal: AbortSignal): Promise<Worker> {
    const log = createLog({ level: 'silent' })
    const orm = await openDatabase({ url, log, poolMax: CONNECTIONS, direct: true })
    const quiet = new Quiet()
    await watchDatabase(orm, quiet)
    const clock = new SimClock(new Date(nowMs))
    const platforms = lagging(createPlatforms({ clock, adapterFor: () => counted(quiet) }), feedLagMs)
    const failures: string[] = []
    const turns = openTurns({ orm, clock, log, platforms, keys: parseMasterKeys(masterKeys), signal, schema, failures })
    if (listingsKnown) turns.listingsKnown()
    void turns.run()
    return new Worker({ clock, quiet, turns, failures })
  }

  async obey(order: Order): Promise<Report> {
    if (order.say === 'push') this.#turns.push(order.channelId, order.orderIds)
    if (order.say === 'listings known') this.#turns.listingsKnown()
    if (order.say === 'step') {
      await this.#clock.advanceTo(order.toMs, () => this.#quiet.settled())
      if (order.wake) this.#turns.wake()
    }
    await this.#quiet.settled()
    const failures = this.#failures.splice(0)
    return { nextMs: this.#clock.nextMs, failures }
  }
}

/** The real network, every request on it counted as work under way. */
function counted(quiet: Quiet): AxiosAdapter {
  const adapter = axios.getAdapter('http')
  return (config) => quiet.during(adapter(config))
}
