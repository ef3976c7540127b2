/** What a statement failed of, by what its caller does next. */
export type PgFailure =
  | 'unique violation'
  | 'check violation'
  | 'foreign key violation'
  | 'out of range'
  /** Serialization failure or deadlock: the whole transaction can be run again. */
  | 'conflict'
  /** A statement sent by its name is not known there, or its name is taken: it can be sent again without one. */
  | 'statement forgotten'
  | 'lock timeout'
  | 'statement timeout'
  /** The outcome of a commit that was under way is unknown. */
  | 'connection lost'
  | 'overloaded'

const FAILURES: Readonly<Record<string, PgFailure>> = {
  '23505': 'unique violation',
  '23514': 'check violation',
  '23503': 'foreign key violation',
  '22003': 'out of range',
  '40001': 'conflict',
  '40P01': 'conflict',
  '26000': 'statement forgotten',
  '42P05': 'statement forgotten',
  '55P03': 'lock timeout',
  '57014': 'statement timeout',
  '25P03': 'connection lost',
  '57P01': 'connection lost',
  '57P02': 'connection lost',
  '57P03': 'connection lost',
  '53300': 'overloaded',
  ECONNREFUSED: 'connection lost',
  ECONNRESET: 'connection lost',
  EPIPE: 'connection lost',
  ETIMEDOUT: 'connection lost',
  EHOSTUNREACH: 'connection lost',
  ENETUNREACH: 'connection lost',
  // While a name moves to another server nobody may know it for a moment.
  ENOTFOUND: 'connection lost',
  EAI_AGAIN: 'connection lost',
}

/** Sorts an error of PostgreSQL or of the connection by its SQLSTATE; `undefined` for anything else. */
export function pgFailure(error: unknown): PgFailure | undefined {
  const code = textOf(error, 'code')
  if (code === '0A000' && error instanceof Error && error.message.startsWith('cached plan')) return 'statement forgotten'
  // A server reached over a socket in the file system takes it away while it is down.
  if (code === 'ENOENT') return textOf(error, 'syscall') === 'connect' ? 'connection lost' : undefined
  if (code !== undefined) return FAILURES[code] ?? (code.startsWith('08') ? 'connection lost' : undefined)
  // `pg` reports a connection that ended under a query, and a pool that has none to give, without a code.
  if (!(error instanceof Error)) return undefined
  if (/^Connection terminated|^Client has encountered a connection error/.test(error.message)) return 'connection lost'
  return error.message.startsWith('timeout exceeded when trying to connect') ? 'overloaded' : undefined
}

/** PostgreSQL's own code of an error; `undefined` for any other. */
export function sqlState(error: unknown): string | undefined {
  const code = textOf(error, 'code')
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}

/**
 * Whether a statement broke this constraint. A sharded table's constraints end in the number of the shard
 * (`pool_balance_free_102009`), so that number is let pass.
 */
export function violates(error: unknown, constraint: string): boolean {
  const broken = textOf(error, 'constraint')
  if (broken === undefined || !broken.startsWith(constraint)) return false
  return /^(_\d+)?$/.test(broken.slice(constraint.length))
}

function textOf(error: unknown, key: 'code' | 'constraint' | 'syscall'): string | undefined {
  if (!(error instanceof Error)) return undefined
  const value: unknown = Reflect.get(error, key)
  return typeof value === 'string' ? value : textOf(error.cause, key)
}
