import { buildApi } from '../schema/build-schema.ts'
import { contextFactory } from '../schema/context.ts'
import { readFile } from 'node:fs/promises'
import { Authenticator } from './access/authenticator.ts'
import { readTokenKeys, TokenKeysError } from './access/token-keys.ts'
import { createTokenVerifier, type VerifyToken } from './access/verify-token.ts'
import type { Messenger } from './alarms/target.ts'
import type { Clock } from './clock.ts'
import type { Config, TokenConfig } from './config.ts'
import type { Em } from './db/orm.ts'
import { openAccessDesk } from './gateway/access-desk.ts'
import { takeDelivery } from './intake/take-delivery.ts'
import { createEvents } from './events/events.ts'
import type { SocketLimits } from './http/subscriptions/sockets.ts'
import type { HttpLimits } from './http/http-limits.ts'
import { createMerchantDesks, type Shops } from './gateway/merchant-desks.ts'
import type { Metrics } from './http/metrics.ts'
import { readinessOf } from './http/readiness.ts'
import { startHttp, type HttpServer } from './http/start-http.ts'
import type { Log } from './log.ts'
import type { StockDesks } from './stock/stock-desks.ts'

export interface ApiParts {
  readonly config: Pick<Config, 'http' | 'tokens'>
  readonly em: Em
  /** Where merchants are made: it contains the password. */
  readonly databaseUrl: string
  readonly stock: StockDesks
  readonly shops: Shops
  /** How targets of alarms are reached. */
  readonly messenger: Messenger
  readonly metrics: Metrics
  readonly clock: Clock
  readonly log: Log
  readonly limits?: Partial<HttpLimits>
  readonly socketLimits?: Partial<SocketLimits>
  /** Ends what a request has begun that outlives it. */
  readonly signal: AbortSignal
  /** Told the merchant for whom a command has made something due, by schema. */
  readonly wake?: (schema: string) => void
}

/** Puts the API on the network. */
export async function startApi({
  config,
  em,
  databaseUrl,
  stock,
  shops,
  messenger,
  metrics,
  clock,
  log,
  signal,
  wake,
  limits = {},
  socketLimits = {},
}: ApiParts): Promise<HttpServer> {
  metrics.gauge('onepool_commands_waiting', 'Stock commands that wait for a batch.', () => stock.waiting)
  const desks = createMerchantDesks({ em, stock, clock, shops, messenger, ...(wake ? { wake } : {}) })
  const verifyToken = await tokenVerifier(config.tokens, clock)
  return startHttp({
    ...config.http,
    api: {
      schema: buildApi(),
      contextFor: contextFactory({
        desks,
        access: openAccessDesk({ em, url: databaseUrl, clock, signal }),
        now: () => clock.now(),
        events: createEvents({ em, clock, log, signal }),
      }),
      authenticator: new Authenticator({ em, clock, log, verifyToken }),
      takeDelivery: (addressed) => takeDelivery({ em, keys: shops.keys, clock }, addressed),
    },
    readiness: readinessOf({ em, clock }),
    metrics,
    clock,
    log,
    limits,
    socketLimits,
  })
}

/** Puts on the network what machines ask of a process that serves no API. */
export async function startHealth({
  config,
  ...parts
}: Pick<ApiParts, 'config' | 'em' | 'metrics' | 'clock' | 'log'>): Promise<HttpServer> {
  return startHttp({ ...config.http, ...parts, readiness: readinessOf(parts) })
}

/** Without an issuer no token is good. */
async function tokenVerifier(tokens: TokenConfig | undefined, clock: Clock): Promise<VerifyToken> {
  if (!tokens) return () => Promise.resolve('refused')
  const { issuer, audience, keys } = tokens
  const text = 'text' in keys ? keys.text : await readKeysFile(keys.file)
  return createTokenVerifier({ issuer, audience, keys: readTokenKeys(text) }, clock)
}

async function readKeysFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new TokenKeysError(`the token keys cannot be read from ${file}`, { cause })
  }
}
