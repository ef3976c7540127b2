import { afterAll, beforeAll, expect, it } from 'vitest'
import { testApi, type TestApi } from '../support/api.ts'
import { readsOf, statementsOf } from '../support/count-statements.ts'
import { receive } from '../support/stock-api.ts'
import { SkusAtLocationDocument, SkusInPoolDocument, StockOfSkuDocument, StockPageDocument } from './generated/documents.ts'

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
    let rows = 0
    const statements = await statementsOf(async () => {
      const { data } = await api.ask(StockPageDocument, { key, variables: { first } })
      rows = data?.skus.edges.flatMap(({ node }) => node.stock.locations).length ?? 0
    })
    return { rows, statements: readsOf(statements).length }
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

it('the SKUs of a location and of a pool are paged, each with its stock there alone', async () => {
  const page = async (after: string | null) => {
    const { data } = await api.ask(SkusAtLocationDocument, { key, variables: { location: 'wh2', first: 30, after } })
    return data?.skusAtLocation
  }
  const first = await page(null)
  const second = await page(first?.pageInfo.endCursor ?? null)
  const edges = [...(first?.edges ?? []), ...(second?.edges ?? [])]
  expect(edges.map(({ node }) => node.code)).toEqual(codes.slice(0, 50))
  expect(new Set(edges.flatMap(({ node }) => node.stock.locations.map(({ units }) => units)))).toEqual(new Set([4]))
  expect(second?.pageInfo.hasNextPage).toBe(false)

  const [pool] = (await api.desk.catalogue.listPools()).map(({ code }) => code)
  const { data } = await api.ask(SkusInPoolDocument, { key, variables: { pool: pool ?? '', first: 3 } })
  expect(data?.skusInPool.edges.map(({ node }) => [node.code, node.stock.pools])).toEqual([
    ['S000', [{ free: 7 }]],
    ['S001', [{ free: 7 }]],
    ['S002', [{ free: 7 }]],
  ])
})

it('a location outside the limits of a credential is as unknown as one that is not there', async () => {
  const limited = await api.key({ locations: ['wh1'] })
  const ask = async (location: string) => {
    const answer = await api.ask(SkusAtLocationDocument, { key: limited, variables: { location, first: 1 } })
    return { status: answer.status, text: answer.text.replaceAll(location, '?') }
  }
  expect((await ask('wh1')).status).toBe(200)
  expect((await ask('wh2')).status).toBe(400)
  expect(await ask('wh2')).toEqual(await ask('nowhere'))
})
