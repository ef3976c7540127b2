import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { openDatabase, type Orm } from '../../../src/db/orm.ts'
import { createLog } from '../../../src/log.ts'
import { testDatabase } from '../../support/db.ts'

const TIMES = 20

let database: Awaited<ReturnType<typeof testDatabase>>
const opened: Orm[] = []
beforeAll(async () => (database = await testDatabase()))
afterAll(async () => {
  await Promise.all(opened.map((orm) => orm.close()))
  await database.drop()
})

it('a statement that is sent over and over is prepared once where no pooler stands in between', async () => {
  const db = await open({ direct: true })
  expect(await preparedAfter(db)).toEqual([{ units: 2 }])
})

it('nothing is prepared where a pooler may hand the connection to somebody else', async () => {
  const db = await open({ direct: false })
  expect(await preparedAfter(db)).toEqual([])
})

it('a named statement that fails does so as it did without a name', async () => {
  const db = await open({ direct: true })
  const divide = (by: number) => sql`select 1 / ${by}::bigint as part`.execute(db)
  for (let n = 0; n < TIMES; n += 1) await divide(1)
  await expect(divide(0)).rejects.toMatchObject({ code: '22012' })
  expect((await divide(1)).rows).toEqual([{ part: '1' }])
})

it('a named statement answers the same each time it is sent, with rows or without, also several at once', async () => {
  const db = await open({ direct: true })
  const ask = (n: number) =>
    sql`select ${n}::int as whole, null::text as nothing, array[${n}::bigint] as many, ${n}::text as "whole" where ${n}::int > 0`.execute(
      db,
    )
  const rows = (n: number) => (n > 0 ? [{ whole: String(n), nothing: null, many: [String(n)] }] : [])
  for (let n = 0; n < TIMES; n += 1) expect((await ask(n)).rows).toEqual(rows(n))
  const together = await Promise.all(Array.from({ length: TIMES }, (_, n) => ask(n)))
  expect(together.map((each) => each.rows)).toEqual(Array.from({ length: TIMES }, (_, n) => rows(n)))
  await sql`create temporary table kept (n int)`.execute(db)
  const keep = (n: number) => sql`insert into pg_temp.kept select ${n}::int where ${n}::int > 0`.execute(db)
  for (let n = 0; n < TIMES; n += 1) expect(await keep(n)).toMatchObject({ numAffectedRows: BigInt(n > 0 ? 1 : 0), rows: [] })
})

/** One connection, so that what was prepared on it can be seen. */
async function open({ direct }: { readonly direct: boolean }) {
  const orm = await openDatabase({ url: database.url, log: createLog({ level: 'silent' }), poolMax: 1, direct })
  opened.push(orm)
  return merchantDb(orm.em.fork({ schema: 'm_test' }))
}

/** What is prepared of a statement with two values after many times of sending it. */
async function preparedAfter(db: Awaited<ReturnType<typeof open>>): Promise<readonly unknown[]> {
  for (let n = 0; n < TIMES; n += 1) await sql`select ${n}::bigint + ${n}::bigint as two`.execute(db)
  const { rows } = await sql`
    select cardinality(parameter_types) as units from pg_prepared_statements where statement like 'select $1::bigint + $2%'`.execute(
    db,
  )
  return rows
}
