import type { FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

/** Whether this process can serve: `why` says what is missing, without naming hosts or merchants. */
export type Readiness = { readonly ready: true } | { readonly ready: false; readonly why: string }

/** What machines ask. Open to all: docs/decisions/0009 says why. */
export function healthRoutes(
  app: FastifyInstance,
  parts: { readonly readiness: () => Promise<Readiness>; readonly metrics: Metrics },
): void {
  app.get('/healthz', (_, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }))
  app.get('/readyz', async (_, reply) => {
    const readiness = await parts.readiness()
    return reply
      .code(readiness.ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(readiness.ready ? { status: 'ready' } : { status: 'not ready', why: readiness.why })
  })
  app.get('/metrics', async (_, reply) => {
    const { type, body } = await parts.metrics.text()
    return reply.header('content-type', type).header('cache-control', 'no-store').send(body)
  })
}
