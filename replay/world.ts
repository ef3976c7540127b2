import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { Quiet } from '../simulate/world/quiet.ts'
import { SimClock } from '../simulate/world/sim-clock.ts'
import { watchDatabase } from '../simulate/world/watch-database.ts'
import { merchantDb } from '../src/db/merchant-db.ts'
import { openDatabase, type Em, type Orm } from '../src/db/orm.ts'
import type { Log } from '../src/log.ts'
import { parseMasterKeys } from '../src/secrets/master-keys.ts'
import { createStockDesks } from '../src/stock/stock-desks.ts'
import type { Crew } from './crew/crew.ts'
import { localCrew } from './crew/local-crew.ts'
import { ProcessCrew } from './crew/process-crew.ts'
import type { Goods } from './input/read-goods.ts'
import type { LineFaults } from './market/faults.ts'
import { Shoppers } from './market/shoppers.ts'
import { serveMarket } from './market/serve-market.ts'
import { openMarket, type Listed, type MarketShop, type ReplayMarket } from './market/shops.ts'
import { Tally } from './market/tally.ts'
import {
  authoriseAgain,
  connectShops,
  joinShops,
  leaveToOthers,
  receiveOpening,
  settleFacts,
  type Merchant,
} from './product/merchant.ts'
import { openTurns } from './product/open-turns.ts'
import { platformsOf } from './product/platforms.ts'
import { goodsTables, sellingTables, takeStatistics } from './product/statistics.ts'
import { surely } from './product/surely.ts'

const SEED = 1
const STEP_MS = 5_000
/** Discovery and joining take so long at most. */
const SETUP_MS_MAX = 6 * 3_600_000
const CONNECTIONS = 12

export interface WorldOptions {
  readonly url: string
  readonly schema: string
  readonly goods: ReadonlyMap<string, Goods>
  readonly opening: (sku: string) => number
  readonly listed: Listed
  readonly faults: LineFaults
  readonly log: Log
  readonly signal: AbortSignal
  /** Processes that work for the shops; left out or 1: this one does. */
  readonly workers?: number
  /** Told of the processes once they are there. */
  readonly onCrew?: (crew: ProcessCrew) => void
}

/** The shops, the product, and the clock that both live by. */
export interface ReplayWorld extends AsyncDisposable {
  readonly clock: SimClock
  readonly market: ReplayMarket
  readonly tally: Tally
  readonly shoppers: Shoppers
  readonly merchant: Merchant
  readonly crew: Crew
  readonly em: Em
  readonly channels: ReadonlyMap<MarketShop, string>
  /** Authorises shops again whose authorisation has ended; it takes time. Returns how many were. */
  authoriseAgain(): Promise<number>
  /** What went wrong in the product and was tried again. */
  readonly failures: string[]
}

