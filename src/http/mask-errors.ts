import { randomUUID } from 'node:crypto'
import { unwrapResolverError } from '@apollo/server/errors'
import type { ApolloServerPlugin, BaseContext } from '@apollo/server'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import type { Principal } from '../access/principal.ts'
import { pgFailure } from '../db/pg-errors.ts'
import type { Log } from '../log.ts'
import { queryLimits } from './http-limits.ts'

/** What may be told as it is: the caller's own mistakes, and answers written for callers. Everything else is hidden. */
const TOLD = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'QUERY_TOO_LARGE',
  'FORBIDDEN',
  'OUTCOME_UNKNOWN',
])

/** All that graphql says once comparing fields of the same name has taken too long. */
const GIVEN_UP = 'Validation aborted.'
const OVERLAPS = 'The query is too large: it names the same fields too often. Name each of them once.'

export interface WithRequestId extends BaseContext {
  readonly requestId: string
  readonly principal: Principal
}

/** What a caller is told of an error: never a stack, a statement or a path, whatever the environment says. */
export function maskError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { extensions = {}, locations, path } = formatted
  const requestId = typeof extensions['requestId'] === 'string' ? extensions['requestId'] : undefined
  const where = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) }
  const code = String(extensions['code'])
  if (formatted.message === GIVEN_UP) return { message: OVERLAPS, extensions: { code: 'QUERY_TOO_LARGE' } }
  if (TOLD.has(code)) return { message: shortened(formatted.message), ...where, extensions: { code } }
  const masked = isUnavailable(error)
    ? { message: 'The database is busy or away. Ask again a little later.', code: 'UNAVAILABLE' }
    : { message: 'Something went wrong on our side. The log tells more under this request id.', code: 'INTERNAL_SERVER_ERROR' }
  const more = { code: masked.code, ...(requestId === undefined ? {} : { requestId }) }
  return { message: masked.message, ...where, extensions: more }
}

/** Writes what is hidden from callers into the log, under the id they are told. */
export function logErrors(log: Log): ApolloServerPlugin<WithRequestId> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors({ errors, contextValue: { requestId, principal }, operationName }) {
          for (const error of errors) {
            const code = String(error.extensions['code'])
            // Who tries what is not theirs to do is worth a look, even where nothing came of it.
            if (code === 'FORBIDDEN') log.warn({ requestId, actor: principal.actor, path: error.path }, error.message)
            if (TOLD.has(code)) continue
            error.extensions['requestId'] = requestId
            log.error({ err: unwrapResolverError(error), requestId, operationName }, 'a request failed')
          }
          return Promise.resolve()
        },
      }),
  }
}

/** For answers that do not go through Apollo: what a subscriber is told, and the log of what it is not. */
export function tellError(error: GraphQLError, log: Log): GraphQLFormattedError {
  if (error.originalError?.name === 'TooSlow') {
    return {
      message: 'Events came faster than they were taken: subscribe again, then read the list.',
      extensions: { code: 'TOO_SLOW' },
    }
  }
  if (TOLD.has(String(error.extensions['code']))) return maskError(error.toJSON(), error)
  error.extensions['requestId'] = randomUUID()
  log.error({ err: unwrapResolverError(error), requestId: error.extensions['requestId'] }, 'a subscription failed')
  return maskError(error.toJSON(), error)
}

export function isUnavailable(error: unknown): boolean {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error
  const failure = pgFailure(cause)
  return (
    failure !== undefined && !['unique violation', 'check violation', 'foreign key violation', 'out of range'].includes(failure)
  )
}

/** A message may repeat what the caller sent, which may be as long as a body. */
function shortened(message: string): string {
  return message.length <= queryLimits.messageLength ? message : `${message.slice(0, queryLimits.messageLength)}...`
}
