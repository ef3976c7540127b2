import { enumOf } from '../enum-of.ts'

export type Archived = 'active' | 'archived' | 'all'
export const ArchivedEnum = enumOf<Archived>('Archived', ['active', 'archived', 'all'])

export const DirectionEnum = enumOf('Direction', ['asc', 'desc'])

export type SaveOutcome = 'created' | 'existed' | 'updated' | 'defined' | 'moved' | 'unchanged'
/** `existed` and `unchanged`: a request that was sent twice. */
export const SaveOutcomeEnum = enumOf<SaveOutcome>('SaveOutcome', [
  'created',
  'existed',
  'updated',
  'defined',
  'moved',
  'unchanged',
])
