import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { binaryArray, type ElementType } from '../../../src/stock/sql/binary-arrays.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'

let merchant: TestMerchant
beforeAll(async () => {
  merchant = await testMerchant({ poolMax: 1 })
})
afterAll(() => merchant.dispose())

type Values = readonly (number | string | null)[]

/** What PostgreSQL has read, told by PostgreSQL in its own words. */
async function read(type: ElementType, values: Values): Promise<readonly (string | null)[]> {
  const { rows } = await sql<{ told: string | null }>`
    select case when v is null then null else to_jsonb(v) #>> '{}' end as told
      from unnest(${binaryArray(type, values)}::${sql.raw(`${type}[]`)}) as v`.execute(merchantDb(merchant.em))
  return rows.map(({ told }) => told)
}

function arrayOf<T>(of: fc.Arbitrary<T>): fc.Arbitrary<(T | null)[]> {
  return fc.array(fc.option(of), { maxLength: 20 })
}

const hex = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('hex'))
const text = fc.string({ unit: 'binary', maxLength: 30 }).map((value) => value.replaceAll('\0', ''))
const bigints = fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String))

const cases: readonly { type: ElementType; values: fc.Arbitrary<Values>; told: (value: number | string) => string }[] = [
  { type: 'bigint', values: arrayOf(bigints), told: String },
  { type: 'integer', values: arrayOf(fc.integer()), told: String },
  { type: 'uuid', values: arrayOf(fc.uuid()), told: (value) => String(value).toLowerCase() },
  { type: 'bytea', values: arrayOf(hex), told: (value) => String.raw`\x${value}` },
  { type: 'text', values: arrayOf(text), told: String },
]

for (const { type, values, told } of cases) {
  it(`PostgreSQL reads any array of ${type} as it was written, nulls and all`, async () => {
    const property = fc.asyncProperty(values, async (written) => {
      expect(await read(type, written)).toEqual(written.map((value) => (value === null ? null : told(value))))
    })
    await fc.assert(property, { numRuns: 60 })
  })
}

// JSON knows no zero below zero, and tells it as plain zero.
it('PostgreSQL reads any array of float8 as it was written', async () => {
  const property = fc.asyncProperty(arrayOf(fc.double({ noNaN: true, noDefaultInfinity: true })), async (written) => {
    const told = await read('float8', written)
    expect(told.map((value) => (value === null ? null : Number(value)))).toEqual(
      written.map((value) => (value === null ? null : value + 0)),
    )
  })
  await fc.assert(property, { numRuns: 60 })
})
