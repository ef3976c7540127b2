import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Authenticator, Denied } from '../access/authenticator.ts'
import type { Principal } from '../access/principal.ts'
import { sendError } from './answer-error.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before a body is read; null on routes that are open to all. */
    principal: Principal | null
  }
}

const MESSAGES: Readonly<Record<Denied['reason'], string>> = {
  missing: 'A credential is missing: send the header "Authorization: Bearer <API key or token>".',
  invalid: 'This credential is not valid (any more).',
  expired: 'This credential has expired: use a new one.',
}

/** Runs before the body is read: a stranger costs a look-up, not a megabyte. */
export function authenticateWith(authenticator: Authenticator) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const found = await authenticator.authenticate(request.headers.authorization)
    if (!('kind' in found)) {
      request.principal = found
      return undefined
    }
    const { reason } = found
    reply.header('www-authenticate', reason === 'missing' ? 'Bearer' : 'Bearer error="invalid_token"')
    return sendError(reply, { status: 401, code: 'UNAUTHENTICATED', message: MESSAGES[reason] })
  }
}
