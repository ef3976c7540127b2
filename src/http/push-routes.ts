import type { FastifyInstance } from 'fastify'
import type { Addressed, DeliveryOutcome } from '../intake/take-delivery.ts'
import { sendError } from './answer-error.ts'

const BODY_BYTES_MAX = 262_144

/** Where pushes come in by HTTP: answered once they are kept, and only to who has signed them. */
export async function pushRoutes(
  app: FastifyInstance,
  { take }: { readonly take: (addressed: Addressed) => Promise<DeliveryOutcome> },
): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // The signature covers the bytes as they came.
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (_request, body, done) => done(null, body))
    scope.post<{ Params: { readonly merchant: string; readonly channel: string } }>(
      '/push/:merchant/:channel',
      async (request, reply) => {
        const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        const headers = Object.fromEntries(
          Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
        )
        const outcome = await take({ ...request.params, delivery: { headers, query: '', rawBody } })
        if (outcome.kind === 'taken') return reply.header('cache-control', 'no-store').send({ taken: outcome.pushes })
        if (outcome.kind === 'malformed')
          return sendError(reply, { status: 400, code: 'BAD_REQUEST', message: 'The body is no list of pushes.' })
        return sendError(reply, { status: 401, code: 'UNAUTHENTICATED', message: 'The signature is missing, wrong or too old.' })
      },
    )
  })
}
