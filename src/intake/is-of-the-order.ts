import { pgFailure, sqlState, type PgFailure } from '../db/pg-errors.ts'

const ofTheData: readonly PgFailure[] = ['check violation', 'foreign key violation', 'out of range']

/**
 * Whether booking failed because of what the order says, so that others can be booked without it. A database that is away,
 * full or slow, or a lease that has gone, is nothing of the kind.
 */
export function isOfTheOrder(error: unknown): boolean {
  const failure = pgFailure(error)
  if (failure) return ofTheData.includes(failure)
  const state = sqlState(error)
  if (state !== undefined) return state.startsWith('22')
  return error instanceof Error && ['AssertionFailed', 'TypeError', 'RangeError'].includes(error.name)
}
