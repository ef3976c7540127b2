import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { inPipeline } from '../../../src/db/pipeline.ts'
import { pgFailure, violates } from '../../../src/db/pg-errors.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'

let merchant: TestMerchant
beforeAll(async () => {
  // One connection: whoever left a transaction open on it would spoil the next test.
  merchant = await testMerchant({ poolMax: 1 })
})
afterAll(() => merchant.dispose())

const AT = new Date('2026-11-24T00:00:00Z')

function addSku(code: string) {
  return sql`insert into ${sql.table('sku')} (code, name, created_at, updated_at) values (${code}, ${code}, ${AT}, ${AT})`
}

function allSkus() {
  return sql<{ code: string }>`select code from ${sql.table('sku')} order by code`
}

async function stored(): Promise<readonly string[]> {
  const { rows } = await allSkus().execute(merchantDb(merchant.em.fork()))
  return rows.map(({ code }) => code)
}

const nothing = () => Promise.resolve()

describe('a pipeline', () => {
  it('sends statements before their neighbours are answered, and each sees what the ones before it did', async () => {
    const seen = await inPipeline(merchant.em, async (pipeline) => {
      const first = pipeline.begin(() => Promise.all([pipeline.send(addSku('in order')), pipeline.send(allSkus())]))
      const [, skus] = await first
      await pipeline.commit()
      return skus
    })
    expect(seen.map(({ code }) => code)).toContain('in order')
    expect(await stored()).toContain('in order')
  })

  it('commits its last statements together with those before them', async () => {
    await inPipeline(merchant.em, async (pipeline) => {
      await pipeline.begin(() => pipeline.send(addSku('before')))
      await addSku('between').execute(merchantDb(pipeline.em))
      await pipeline.commit(
        () => addSku('last but one'),
        () => addSku('last'),
      )
    })
    expect(await stored()).toEqual(expect.arrayContaining(['before', 'between', 'last but one', 'last']))
  })

  it('sends what is asked side by side in the order of the calls', async () => {
    const codes = Array.from({ length: 20 }, (_, n) => `side by side ${n}`)
    await inPipeline(merchant.em, async (pipeline) => {
      await pipeline.begin(nothing)
      for (const code of codes) pipeline.keep(addSku(code).execute(merchantDb(pipeline.em)))
      await pipeline.commit()
    })
    const { rows } = await sql<{ code: string }>`
      select code from ${sql.table('sku')} where code like 'side by side%' order by id`.execute(merchantDb(merchant.em.fork()))
    expect(rows.map(({ code }) => code)).toEqual(codes)
  })

  it('commits nothing when what was left to it fails, and says so', async () => {
    const before = await stored()
    const failed = inPipeline(merchant.em, async (pipeline) => {
      await pipeline.begin(nothing)
      pipeline.keep(pipeline.send(addSku('left to it')))
      pipeline.keep(pipeline.send(addSku('left to it')))
      await pipeline.commit(() => addSku('its last'))
    })
    await expect(failed).rejects.toSatisfy((error) => violates(error, 'sku_code_key'))
    expect(await stored()).toEqual(before)
  })

  it('has done nothing when one of its last statements fails, although the commit was sent behind it', async () => {
    const before = await stored()
    const failed = inPipeline(merchant.em, async (pipeline) => {
      await pipeline.begin(() => pipeline.send(addSku('taken back')))
      await pipeline.commit(
        () => addSku('taken back'),
        () => addSku('behind it'),
      )
    })
    await expect(failed).rejects.toSatisfy((error) => violates(error, 'sku_code_key'))
    expect(await stored()).toEqual(before)
  })

  it('says what failed first, not what failed because of it', async () => {
    const failed = inPipeline(merchant.em, (pipeline) =>
      pipeline.begin(() => Promise.all([pipeline.send(sql`select 1 / 0`), pipeline.send(allSkus())])),
    )
    await expect(failed).rejects.toThrow('division by zero')
  })

  it('does not commit where a statement before had failed and was passed over', async () => {
    const failed = inPipeline(merchant.em, async (pipeline) => {
      await pipeline.begin(nothing)
      await pipeline.send(sql`select 1 / 0`).catch(nothing)
      await pipeline.commit()
    })
    await expect(failed).rejects.toThrow('not committed')
  })

  it('takes back what is not committed by its end', async () => {
    const before = await stored()
    await inPipeline(merchant.em, (pipeline) => pipeline.begin(() => pipeline.send(addSku('forgotten'))))
    const failed = inPipeline(merchant.em, async (pipeline) => {
      await pipeline.begin(() => pipeline.send(addSku('given up')))
      throw new Error('undo')
    })
    await expect(failed).rejects.toThrow('undo')
    expect(await stored()).toEqual(before)
  })

  it('leaves the pool a connection when its own is ended under it', async () => {
    const failed = inPipeline(merchant.em, (pipeline) =>
      pipeline.begin(() => pipeline.send(sql`select pg_terminate_backend(pg_backend_pid())`)),
    )
    await expect(failed).rejects.toThrow(/terminat/)
    expect(await stored()).toContain('in order')
  })
})

describe('a statement sent often', () => {
  const echo = (text: string) => sql<{ text: string }>`select ${text}::text as text from ${sql.table('sku')} limit 1`
  const times = Array.from({ length: 8 }, (_, n) => `time ${n}`)

  async function echoed(text: string): Promise<string | undefined> {
    return inPipeline(merchant.em, async (pipeline) => (await pipeline.send(echo(text)))[0]?.text)
  }

  async function prepared(): Promise<readonly string[]> {
    const { rows } = await sql<{ name: string }>`
      select name from pg_prepared_statements where statement like '%limit 1' order by name`.execute(merchantDb(merchant.em))
    return rows.map(({ name }) => name)
  }

  it('is prepared once under a name of its own, and answers each time for what it is asked', async () => {
    const answers: unknown[] = []
    for (const text of times) answers.push(await echoed(text))
    expect(answers).toEqual(times)
    expect(await prepared()).toEqual([expect.stringMatching(/^onepool_[0-9a-f]{32}$/)])
  })

  it('goes on without a name once its name was forgotten, as behind a pooler', async () => {
    await sql`deallocate all`.execute(merchantDb(merchant.em))
    await expect(echoed('lost')).rejects.toSatisfy((error) => pgFailure(error) === 'statement forgotten')
    const answers: unknown[] = []
    for (const text of times) answers.push(await echoed(text))
    expect(answers).toEqual(times)
    expect(await prepared()).toEqual([])
  })
})
