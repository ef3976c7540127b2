import type { ApolloServerPlugin, BaseContext } from '@apollo/server'
import { GraphQLError } from 'graphql'
import { queryLimits } from './http-limits.ts'
import { measureQuery } from './measure-query.ts'

/** Refuses an operation that is too large before any of its fields is asked for. */
export const limitOperations: ApolloServerPlugin<BaseContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ document, operation, request }) {
        if (!operation) return Promise.resolve() // The named operation is not there: Apollo says so.
        if (operation.operation === 'subscription') {
          throw new GraphQLError(
            'Subscriptions are served over a WebSocket at the same address (protocol graphql-transport-ws).',
            {
              extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
            },
          )
        }
        const { cost: costMax } = queryLimits
        const size = measureQuery(document, operation, { variables: request.variables ?? {}, costMax })
        for (const what of ['depth', 'aliases', 'directives', 'cost'] as const) {
          if (size[what] <= queryLimits[what]) continue
          throw new GraphQLError(`The query is too large: its ${what} is above ${queryLimits[what]}. Ask for less at a time.`, {
            extensions: { code: 'QUERY_TOO_LARGE', http: { status: 400 } },
          })
        }
        return Promise.resolve()
      },
    }),
}
