import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { gather } from '../../../src/db/gather.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { statementsOf } from '../../support/count-statements.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'

let merchant: TestMerchant
beforeAll(async () => {
  merchant = await testMerchant()
})
afterAll(() => merchant.dispose())

const squareOf = gather<number, number>(async (em, keys) => {
  const { rows } = await sql<{ n: number; square: number }>`
    select n, n * n as square from unnest(${keys}::int[]) as v (n)`.execute(merchantDb(em))
  const found = new Map(rows.map(({ n, square }) => [n, square]))
  return keys.map((key) => found.get(key) ?? 0)
})

it('asks once for what is asked at nearly the same time, and gives each its own answer', async () => {
  const answers: number[] = []
  const sent = await statementsOf(async () => {
    const first = [3, 1].map((n) => squareOf(merchant.em, n))
    await new Promise((resolve) => setImmediate(resolve))
    answers.push(...(await Promise.all([...first, squareOf(merchant.em.fork(), 2), squareOf(merchant.em, 3)])))
  })
  expect(answers).toEqual([9, 1, 4, 9])
  expect(sent).toHaveLength(1)
})

it('keeps nothing: what is asked again is asked of the database again', async () => {
  const sent = await statementsOf(async () => {
    await squareOf(merchant.em, 4)
    await squareOf(merchant.em, 4)
  })
  expect(sent).toHaveLength(2)
})

it('never asks for two merchants together', async () => {
  const schemaOf = gather<string, string>(async (em, keys) => keys.map((key) => `${key} in ${em.schema}`))
  const other = merchant.orm.em.fork({ schema: 'm_other' })
  expect(await Promise.all([schemaOf(merchant.em, 'a'), schemaOf(other, 'b')])).toEqual(['a in m_test', 'b in m_other'])
})

it('tells everybody who asked when the question fails, and answers the next one', async () => {
  const nowOr = gather<string, string>(async (em, keys) => {
    const { rows } = await sql<{
      value: string
    }>`select v.value::int::text as value from unnest(${keys}::text[]) as v (value)`.execute(merchantDb(em))
    return rows.map(({ value }) => value)
  })
  const asked = await Promise.allSettled([nowOr(merchant.em, '1'), nowOr(merchant.em, 'no number')])
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await nowOr(merchant.em, '7')).toBe('7')
})
