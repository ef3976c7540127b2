import { parse, validate } from 'graphql'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildApi } from '../../schema/build-schema.ts'
import { queryLimits } from '../../src/http/http-limits.ts'
import { testApi, type TestApi } from '../support/api.ts'

const page = readFileSync(fileURLToPath(new URL('../../docs/api.md', import.meta.url)), 'utf8')
const examples = [...page.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, query = '']) => query)
const isSubscription = (query: string) => query.startsWith('subscription')

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.dispose())

it('the examples of the page about the API do what it says, in their order', async () => {
  const key = await api.key()
  const answers = []
  for (const query of examples.filter((one) => !isSubscription(one))) answers.push(await api.ask(query, { key }))
  expect(answers.flatMap(({ errors }) => errors)).toEqual([])
  expect(answers.map(({ data }) => data)).toMatchObject([
    { createSku: { __typename: 'SkuSaved' }, receiveStock: { __typename: 'Booked' } },
    { hold: { holdId: expect.any(String) } },
    { sku: { stock: { pools: [{ onHand: 5, held: 2, free: 3 }], locations: [{ condition: 'SELLABLE', units: 5 }] } } },
  ])
})

it('the subscriptions of the page are ones the API has', () => {
  const followed = examples.filter(isSubscription)
  expect(followed.flatMap((query) => validate(buildApi(), parse(query)))).toEqual([])
  expect(followed).toHaveLength(4)
})

it('the page names the limits there are', () => {
  const { tokens, depth, aliases, directives, cost } = queryLimits
  const number = new Intl.NumberFormat('en')
  expect(page).toContain(`${number.format(tokens)} tokens, ${depth} levels, ${aliases} aliases, ${directives} directives`)
  expect(page).toContain(`${number.format(cost)} fields`)
})
