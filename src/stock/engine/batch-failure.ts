import { pgFailure } from '../../db/pg-errors.ts'
import { StaleNames } from './stale-names.ts'

/** The database was lost while a commit was under way: only asking again with the same key tells what became of it. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown'
}

/** Whether the same requests can be decided again, on what is there now. */
export function canDecideAgain(error: unknown): boolean {
  if (error instanceof StaleNames) return true
  const failure = pgFailure(error)
  return failure === 'conflict' || failure === 'unique violation' || failure === 'statement forgotten'
}

/**
 * Nothing was done, and later it may be: no connection came free in time, or a row stayed locked by somebody's long
 * transaction for as long as a lock is waited for.
 */
export function isBusy(error: unknown): boolean {
  const failure = pgFailure(error)
  return failure === 'overloaded' || failure === 'lock timeout'
}

/** Splitting a batch helps against one bad request, not against a database that is gone. */
export function isForAll(error: unknown): boolean {
  const failure = pgFailure(error)
  return failure === 'connection lost' || failure === 'statement timeout'
}

/** What the callers of a batch that failed are told. */
export function toFailure(error: unknown): unknown {
  if (pgFailure(error) !== 'connection lost') return error
  return new OutcomeUnknown('the database was lost meanwhile: ask again with the same key to learn what became of it', {
    cause: error,
  })
}
