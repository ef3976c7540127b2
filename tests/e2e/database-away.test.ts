import { createMessenger } from '../../connectors/shared/post-message.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlatforms } from '../../connectors/platforms.ts'
import { makeApiKey } from '../../src/access/api-key.ts'
import { SystemClock } from '../../src/clock.ts'
import { openDatabase, type Orm } from '../../src/db/orm.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import type { HttpServer } from '../../src/http/start-http.ts'
import { createLog } from '../../src/log.ts'
import { startApi } from '../../src/start-api.ts'
import { createStockDesks } from '../../src/stock/stock-desks.ts'
import { testMasterKeys } from '../support/shop-world.ts'

// Nobody listens on port 1: to the program, a database that is away.
const databaseUrl = 'postgresql://someone:planted-password@127.0.0.1:1/somewhere'
const logged: string[] = []
let orm: Orm
let api: HttpServer
beforeAll(async () => {
  const clock = new SystemClock()
  const log = createLog({ level: 'debug', destination: { write: (line) => void logged.push(line) } })
  orm = await openDatabase({ url: databaseUrl, log, poolMax: 2 })
  const config = { http: { host: '127.0.0.1', port: 0 }, tokens: undefined }
  const { signal } = new AbortController()
  const shops = { platforms: createPlatforms({ clock }), keys: testMasterKeys() }
  const parts = { em: orm.em, databaseUrl, stock: createStockDesks(orm, clock), shops, metrics: createMetrics() }
  api = await startApi({ config, ...parts, messenger: createMessenger({ clock }), clock, log, signal })
})
afterAll(async () => {
  await api.stop()
  await orm.close()
})

it('without a database the program lives, is not ready, and says so without telling where the database is', async () => {
  const alive = await fetch(`${api.url}/healthz`)
  expect(alive.status).toBe(200)
  const ready = await fetch(`${api.url}/readyz`)
  expect([ready.status, await ready.json()]).toEqual([503, { status: 'not ready', why: 'the database does not answer' }])
  const asked = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${makeApiKey().key}`, 'content-type': 'application/json' },
    body: '{"query":"{ me { actor } }"}',
  })
  const text = await asked.text()
  expect(asked.status).toBe(503)
  expect(JSON.parse(text).errors[0].extensions.code).toBe('UNAVAILABLE')
  expect(text).not.toMatch(/127\.0\.0\.1|somewhere|planted/)
  expect(logged.join('\n')).not.toContain('planted-password')
})
