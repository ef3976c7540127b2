import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { Quiet } from '../simulate/world/quiet.ts'
import { SimClock } from '../simulate/world/sim-clock.ts'
import { watchDatabase } from '../simulate/world/watch-database.ts'
import type { Platforms } from '../src/channels/connect.ts'
import { ShopConnections } from '../src/channels/shop-connections.ts'
import { merchantDb } from '../src/db/merchant-db.ts'
import { openDatabase, type Em, type Orm } from '../src/db/orm.ts'
import type { Log } from '../src/log.ts'
import { parseMasterKeys } from '../src/secrets/master-keys.ts'
import { createStockDesks } from '../src/stock/stock-desks.ts'
import type { Goods } from './input/read-goods.ts'
import type { LineFaults } from './market/faults.ts'
import { Shoppers } from './market/shoppers.ts'
import { openMarket, type Listed, type MarketShop, type ReplayMarket } from './market/shops.ts'
import { Tally } from './market/tally.ts'
import {
  beginWalks,
  connectShops,
  joinShops,
  leaveToOthers,
  receiveOpening,
  settleFacts,
  type Merchant,
} from './product/merchant.ts'
import { platformsOf } from './product/platforms.ts'
import { Turns } from './product/turns.ts'

const SEED = 1
const STEP_MS = 1_000
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
}

/** The shops, the product, and the clock that both live by. */
export interface ReplayWorld extends AsyncDisposable {
  readonly clock: SimClock
  readonly quiet: Quiet
  readonly market: ReplayMarket
  readonly tally: Tally
  readonly shoppers: Shoppers
  readonly merchant: Merchant
  readonly turns: Turns
  readonly em: Em
  readonly channels: ReadonlyMap<MarketShop, string>
  /** What went wrong in the product and was tried again. */
  readonly failures: readonly string[]
}

/** A world in which every shop has joined, some hours before the stream begins at most. */
export async function openWorld(options: WorldOptions, streamStartMs: number): Promise<ReplayWorld> {
  await using undo = new AsyncDisposableStack()
  const { goods, opening, listed, faults, schema, log, url } = options
  const orm = await openDatabase({ url, log, poolMax: CONNECTIONS })
  undo.defer(() => orm.close())
  const quiet = new Quiet()
  await watchDatabase(orm, quiet)
  const clock = new SimClock(new Date(streamStartMs - SETUP_MS_MAX))
  const market = openMarket({ clock, seed: SEED, goods, listed, opening, faults })
  const tally = new Tally(market)
  const stop = new AbortController()
  const platforms = platformsOf(market, clock, faults.feedLagMs)
  const keys = parseMasterKeys(`replay:${randomBytes(32).toString('base64')}`)
  const failures: string[] = []
  const signal = AbortSignal.any([options.signal, stop.signal])
  const turns = openTurns({ orm, clock, log, platforms, keys, signal, schema, failures })
  const em = orm.em.fork({ schema })
  const merchant = { em, desk: createStockDesks(orm, clock).of(schema), clock }
  await receiveOpening(merchant, [...goods.values()], opening)
  for (const sku of goods.keys()) tally.receive(sku, opening(sku))
  const about = { market, platforms, keys }
  const channels = await connectShops(merchant, { ...about, addresses: () => inProcess })
  await beginWalks(merchant, { channels, platforms })
  const working = turns.run()
  undo.defer(async () => {
    stop.abort(new Error('the replay is over'))
    await working
  })
  const until = (condition: () => Promise<boolean>): Promise<void> =>
    advanceUntil({ clock, quiet, signal: options.signal }, condition)
  await until(async () => (await count(em, 'channel_task', `task = 'discovery' and done_at is null`)) === 0)
  await takeStatistics(em)
  await settleFacts(merchant, channels)
  turns.listingsKnown()
  await leaveToOthers(merchant, 100)
  await joinShops(merchant, about)
  turns.wake()
  await until(async () => (await count(em, 'channel', `state <> 'live'`)) === 0)
  await leaveToOthers(merchant, 0)
  const shoppers = new Shoppers({ market, tally })
  const running = undo.move()
  return {
    clock,
    quiet,
    market,
    tally,
    shoppers,
    merchant,
    turns,
    em,
    channels,
    failures,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Calls are answered in the same process: the address is only a name. */
const inProcess = { gatewayUrl: 'http://127.0.0.1:1/', tokenUrl: 'http://127.0.0.1:1/token', pushUrl: null }

interface Opening {
  readonly orm: Orm
  readonly clock: SimClock
  readonly log: Log
  readonly platforms: Platforms
  readonly keys: ReturnType<typeof parseMasterKeys>
  readonly signal: AbortSignal
  readonly schema: string
  readonly failures: string[]
}

function openTurns({ orm, clock, log, platforms, keys, signal, schema, failures }: Opening): Turns {
  const connections = new ShopConnections({ platforms, keys, clock })
  const desks = createStockDesks(orm, clock)
  const tending = { orm, connections, desks, keys, clock, log, holder: randomUUID(), signal }
  const onFailure = (error: unknown): void => {
    failures.push(error instanceof Error ? `${error.name}: ${error.message.slice(0, 300)}` : 'unknown')
    log.warn({ err: error }, 'a turn failed; what it left undone is still due')
  }
  return new Turns({ tending, schema, onFailure })
}

/** What the server does by itself within a minute, which is no time at all here. */
async function takeStatistics(em: Em): Promise<void> {
  for (const table of ['sku', 'recipe', 'recipe_version', 'recipe_component', 'listing', 'pool_balance'])
    await sql`analyze ${sql.table(table)}`.execute(merchantDb(em.fork()))
}

interface Advancing {
  readonly clock: SimClock
  readonly quiet: Quiet
  readonly signal: AbortSignal
}

async function advanceUntil({ clock, quiet, signal }: Advancing, condition: () => Promise<boolean>): Promise<void> {
  const endMs = clock.now().getTime() + SETUP_MS_MAX
  for (let nowMs = clock.now().getTime(); nowMs < endMs; nowMs += STEP_MS) {
    signal.throwIfAborted()
    await quiet.settled()
    if (await condition()) return
    await clock.advanceTo(nowMs + STEP_MS, () => quiet.settled())
  }
  throw new Error('the shops have not joined in time')
}

async function count(em: Em, table: string, condition: string): Promise<number> {
  const { rows } = await sql<{ n: string }>`select count(*) as n from ${sql.table(table)} where ${sql.raw(condition)}`.execute(
    merchantDb(em.fork()),
  )
  return Number(rows[0]?.n ?? 0)
}
