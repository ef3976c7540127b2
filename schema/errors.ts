import { GraphQLError } from 'graphql'

/** The credential is good, but not for this. */
export class ForbiddenError extends GraphQLError {
  override readonly name = 'ForbiddenError'
  constructor(message: string) {
    super(message, { extensions: { code: 'FORBIDDEN' } })
  }
}

/** An argument of a query cannot be meant. Commands answer `Refused` instead. */
export class BadInputError extends GraphQLError {
  override readonly name = 'BadInputError'
  constructor(message: string, field?: string) {
    super(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 }, ...(field === undefined ? {} : { field }) } })
  }
}

/** The connection to the database broke while a command was being committed. */
export class OutcomeUnknownError extends GraphQLError {
  override readonly name = 'OutcomeUnknownError'
  constructor(cause: Error) {
    super('Whether this was done is not known: the database was lost meanwhile. Ask again with the same key.', {
      extensions: { code: 'OUTCOME_UNKNOWN' },
      originalError: cause,
    })
  }
}
