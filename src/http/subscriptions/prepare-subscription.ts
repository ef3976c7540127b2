import { getOperationAST, GraphQLError, Kind, parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql'
import { queryLimits } from '../http-limits.ts'
import { measureQuery } from '../measure-query.ts'

/** What a client asks for, as it came. */
export interface Asked {
  readonly query: string
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
}

/** The document of one subscription that may be begun, or what is wrong with it. Queries and mutations go over HTTP, where their limits are. */
export function prepareSubscription(schema: GraphQLSchema, asked: Asked): DocumentNode | readonly GraphQLError[] {
  const document = parsed(asked.query)
  if (document instanceof GraphQLError) return [document]
  const invalid = validate(schema, document)
  if (invalid.length > 0) return invalid.map((error) => refused(withoutHints(error.message), 'GRAPHQL_VALIDATION_FAILED'))
  const operation = getOperationAST(document, asked.operationName)
  if (!operation) return [refused('Name the operation.', 'OPERATION_RESOLUTION_FAILURE')]
  const isSubscription = operation.operation === 'subscription'
  if (!isSubscription) return [refused('Only subscriptions are taken here: send the rest by HTTP.', 'BAD_REQUEST')]
  const { cost: costMax } = queryLimits
  const size = measureQuery(document, operation, { variables: asked.variables ?? {}, costMax })
  for (const what of ['depth', 'aliases', 'directives', 'cost'] as const) {
    if (size[what] > queryLimits[what])
      return [refused(`The query is too large: its ${what} is above ${queryLimits[what]}.`, 'QUERY_TOO_LARGE')]
  }
  return document
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    const document = parse(query, { maxTokens: queryLimits.tokens })
    const isKnown = document.definitions.every(
      ({ kind }) => kind === Kind.OPERATION_DEFINITION || kind === Kind.FRAGMENT_DEFINITION,
    )
    return isKnown ? document : refused('Send operations and fragments only.', 'GRAPHQL_PARSE_FAILED')
  } catch (error) {
    return refused(error instanceof Error ? error.message : 'The document cannot be read.', 'GRAPHQL_PARSE_FAILED')
  }
}

/** Strangers to the schema do not learn of it by guessing. */
function withoutHints(message: string): string {
  return message.replace(/ ?Did you mean .*$/s, '')
}

function refused(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}
