import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApi, type TestApi } from '../support/api.ts'
import { receive } from '../support/stock-api.ts'
import { AdjustStockDocument, HoldDocument, StockOfSkuDocument, type HoldInput } from './generated/documents.ts'

let api: TestApi
let key: string
beforeAll(async () => {
  api = await testApi()
  key = await api.key({ role: 'operator' })
  await receive(api, key, { location: 'wh1', skus: ['A1'], units: 10 })
})
afterAll(() => api.dispose())

/** Every table of the merchant that a command may write, as one text. */
async function stateOf(): Promise<string> {
  const { data } = await api.ask(StockOfSkuDocument, { key, variables: { code: 'A1' } })
  const tables = ['hold', 'hold_line', 'ledger', 'stock_move', 'alarm', 'document_line', 'transfer']
  const counts = await api.countRows(tables)
  return JSON.stringify([data, counts])
}

function expectClean(text: string): void {
  expect(text).not.toMatch(/node_modules|\/src\/|\.[mc]?[jt]s:\d|"stack|select |insert |update |PostgreSQL|violates/)
}

const line = { sku: 'A1', units: 1 }
const base: HoldInput = { lines: [line], ttlMs: 60_000 }

describe('a hold that cannot be meant is refused, says which argument is at fault, and changes nothing', () => {
  it.each<[string, HoldInput, string, string]>([
    ['an unknown SKU', { ...base, lines: [{ sku: 'nope', units: 1 }] }, 'UNKNOWN_SKU', 'lines.0.sku'],
    ['an unknown recipe', { ...base, lines: [{ recipe: 'nope', units: 1 }] }, 'UNKNOWN_RECIPE', 'lines.0.recipe'],
    ['an unknown pool', { ...base, pool: 'nope' }, 'UNKNOWN_POOL', 'pool'],
    ['an unknown location', { ...base, lines: [{ ...line, location: 'nope' }] }, 'UNKNOWN_LOCATION', 'lines.0.location'],
    ['an unknown channel', { ...base, channel: 'nope' }, 'UNKNOWN_CHANNEL', 'channel'],
    ['units below zero', { ...base, lines: [line, { sku: 'A1', units: -1 }] }, 'INVALID', 'lines.1.units'],
    ['no units', { ...base, lines: [{ sku: 'A1', units: 0 }] }, 'INVALID', 'lines.0.units'],
    ['2^31 - 1 units', { ...base, lines: [{ sku: 'A1', units: 2 ** 31 - 1 }] }, 'INVALID', 'lines.0.units'],
    ['no lines', { ...base, lines: [] }, 'INVALID', 'lines'],
    ['10,000 lines', { ...base, lines: Array.from({ length: 10_000 }, () => line) }, 'INVALID', 'lines'],
    ['a line of neither SKU nor recipe', { ...base, lines: [{ units: 1 }] }, 'INVALID', 'lines.0'],
    ['a line of both', { ...base, lines: [{ ...line, recipe: 'x' }] }, 'INVALID', 'lines.0'],
    ['an empty SKU', { ...base, lines: [{ sku: '', units: 1 }] }, 'INVALID', 'lines.0.sku'],
    ['a SKU with a zero byte', { ...base, lines: [{ sku: 'A\0', units: 1 }] }, 'INVALID', 'lines.0.sku'],
    ['no time', { ...base, ttlMs: 0 }, 'INVALID', 'ttlMs'],
    ['an empty reference', { ...base, reference: ' ' }, 'INVALID', 'reference'],
  ])('%s', async (_, input, code, field) => {
    const before = await stateOf()
    const answer = await api.ask(HoldDocument, { key, variables: { key: crypto.randomUUID(), input } })
    expect(answer.status).toBe(200)
    expect(answer.data?.hold).toMatchObject({ __typename: 'Refused', code, field, message: expect.stringMatching(/.{10}/) })
    expectClean(answer.text)
    expect(await stateOf()).toBe(before)
  })

  it.each([
    ['empty', ''],
    ['blank', '  '],
    ['too long', 'k'.repeat(201)],
  ])('a key that is %s', async (_, bad) => {
    const answer = await api.ask(HoldDocument, { key, variables: { key: bad, input: base } })
    expect(answer.data?.hold).toMatchObject({ __typename: 'Refused', code: 'INVALID', field: 'key' })
  })
})

describe('what is no value of its type gets 400 with a code, before anything is asked of the database', () => {
  const hold = (units: string, more = '') =>
    `mutation { hold(key: "k", input: { ttlMs: 60000, lines: [{ sku: "A1", units: ${units} }] ${more} }) { __typename } }`
  it.each([
    ['a fraction', hold('1.5')],
    ['2^31', hold('2147483648')],
    ['1e309', hold('1e309')],
    ['NaN', hold('NaN')],
    ['text for a number', hold('"1"')],
    ['an unknown argument', hold('1', 'tenantId: "2"')],
    [
      'an unknown value of an enum',
      'mutation { changeCondition(key: "k", input: { location: "wh1", sku: "A1", from: GOOD, to: SELLABLE, units: 1, reason: "x" }) { __typename } }',
    ],
    [
      'a time without a zone',
      'mutation { countStock(key: "k", input: { location: "wh1", lines: [], countedAt: "2026-11-11T20:00:00" }) { __typename } }',
    ],
    [
      'a time that does not exist',
      'mutation { countStock(key: "k", input: { location: "wh1", lines: [], countedAt: "2026-13-41T20:00:00Z" }) { __typename } }',
    ],
  ])('%s in the query', async (_, query) => {
    const answer = await api.ask(query, { key })
    expect(answer.status).toBe(400)
    expect(answer.errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
    expectClean(answer.text)
  })

  const document = 'mutation ($input: AdjustStockInput!) { adjustStock(key: "k", input: $input) { __typename } }'
  const input = { location: 'wh1', sku: 'A1', change: 1, reason: 'x' }
  it.each<[string, object]>([
    ['a fraction', { ...input, change: 1.5 }],
    ['2^31', { ...input, change: 2 ** 31 }],
    ['text for a number', { ...input, change: '1' }],
    ['a list for a number', { ...input, change: [[[[1]]]] }],
    ['a missing argument', { location: 'wh1' }],
    ['an unknown argument', { ...input, merchant: 'other' }],
    ['an unknown value of an enum', { ...input, condition: 'GOOD' }],
    ['a time of no kind', { ...input, happenedAt: 12 }],
    ['a very long text for a number', { ...input, change: 'x'.repeat(100_000) }],
  ])('%s in a variable', async (_, variables) => {
    const before = await stateOf()
    const answer = await api.ask(document, { key, variables: { input: variables } })
    expect(answer.status).toBe(400)
    expect(answer.errors[0]?.extensions.code).toBe('BAD_USER_INPUT')
    expect(answer.text.length).toBeLessThan(2_000)
    expectClean(answer.text)
    expect(await stateOf()).toBe(before)
  })
})

it('ids that are none are unknown, not errors of the database', async () => {
  for (const id of ['x', '1; drop table hold', '01989d6e-0000-7000-8000-00000000000g', '']) {
    const read = await api.ask('query ($id: ID!) { hold(id: $id) { id } }', { key, variables: { id } })
    expect(read.data).toEqual({ hold: null })
    const query =
      'mutation ($id: ID!) { commitHold(key: "k", holdId: $id) { ... on Refused { code field } } settleAlarm(id: $id) }'
    const commit = await api.ask(query, { key, variables: { id } })
    expect(commit.data).toEqual({ commitHold: { code: 'UNKNOWN_HOLD', field: 'holdId' }, settleAlarm: false })
  }
})

it('a fact about what does not exist is refused in the same words, whoever owns it elsewhere', async () => {
  await api.addMerchant('rival')
  const rival = await api.key({ merchant: 'rival', role: 'operator' })
  const adjust = async (location: string) => {
    const input = { location, sku: 'A1', change: 1, reason: 'x' }
    const answer = await api.ask(AdjustStockDocument, { key: rival, variables: { key: crypto.randomUUID(), input } })
    return answer.text.replaceAll(location, '?')
  }
  expect(await adjust('wh1')).toBe(await adjust('nowhere'))
})

it('an error of ours is hidden under a request id, which the log has too', async () => {
  await api.breakTable('alarm')
  const answer = await api.ask('{ alarms(first: 1) { edges { cursor } } }', { key })
  expect(answer.errors[0]).toMatchObject({
    message: expect.stringContaining('our side'),
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  })
  expectClean(answer.text)
  expect(api.logged.join('\n')).toContain(Object(answer.errors[0]?.extensions).requestId)
})
