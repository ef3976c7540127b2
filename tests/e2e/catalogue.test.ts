import { afterAll, beforeAll, expect, it } from 'vitest'
import { testApi, type TestApi } from '../support/api.ts'
import {
  ChannelsDocument,
  CreateDirectChannelDocument,
  CreateLocationDocument,
  CreatePoolDocument,
  CreateSkuDocument,
  DefineRecipeDocument,
  LocationsDocument,
  RecipesDocument,
  SkuByCodeDocument,
  SkusDocument,
  UpdateSkuDocument,
  type SkusQueryVariables,
} from './generated/documents.ts'

let api: TestApi
let key: string
beforeAll(async () => {
  api = await testApi()
  key = await api.key({ role: 'operator' })
  for (const code of ['A1', 'A2', 'B1']) {
    await api.ask(CreateSkuDocument, { key, variables: { input: { code, name: `Goods ${code}`, tags: [code.slice(0, 1)] } } })
  }
})
afterAll(() => api.dispose())

it('a SKU is created once, answered again for the same request, and refused for another one', async () => {
  const input = { code: 'C1', name: 'Cup', barcode: '0012345678905', productGroup: 'cups', tags: ['new'] }
  const first = await api.ask(CreateSkuDocument, { key, variables: { input } })
  expect(first.data?.createSku).toMatchObject({ __typename: 'SkuSaved', outcome: 'CREATED', sku: { ...input, archivedAt: null } })
  expect((await api.ask(CreateSkuDocument, { key, variables: { input } })).data?.createSku).toMatchObject({ outcome: 'EXISTED' })
  const other = await api.ask(CreateSkuDocument, { key, variables: { input: { ...input, name: 'Mug' } } })
  expect(other.data?.createSku).toMatchObject({ __typename: 'Refused', code: 'CODE_TAKEN', field: 'code', shortages: [] })
})

it('an update keeps what is left out, and clears what is null', async () => {
  const { data } = await api.ask(UpdateSkuDocument, { key, variables: { input: { code: 'A1', barcode: '690', name: null } } })
  expect(data?.updateSku).toMatchObject({ outcome: 'UPDATED', sku: { name: 'Goods A1', barcode: '690', tags: ['A'] } })
  const cleared = await api.ask(UpdateSkuDocument, { key, variables: { input: { code: 'A1', barcode: null } } })
  expect(cleared.data?.updateSku).toMatchObject({ sku: { name: 'Goods A1', barcode: null } })
})

it('lists are paged by cursors, filtered and sorted', async () => {
  const ask = (variables: SkusQueryVariables) => api.ask(SkusDocument, { key, variables })
  const codes = (answer: Awaited<ReturnType<typeof ask>>) => answer.data?.skus.edges.map(({ node }) => node.code)
  const first = await ask({ first: 2, direction: 'DESC', filter: { tag: 'A', archived: 'ALL' } })
  expect(codes(first)).toEqual(['A2', 'A1'])
  expect(first.data?.skus.pageInfo.hasNextPage).toBe(false)
  const one = await ask({ first: 1, filter: { tag: 'A' } })
  expect(one.data?.skus.pageInfo).toMatchObject({ hasNextPage: true })
  expect(codes(await ask({ first: 1, filter: { tag: 'A' }, after: one.data?.skus.pageInfo.endCursor }))).toEqual(['A2'])
  const elsewhere = await ask({ first: 1, orderBy: 'NAME', after: one.data?.skus.pageInfo.endCursor })
  expect(elsewhere.errors[0]?.extensions.code).toBe('BAD_USER_INPUT')
})

it('locations belong to pools, with coordinates and hours', async () => {
  await api.ask(CreatePoolDocument, { key, variables: { input: { code: 'north', name: 'North' } } })
  const { data } = await api.ask(CreateLocationDocument, {
    key,
    variables: {
      input: {
        code: 'bj1',
        name: 'Beijing 1',
        kind: 'STORE',
        pool: 'north',
        pickUp: true,
        coordinates: { latitude: 39.9, longitude: 116.4 },
        hours: { timeZone: 'Asia/Shanghai', weekly: [{ day: 'MONDAY', opens: '09:00', closes: '21:30' }], exceptions: [] },
      },
    },
  })
  expect(data?.createLocation).toMatchObject({
    outcome: 'CREATED',
    location: {
      code: 'bj1',
      kind: 'STORE',
      pool: { code: 'north' },
      coordinates: { latitude: 39.9, longitude: 116.4 },
      hours: { timeZone: 'Asia/Shanghai', weekly: [{ day: 'MONDAY', opens: '09:00', closes: '21:30' }] },
    },
  })
  const found = await api.ask(LocationsDocument, { key, variables: { first: 10, filter: { pool: 'north' } } })
  expect(found.data?.locations.edges.map(({ node }) => node)).toEqual([{ code: 'bj1', pool: { code: 'north' } }])
})

