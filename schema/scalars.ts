import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/
export const PAGE_MAX = 200

/** An instant, so a text without a time zone is refused. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description:
    'An instant as in RFC 3339, with its time zone: 2026-11-11T20:00:00+08:00. Answers are in UTC, to the millisecond.',
  // Records of stock carry milliseconds since 1970, those of the catalogue dates.
  serialize(value) {
    const instant = typeof value === 'number' ? new Date(value) : value
    if (instant instanceof Date && !Number.isNaN(instant.getTime())) return instant.toISOString()
    throw new TypeError('not an instant')
  },
  parseValue: toInstant,
  parseLiteral: (node) => toInstant(node.kind === Kind.STRING ? node.value : undefined),
})

/** Sums of units go beyond what GraphQL's Int can carry; what callers send does not. */
export const Units = new GraphQLScalarType<number, number>({
  name: 'Units',
  description: 'A whole number of units, up to 2^53 - 1.',
  serialize(value) {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value
    throw new TypeError('not a whole number of units')
  },
  parseValue: () => refuse('Units are only ever answered.'),
  parseLiteral: () => refuse('Units are only ever answered.'),
})

/** Money that is shown: sums of it go beyond what GraphQL's Int can carry. */
export const Fen = new GraphQLScalarType<number, number>({
  name: 'Fen',
  description: 'An amount in fen, a hundredth of a yuan (CNY): a whole number, up to 2^53 - 1.',
  serialize(value) {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value
    throw new TypeError('not a whole number of fen')
  },
  parseValue: () => refuse('Amounts are only ever answered.'),
  parseLiteral: () => refuse('Amounts are only ever answered.'),
})

/** Refused while the query is looked at, before anything is asked of the database. */
export const PageSize = new GraphQLScalarType<number, number>({
  name: 'PageSize',
  description: `How many entries at most: a whole number from 1 to ${PAGE_MAX}.`,
  parseValue: toPageSize,
  parseLiteral: (node) => toPageSize(node.kind === Kind.INT ? Number(node.value) : undefined),
})

function toInstant(value: unknown): Date {
  if (typeof value !== 'string' || !INSTANT.test(value)) return refuse('A DateTime is a text like "2026-11-11T20:00:00+08:00".')
  const instant = new Date(value)
  return Number.isNaN(instant.getTime()) ? refuse('This DateTime does not exist.') : instant
}

function toPageSize(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= PAGE_MAX) return value
  return refuse(`A page holds 1 to ${PAGE_MAX} entries.`)
}

function refuse(message: string): never {
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })
}
