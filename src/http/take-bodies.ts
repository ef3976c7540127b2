import type { FastifyInstance } from 'fastify'
import { sendError } from './answer-error.ts'

const CHARSET = /;\s*charset\s*=\s*"?([^;"\s]+)/i
const UNREADABLE = { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', message: 'Send JSON in UTF-8, uncompressed.' } as const

/** Takes JSON in UTF-8 and nothing else. Other types reach Apollo without a body, so that its check against forged requests answers. */
export function takeBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'))
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) => done(null, undefined))
  app.addHook('onRequest', (request, reply, done) => {
    const charset = CHARSET.exec(request.headers['content-type'] ?? '')?.[1] ?? 'utf-8'
    const encoding = request.headers['content-encoding'] ?? 'identity'
    if (/^utf-?8$/i.test(charset) && encoding === 'identity') done()
    else void sendError(reply, UNREADABLE)
  })
}
