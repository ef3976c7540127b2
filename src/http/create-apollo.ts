import { ApolloServer } from '@apollo/server'
import type { GraphQLSchema } from 'graphql'
import type { Log } from '../log.ts'
import { queryLimits } from './http-limits.ts'
import { limitOperations } from './limit-operations.ts'
import { logErrors, maskError, type WithRequestId } from './mask-errors.ts'

/** Apollo with nothing left to its defaults that would depend on NODE_ENV. Callers are authenticated before it sees them. */
export function createApollo<Context extends WithRequestId>(schema: GraphQLSchema, log: Log): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    parseOptions: { maxTokens: queryLimits.tokens, noLocation: false },
    formatError: maskError,
    plugins: [limitOperations, logErrors(log)],
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (message) => log.warn({ message }, 'Apollo says'),
      error: (message) => log.error({ message }, 'Apollo says'),
    },
  })
}
