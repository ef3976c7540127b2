import { afterAll, beforeAll, expect, it } from 'vitest'
import { testApi, type TestApi } from '../support/api.ts'
import { statementsOf } from '../support/count-statements.ts'
import { receive } from '../support/stock-api.ts'
import { StockOfSkuDocument, StockPageDocument } from './generated/documents.ts'

const codes = Array.from({ length: 100 }, (_, n) => `S${String(n).padStart(3, '0')}`)
let api: TestApi
let key: string
let rival: string
beforeAll(async () => {
  api = await testApi()
  await api.addMerchant('rival')
  key = await api.key()
  rival = await api.key({ merchant: 'rival' })
  await receive(api, key, { location: 'wh1', skus: codes, units: 3 })
  await receive(api, key, { location: 'wh2', skus: codes.slice(0, 50), units: 4 })
  await receive(api, rival, { location: 'wh1', skus: codes.slice(0, 2), units: 900 })
})
afterAll(() => api.dispose())

it('a page of SKUs with stock by location takes three statements, whatever its size', async () => {
  const page = async (first: number) => {
    await api.ask('{ me { actor } }', { key }) // So that the credential is fresh, and is not looked up along the way.
    let rows = 0
    const statements = await statementsOf(async () => {
      const { data } = await api.ask(StockPageDocument, { key, variables: { first } })
      rows = data?.skus.edges.flatMap(({ node }) => node.stock.locations).length ?? 0
    })
    return { rows, statements: statements.filter((text) => /^\s*(with|select)/i.test(text)).length }
  }
  expect(await page(2)).toEqual({ rows: 4, statements: 3 })
  expect(await page(100)).toEqual({ rows: 150, statements: 3 })
})

it("two merchants who ask in the same tick never see each other's rows", async () => {
  const ask = (who: string) => api.ask(StockOfSkuDocument, { key: who, variables: { code: 'S000' } })
  const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => ask(n % 2 === 0 ? key : rival)))
  const onHand = answers.map(({ data }) => data?.sku?.stock.pools[0]?.onHand)
  expect(onHand).toEqual(Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? 7 : 900)))
})

it('a SKU that is named twice in one query is read once', async () => {
  const query = '{ a: sku(code: "S001") { stock { pools { free } } } b: sku(code: "S001") { stock { pools { free } } } }'
  const statements = await statementsOf(async () => {
    const { data } = await api.ask(query, { key })
    expect(data).toEqual({ a: { stock: { pools: [{ free: 7 }] } }, b: { stock: { pools: [{ free: 7 }] } } })
  })
  expect(statements.filter((text) => text.includes('pool_balance'))).toHaveLength(1)
})