it('recipes have versions, and a list of them reads their goods at once', async () => {
  const define = (units: number) =>
    api.ask(DefineRecipeDocument, {
      key,
      variables: {
        input: {
          code: 'set',
          name: 'Set',
          components: [
            { sku: 'A2', units },
            { sku: 'B1', units: 1 },
          ],
        },
      },
    })
  expect((await define(1)).data?.defineRecipe).toMatchObject({ outcome: 'DEFINED', version: { version: 1 } })
  expect((await define(1)).data?.defineRecipe).toMatchObject({ outcome: 'UNCHANGED', version: { version: 1 } })
  expect((await define(2)).data?.defineRecipe).toMatchObject({ outcome: 'DEFINED', version: { version: 2 } })
  const { data } = await api.ask(RecipesDocument, { key, variables: { first: 10 } })
  expect(data?.recipes.edges[0]?.node.versions.map(({ version, components }) => [version, components[0]])).toEqual([
    [2, { units: 2, sku: { code: 'A2' } }],
    [1, { units: 1, sku: { code: 'A2' } }],
  ])
  const unknown = await api.ask(DefineRecipeDocument, {
    key,
    variables: { input: { code: 'bad', name: 'Bad', components: [{ sku: 'nope', units: 1 }] } },
  })
  expect(unknown.data?.defineRecipe).toMatchObject({ code: 'UNKNOWN_SKU', field: 'components.0.sku' })
})

it('a credential limited to channels or locations sees those, and the rest looks like what does not exist', async () => {
  for (const code of ['app', 'till']) {
    await api.ask(CreateDirectChannelDocument, { key, variables: { input: { code, name: code } } })
    await api.ask(CreateLocationDocument, { key, variables: { input: { code: `at-${code}`, name: code, kind: 'STORE' } } })
  }
  const limited = await api.key({ role: 'operator', channels: ['app'], locations: ['at-app'] })
  expect((await api.ask(ChannelsDocument, { key: limited })).data?.channels).toEqual([{ code: 'app' }])
  const seen = await api.ask(LocationsDocument, { key: limited, variables: { first: 10 } })
  expect(seen.data?.locations.edges.map(({ node }) => node.code)).toEqual(['at-app'])
  const asked = await api.ask('{ a: location(code: "at-till") { code } b: location(code: "nowhere") { code } }', { key: limited })
  expect(asked.data).toEqual({ a: null, b: null })
  const create = await api.ask(CreateSkuDocument, { key: limited, variables: { input: { code: 'X', name: 'X' } } })
  expect(create.errors[0]?.extensions.code).toBe('FORBIDDEN')
})

it("another merchant's goods look exactly like goods that are not there", async () => {
  await api.addMerchant('rival')
  const rival = await api.key({ merchant: 'rival' })
  const theirs = await api.ask(SkuByCodeDocument, { key: rival, variables: { code: 'A1' } })
  const missing = await api.ask(SkuByCodeDocument, { key: rival, variables: { code: 'nowhere' } })
  expect(theirs.text).toBe(missing.text)
  expect(
    (await api.ask(UpdateSkuDocument, { key: rival, variables: { input: { code: 'A1', name: 'Mine' } } })).data?.updateSku,
  ).toMatchObject({
    code: 'UNKNOWN_SKU',
  })
  expect((await api.ask(SkuByCodeDocument, { key, variables: { code: 'A1' } })).data?.sku?.name).toBe('Goods A1')
})

it('texts that could reach into SQL or JSON are texts and nothing else', async () => {
  const evil = `x'; drop table "sku"; --`
  const { data } = await api.ask(SkusDocument, { key, variables: { first: 5, filter: { text: evil } } })
  expect(data?.skus.edges).toEqual([])
  const bad = await api.ask(CreateSkuDocument, { key, variables: { input: { code: 'a\u0000b', name: 'x' } } })
  expect(bad.data?.createSku).toMatchObject({ code: 'INVALID', field: 'code' })
  const assigned = await api.ask(
    'mutation { createSku(input: { code: "Z", name: "z", id: "1", merchantId: "2" }) { __typename } }',
    { key },
  )
  expect(assigned.errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
})
