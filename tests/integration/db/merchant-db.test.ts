import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { createMerchant } from '../../../src/merchants/create-merchant.ts'
import { SystemClock } from '../../../src/clock.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'

let merchant: TestMerchant
beforeAll(async () => {
  merchant = await testMerchant()
  const database = { url: merchant.url, clock: new SystemClock(), signal: new AbortController().signal }
  await createMerchant(database, { code: 'other', name: 'Other' })
})
afterAll(() => merchant.dispose())

const AT = new Date('2026-11-24T00:00:00Z')

function addPool(em: TestMerchant['em'], code: string) {
  return sql`insert into ${sql.table('pool')} (code, name, position, created_at) values (${code}, ${code}, 1, ${AT})`.execute(
    merchantDb(em),
  )
}

async function poolsOf(em: TestMerchant['em']): Promise<readonly string[]> {
  const { rows } = await sql<{ code: string }>`select p.code from ${sql.table('pool')} p order by p.code`.execute(merchantDb(em))
  return rows.map(({ code }) => code)
}

it('raw SQL reads and writes the tables of the fork it came from, and no other merchant', async () => {
  const other = merchant.orm.em.fork({ schema: 'm_other' })
  await addPool(merchant.em, 'mine')
  await addPool(other, 'theirs')
  expect(await poolsOf(merchant.em)).toEqual(['central', 'mine'])
  expect(await poolsOf(other)).toEqual(['central', 'theirs'])
})

it('a table named inside a sub-select of raw SQL gets the schema too', async () => {
  const compiled = sql`select exists (${sql`select 1 from ${sql.table('pool')} where code = ${'x'}`})`.compile(
    merchantDb(merchant.em),
  )
  expect(compiled.sql).toBe('select exists (select 1 from "m_test"."pool" where code = $1)')
  expect(compiled.parameters).toEqual(['x'])
})

it('what was written once is written so again for the same parts alone', () => {
  const of = (em: TestMerchant['em'], table: string, more = sql``) =>
    sql`select 1 from ${sql.table(table)} where id = ${7} ${more}`.compile(merchantDb(em))
  const other = merchant.orm.em.fork({ schema: 'm_other' })
  for (let time = 1; time <= 3; time += 1) {
    expect(of(merchant.em, 'pool')).toMatchObject({ sql: 'select 1 from "m_test"."pool" where id = $1 ', parameters: [7] })
    expect(of(merchant.em, 'sku').sql).toBe('select 1 from "m_test"."sku" where id = $1 ')
    expect(of(other, 'pool').sql).toBe('select 1 from "m_other"."pool" where id = $1 ')
    expect(of(merchant.em, 'pool', sql`and code = ${time}`)).toMatchObject({
      sql: 'select 1 from "m_test"."pool" where id = $1 and code = $2',
      parameters: [7, time],
    })
    expect(of(merchant.em, 'pool', sql`limit ${sql.lit(time)}`).sql).toBe(
      `select 1 from "m_test"."pool" where id = $1 limit ${time}`,
    )
  }
})

it('what was written once is written so again for the same names alone', () => {
  const named = (column: string, name: string) =>
    sql`with ${sql.id(name)} as (select ${sql.ref(column)} from ${sql.table('pool')} p) select`.compile(merchantDb(merchant.em))
      .sql
  for (let time = 1; time <= 3; time += 1) {
    expect(named('p.code', 'one')).toBe('with "one" as (select "p"."code" from "m_test"."pool" p) select')
    expect(named('code', 'one')).toBe('with "one" as (select "code" from "m_test"."pool" p) select')
    expect(named('p.name', 'one')).toBe('with "one" as (select "p"."name" from "m_test"."pool" p) select')
    expect(named('p.name', 'two')).toBe('with "two" as (select "p"."name" from "m_test"."pool" p) select')
    expect(named('pool.p.name', 'two')).toBe('with "two" as (select "pool"."p"."name" from "m_test"."pool" p) select')
  }
})

it('takes part in the transaction of its entity manager', async () => {
  const em = merchant.em.fork()
  const before = await poolsOf(em)
  const failed = em.transactional(async (tx) => {
    await addPool(tx, 'rolled back')
    expect(await poolsOf(tx)).toContain('rolled back')
    throw new Error('undo')
  })
  await expect(failed).rejects.toThrow('undo')
  expect(await poolsOf(em)).toEqual(before)
})

it('a fork is for the same merchant or the one that is named, outside the transaction unless that is asked for', async () => {
  const failed = merchant.em.fork().transactional(async (tx) => {
    await addPool(tx, 'not yet there')
    expect(await poolsOf(tx.fork())).toContain('central')
    expect(await poolsOf(tx.fork())).not.toContain('not yet there')
    expect(await poolsOf(tx.fork({ keepTransactionContext: true }))).toContain('not yet there')
    expect(tx.fork({ schema: 'm_other' }).schema).toBe('m_other')
    expect(tx.fork({ schema: 'm_other' }).fork().isInTransaction()).toBe(false)
    throw new Error('undo')
  })
  await expect(failed).rejects.toThrow('undo')
})

it('refuses an entity manager that is for no merchant', () => {
  expect(() => merchantDb(merchant.orm.em.fork())).toThrow('no merchant')
})
