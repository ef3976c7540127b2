import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Log } from '../log.ts'
import { isUnavailable } from './mask-errors.ts'

/** Sends an error in the shape GraphQL clients know, whichever part of the server it comes from. */
export function sendError(
  reply: FastifyReply,
  { status, code, message }: { readonly status: number; readonly code: string; readonly message: string },
): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .send({ errors: [{ message, extensions: { code } }] })
}

const TOLD: Readonly<Record<string, { readonly code: string; readonly message: string }>> = {
  '400': { code: 'BAD_REQUEST', message: 'The request is malformed: send a JSON object with a query.' },
  '404': { code: 'NOT_FOUND', message: 'There is nothing here: the API is at /graphql.' },
  '408': { code: 'TIMEOUT', message: 'The request took too long to arrive.' },
  '413': { code: 'TOO_LARGE', message: 'The request is too large.' },
  '414': { code: 'TOO_LARGE', message: 'The URL is too long.' },
  '415': { code: 'UNSUPPORTED_MEDIA_TYPE', message: 'Send JSON in UTF-8, uncompressed.' },
  '503': { code: 'UNAVAILABLE', message: 'The server is stopping, or its database is away. Ask again a little later.' },
}

/** Every error leaves as JSON that says nothing about our insides. */
export function answerErrors(app: FastifyInstance, log: Log): void {
  app.setNotFoundHandler((_, reply) => sendError(reply, { status: 404, ...told('404') }))
  app.setErrorHandler((error: FastifyError, request: FastifyRequest, reply) => {
    const status = isUnavailable(error) ? 503 : (error.statusCode ?? 500)
    const known = TOLD[String(status)]
    if (known && status !== 503) return sendError(reply, { status, ...known })
    log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, 'a request failed')
    return sendError(reply, { status: known ? status : 500, ...told(String(status)) })
  })
}

function told(status: string): { readonly code: string; readonly message: string } {
  return TOLD[status] ?? { code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong on our side.' }
}