/** A world in which every shop has joined, some hours before the stream begins at most. */
export async function openWorld(options: WorldOptions, streamStartMs: number): Promise<ReplayWorld> {
  await using undo = new AsyncDisposableStack()
  const { goods, opening, listed, faults, schema, log, url } = options
  const orm = await openDatabase({ url, log, poolMax: CONNECTIONS, direct: true })
  undo.defer(() => orm.close())
  const quiet = new Quiet()
  await watchDatabase(orm, quiet)
  const clock = new SimClock(new Date(streamStartMs - SETUP_MS_MAX))
  const market = openMarket({ clock, seed: SEED, goods, listed, opening, faults })
  const tally = new Tally(market)
  const em = orm.em.fork({ schema })
  const merchant = { em, desk: createStockDesks(orm, clock).of(schema), clock, actor: 'replay' }
  await receiveOpening(merchant, [...goods.values()], opening)
  for (const sku of goods.keys()) tally.receive(sku, opening(sku))
  const place = { options, orm, quiet, clock, market, keyText: `replay:${randomBytes(32).toString('base64')}` }
  const { crew, channels, failures, about } = await openCrew(place, { merchant, undo })
  const until = (condition: () => Promise<boolean>): Promise<void> =>
    advanceUntil({ clock, crew, signal: options.signal }, condition)
  const sure = <T>(work: () => Promise<T>): Promise<T> => surely(options.signal, work)
  await until(async () => (await sure(() => count(em, 'channel_task', `task = 'discovery' and done_at is null`))) === 0)
  await sure(() => takeStatistics(em, goodsTables))
  await sure(() => settleFacts(merchant, channels))
  await crew.listingsKnown()
  await sure(() => leaveToOthers(merchant, 100))
  await sure(() => joinShops(merchant, about))
  await crew.wake()
  await until(async () => (await sure(() => count(em, 'channel', `state <> 'live'`))) === 0)
  await sure(() => leaveToOthers(merchant, 0))
  await sure(() => takeStatistics(em, [...goodsTables, ...sellingTables]))
  const shoppers = new Shoppers({ market, tally })
  const running = undo.move()
  return {
    clock,
    market,
    tally,
    shoppers,
    merchant,
    crew,
    em,
    channels,
    authoriseAgain: () => authoriseAgain(merchant, about, channels),
    failures,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

interface Place {
  readonly options: WorldOptions
  readonly orm: Orm
  readonly quiet: Quiet
  readonly clock: SimClock
  readonly market: ReplayMarket
  readonly keyText: string
}

/** The channels, and who works for them: in this process, or in processes of their own that reach the shops over real sockets. */
async function openCrew(
  { options, orm, quiet, clock, market, keyText }: Place,
  { merchant, undo }: { readonly merchant: Merchant; readonly undo: AsyncDisposableStack },
) {
  const { faults, schema, log, url, workers = 1, signal } = options
  const keys = parseMasterKeys(keyText)
  const failures: string[] = []
  const platforms = platformsOf(market, clock, faults.feedLagMs)
  const about = { market, platforms, keys }
  const served = workers > 1 ? undo.use(await serveMarket(market)) : null
  const channels = await connectShops(merchant, { ...about, addresses: (shop) => served?.addresses(shop) ?? inProcess })
  if (served) {
    const begin = { url, schema, masterKeys: keyText, feedLagMs: faults.feedLagMs }
    const databaseBack = (): Promise<void> => surely(signal, () => count(merchant.em, 'channel', 'true')).then(() => undefined)
    const crew = undo.use(await ProcessCrew.open({ workers, begin, clock, quiet, signal, failures, databaseBack }))
    options.onCrew?.(crew)
    return { crew, channels, failures, about }
  }
  const stop = new AbortController()
  const stopped = AbortSignal.any([signal, stop.signal])
  const turns = openTurns({ orm, clock, log, platforms, keys, signal: stopped, schema, failures })
  return { crew: undo.use(localCrew({ turns, clock, quiet, stop })), channels, failures, about }
}

/** Calls are answered in the same process: the address is only a name. */
const inProcess = { gatewayUrl: 'http://127.0.0.1:1/', tokenUrl: 'http://127.0.0.1:1/token', pushUrl: null }

interface Advancing {
  readonly clock: SimClock
  readonly crew: Crew
  readonly signal: AbortSignal
}

async function advanceUntil({ clock, crew, signal }: Advancing, condition: () => Promise<boolean>): Promise<void> {
  const endMs = clock.now().getTime() + SETUP_MS_MAX
  await crew.wake()
  for (let nowMs = clock.now().getTime(); nowMs < endMs; nowMs += STEP_MS) {
    signal.throwIfAborted()
    if (await condition()) return
    await crew.advanceTo(nowMs + STEP_MS)
  }
  throw new Error('the shops have not joined in time')
}

async function count(em: Em, table: string, condition: string): Promise<number> {
  const { rows } = await sql<{ n: string }>`select count(*) as n from ${sql.table(table)} where ${sql.raw(condition)}`.execute(
    merchantDb(em.fork()),
  )
  return Number(rows[0]?.n ?? 0)
}
