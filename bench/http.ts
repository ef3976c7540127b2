import { z } from 'zod'
import { createMessenger } from '../connectors/shared/post-message.ts'
import { createPlatforms } from '../connectors/platforms.ts'
import { createMetrics } from '../src/http/metrics.ts'
import { startApi } from '../src/start-api.ts'
import { createStockDesks } from '../src/stock/stock-desks.ts'
import { apiKeyFor } from './harness/api-key.ts'
import { ratioTo, type Bench, type BenchContext, type Figure } from './harness/bench.ts'
import { benchMerchant, type BenchMerchant } from './harness/bench-merchant.ts'
import { countStatements } from './harness/count-statements.ts'
import { GraphqlConnection } from './harness/graphql-connection.ts'
import { holdRequest, httpLoad, type GraphqlRequest, type HttpTarget } from './harness/http-load.ts'
import { startProgram } from './harness/program.ts'
import { serveFromMemory } from './harness/serve-from-memory.ts'

const HOLDING_CONNECTIONS = 64
const READING_CONNECTIONS = 16

const PAGE = `query ($first: PageSize!) {
  skus(first: $first) {
    edges { cursor node { code name stock { locations { condition units named namedShort location { code name } } } } }
    pageInfo { hasNextPage endCursor }
  }
}`

export const http: Bench = {
  name: 'http',
  describe:
    'one hold a request over HTTP, and a page of 100 SKUs with stock by location, against Apollo on Fastify doing nothing',
  async run(context) {
    const code = 'http'
    await using undo = new AsyncDisposableStack()
    const merchant = await benchMerchant(context, { code, skus: 1_000, warehouses: 5, unitsEach: 100_000_000, connectionsMax: 8 })
    undo.defer(() => merchant.dispose())
    const key = await apiKeyFor(merchant.orm.em, { merchant: code, now: context.clock.now() })
    const program = undo.use(await startProgram({ DATABASE_URL: context.databaseUrl }, context.clock))
    const api = { url: program.url, key }
    const page = z.object({ data: z.object({ skus: z.unknown() }) }).parse(JSON.parse(await askOnce(api, pageRequest(100))))
    const memory = undo.use(await serveFromMemory(page.data.skus))
    return [
      await holdsOverHttp(context, { api, memory, skuCodes: merchant.skuCodes }),
      await pageOverHttp(context, { api, memory }),
      ...(await statementsOfPages(context, merchant, key)),
    ]
  },
}

async function holdsOverHttp(
  context: BenchContext,
  { api, memory, skuCodes }: { readonly api: HttpTarget; readonly memory: HttpTarget; readonly skuCodes: readonly string[] },
): Promise<Figure> {
  const nothing = {
    request: () => ({ query: 'mutation ($key: String!) { nothing(key: $key) }', variables: { key: crypto.randomUUID() } }),
    expects: '"nothing":true',
  }
  const hold = { request: () => holdRequest(skuCodes), expects: '"__typename":"Held"' }
  return besides(context, 'hold a request', { api, memory, connections: HOLDING_CONNECTIONS, ours: hold, theirs: nothing })
}

async function pageOverHttp(
  context: BenchContext,
  targets: { readonly api: HttpTarget; readonly memory: HttpTarget },
): Promise<Figure> {
  const page = { request: () => pageRequest(100), expects: '"endCursor"' }
  return besides(context, 'page of 100 SKUs', { ...targets, connections: READING_CONNECTIONS, ours: page, theirs: page })
}

interface Asked {
  readonly request: () => GraphqlRequest
  readonly expects: string
}

/** Measures what answers from memory before and after. */
async function besides(
  context: BenchContext,
  figure: string,
  at: {
    readonly api: HttpTarget
    readonly memory: HttpTarget
    readonly connections: number
    readonly ours: Asked
    readonly theirs: Asked
  },
): Promise<Figure> {
  const seconds = context.option('seconds', 8)
  const { connections } = at
  await httpLoad(context, at.memory, { ...at.theirs, connections, seconds: 1 })
  const before = await httpLoad(context, at.memory, { ...at.theirs, connections, seconds: seconds / 2 })
  await httpLoad(context, at.api, { ...at.ours, connections, seconds: 2 })
  const ours = await httpLoad(context, at.api, { ...at.ours, connections, seconds })
  const after = await httpLoad(context, at.memory, { ...at.theirs, connections, seconds: seconds / 2 })
  const baseline = Math.round((before.perSecond + after.perSecond) / 2)
  context.say(
    `${figure}: ${ours.perSecond}/s, worst ${ours.maxMs} ms; from memory ${before.perSecond}/s before, ${after.perSecond}/s after`,
  )
  const { perSecond: value, p50Ms, p99Ms } = ours
  return { figure, value, unit: 'requests/s', baseline, ratio: ratioTo(baseline, value), p50Ms, p99Ms }
}

/** Counted in this process, where the statements can be seen; the size of the page must not matter. */
async function statementsOfPages(
  { databaseUrl, clock, log, signal }: BenchContext,
  { orm }: BenchMerchant,
  key: string,
): Promise<readonly Figure[]> {
  const config = { http: { host: '127.0.0.1', port: 0 }, tokens: undefined }
  const { em } = orm
  const shops = { platforms: createPlatforms({ clock }), keys: undefined }
  const stock = createStockDesks(orm, clock)
  const messenger = createMessenger({ clock })
  const parts = { config, em, databaseUrl, stock, shops, messenger, metrics: createMetrics(), clock, log, signal }
  const api = await startApi(parts)
  try {
    const figures: Figure[] = []
    for (const first of [10, 100]) {
      await askOnce({ url: api.url, key }, pageRequest(first))
      const value = await countStatements(() => askOnce({ url: api.url, key }, pageRequest(first)))
      const alone = { baseline: null, ratio: null, p50Ms: null, p99Ms: null }
      figures.push({ figure: `statements of a page of ${first} SKUs`, value, unit: 'statements', ...alone })
    }
    return figures
  } finally {
    await api.stop()
  }
}

function pageRequest(first: number): GraphqlRequest {
  return { query: PAGE, variables: { first } }
}

async function askOnce({ url, key }: HttpTarget, request: GraphqlRequest): Promise<string> {
  const connection = await GraphqlConnection.open(url, key)
  try {
    return await connection.ask(request)
  } finally {
    connection.close()
  }
}
