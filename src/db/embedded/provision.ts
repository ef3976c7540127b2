import pg from 'pg'

export const APP_DATABASE = 'onepool'
/** Named unlike the shared schema: PostgreSQL would look up unqualified names in a schema called like the role. */
export const APP_ROLE = 'onepool_app'

/**
 * Makes the role and the database the program uses, where they are missing. The role is no superuser and owns its database alone:
 * it may create merchants' schemas, and nothing outside.
 */
export async function provisionDatabase(admin: pg.Client, password: string): Promise<void> {
  const role = admin.escapeIdentifier(APP_ROLE)
  const roles = await admin.query('select 1 from pg_roles where rolname = $1', [APP_ROLE])
  if (roles.rowCount === 0) await admin.query(`create role ${role} login nosuperuser nocreaterole nocreatedb`)
  // Again at each start, so that a password file that was renewed is believed. `alter role` takes no parameters.
  await admin.query(`alter role ${role} password ${admin.escapeLiteral(password)}`)
  const databases = await admin.query('select 1 from pg_database where datname = $1', [APP_DATABASE])
  if (databases.rowCount === 0) await admin.query(`create database ${admin.escapeIdentifier(APP_DATABASE)} owner ${role}`)
}
