import pg from 'pg'

const VERSION_MIN = 150_000

/** The operator's server cannot be used; the message says what to do about it. */
export class UnusableServerError extends Error {
  override readonly name = 'UnusableServerError'
}

/**
 * Looks at the server of `DATABASE_URL` before anything is written to it.
 * @throws UnusableServerError when it cannot be reached, is older than PostgreSQL 15, or gives our role too many or too few rights.
 */
export async function checkServer(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined) // The statement under way fails with the same error.
  try {
    await client.connect()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown reason'
    throw new UnusableServerError(`the database of DATABASE_URL cannot be reached: ${why}`, { cause })
  }
  try {
    const { rows } =
      await client.query<Answer>(`select current_setting('server_version_num')::int as version, rolsuper or rolbypassrls as mighty,
      has_database_privilege(current_database(), 'create') as "mayCreate" from pg_roles where rolname = current_user`)
    judge(rows[0])
  } finally {
    await client.end()
  }
}

interface Answer {
  readonly version: number
  readonly mighty: boolean
  readonly mayCreate: boolean
}

function judge(answer: Answer | undefined): void {
  if (!answer) throw new UnusableServerError('the role of DATABASE_URL is unknown to its own server')
  const { version, mighty, mayCreate } = answer
  if (version < VERSION_MIN)
    throw new UnusableServerError('the server of DATABASE_URL is too old: PostgreSQL 15 or later is needed')
  // A slip in our SQL must not reach what belongs to others on the same server.
  if (mighty)
    throw new UnusableServerError(
      'the role of DATABASE_URL is a superuser: give OnePool a role of its own that owns its database',
    )
  if (!mayCreate)
    throw new UnusableServerError('the role of DATABASE_URL may not create schemas: grant it "create" on the database')
}
