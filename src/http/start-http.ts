import { fastifyApolloHandler } from '@as-integrations/fastify'
import { randomUUID } from 'node:crypto'
import { fastify, type FastifyInstance } from 'fastify'
import type { GraphQLSchema } from 'graphql'
import type { Authenticator } from '../access/authenticator.ts'
import type { Principal } from '../access/principal.ts'
import { assert } from '../domain/assert.ts'
import type { Clock } from '../clock.ts'
import type { Addressed, DeliveryOutcome } from '../intake/take-delivery.ts'
import type { Log } from '../log.ts'
import { answerErrors } from './answer-error.ts'
import { authenticateWith } from './authenticate-request.ts'
import { CannotListenError, isListenFailure } from './cannot-listen.ts'
import { createApollo } from './create-apollo.ts'
import { healthRoutes, type Readiness } from './health-routes.ts'
import { httpLimits, type HttpLimits } from './http-limits.ts'
import type { WithRequestId } from './mask-errors.ts'
import type { Metrics } from './metrics.ts'
import { pushRoutes } from './push-routes.ts'
import { serveSubscriptions } from './subscriptions/serve-subscriptions.ts'
import { socketLimits, type SocketLimits } from './subscriptions/sockets.ts'
import { takeBodies } from './take-bodies.ts'

/** What is served at /graphql. */
export interface ApiRoute<Context extends WithRequestId> {
  readonly schema: GraphQLSchema
  readonly contextFor: (request: { readonly principal: Principal; readonly requestId: string }) => Context
  readonly authenticator: Authenticator
  /** What to do with pushes that come in by HTTP. */
  readonly takeDelivery: (addressed: Addressed) => Promise<DeliveryOutcome>
}

export interface HttpParts<Context extends WithRequestId> {
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  /** Left out, only health and metrics are served. */
  readonly api?: ApiRoute<Context>
  readonly readiness: () => Promise<Readiness>
  readonly metrics: Metrics
  readonly clock: Clock
  readonly log: Log
  readonly limits?: Partial<HttpLimits>
  readonly socketLimits?: Partial<SocketLimits>
}

export interface HttpServer {
  /** As `http://127.0.0.1:4000`. */
  readonly url: string
  /** Says "not ready", lets the requests under way end within a bound, then closes every connection. */
  stop(): Promise<void>
}

export async function startHttp<Context extends WithRequestId>(parts: HttpParts<Context>): Promise<HttpServer> {
  const { host, port, api, log, clock } = parts
  const limits = { ...httpLimits, ...parts.limits }
  let stopping = false
  const readiness = () => (stopping ? Promise.resolve({ ready: false, why: 'stopping' } as const) : parts.readiness())

  const app = createFastify(limits)
  answerErrors(app, log)
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // A connection kept alive by the last answer would be waited for until the bound.
    if (stopping) reply.header('connection', 'close')
    done()
  })
  takeBodies(app)
  observeRequests(app, parts.metrics)
  healthRoutes(app, { readiness, metrics: parts.metrics })
  const stopApi = api && (await serveApi(app, api, log))
  if (api) await pushRoutes(app, { take: api.takeDelivery })
  const stopSubscriptions =
    api && serveSubscriptions(app.server, { ...api, clock, log, limits: { ...socketLimits, ...parts.socketLimits } })
  await listen(app, { host, port })
  return {
    url: urlOf(app, host),
    async stop() {
      stopping = true
      // The server waits for every connection, also for those that were upgraded.
      await stopSubscriptions?.()
      clock.deadline(limits.drainMs).addEventListener('abort', () => app.server.closeAllConnections(), { once: true })
      await app.close()
      await stopApi?.()
    },
  }
}

/** Returns what ends it. */
async function serveApi<Context extends WithRequestId>(
  app: FastifyInstance,
  { schema, contextFor, authenticator }: ApiRoute<Context>,
  log: Log,
): Promise<() => Promise<void>> {
  const apollo = createApollo<Context>(schema, log)
  await apollo.start()
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    onRequest: authenticateWith(authenticator),
    handler: fastifyApolloHandler(apollo, {
      context: ({ principal, id: requestId }) => {
        assert(principal !== null, 'a request reached the API without a credential')
        return Promise.resolve(contextFor({ principal, requestId }))
      },
    }),
  })
  return () => apollo.stop()
}

function createFastify(limits: HttpLimits): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    connectionTimeout: limits.idleMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    genReqId: () => randomUUID(),
    http: { headersTimeout: limits.headersMs, maxHeaderSize: limits.headerBytes, connectionsCheckingInterval: limits.checkMs },
    routerOptions: { ignoreTrailingSlash: true },
  })
  app.server.maxConnections = limits.connections
  app.decorateRequest('principal', null)
  return app
}

async function listen(app: FastifyInstance, address: { readonly host: string; readonly port: number }): Promise<void> {
  try {
    await app.listen(address)
  } catch (cause) {
    throw isListenFailure(cause) ? new CannotListenError(address, { cause }) : cause
  }
}

function observeRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onSend', (request, reply, _payload, done) => {
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff')
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    metrics.observeRequest({ route, status: reply.statusCode, seconds: reply.elapsedTime / 1_000 })
    done()
  })
}

function urlOf(app: FastifyInstance, host: string): string {
  const address = app.server.address()
  assert(typeof address === 'object' && address !== null, 'the server listens nowhere')
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`
}
