import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testApi, type TestApi } from '../support/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.dispose())

it('the README tells the truth: every query in it, in its order, gets the answer that stands below it', async () => {
  const key = await api.key()
  const steps = stepsOf(readFileSync('README.md', 'utf8'))
  expect(steps.length).toBeGreaterThanOrEqual(4)
  for (const { query, answer } of steps) {
    const { data, errors } = await api.ask(query, { key })
    expect({ query, errors, data }).toEqual({ query, errors: [], data: JSON.parse(answer) })
  }
})

it('the README links only to files that are there', () => {
  const links = [...readFileSync('README.md', 'utf8').matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, path = '']) =>
    path.replace(/#.*/, ''),
  )
  expect(links.length).toBeGreaterThan(5)
  expect(links.filter((path) => !existsSync(path))).toEqual([])
})

/** Each GraphQL block with the JSON block that follows it. */
function stepsOf(text: string): readonly { readonly query: string; readonly answer: string }[] {
  const blocks = text.matchAll(/```graphql\n([\s\S]*?)```\n+```json\n([\s\S]*?)```/g)
  return [...blocks].map(([, query = '', answer = '']) => ({ query, answer }))
}
