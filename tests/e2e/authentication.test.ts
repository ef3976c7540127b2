import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApi, type TestApi } from '../support/api.ts'
import { ManualClock } from '../../sandbox/shared/clock.ts'
import { tokenIssuer, type TokenIssuer } from '../support/token-issuer.ts'

const clock = new ManualClock(new Date('2026-11-20T08:00:00Z'))
let api: TestApi
let issuer: TokenIssuer
beforeAll(async () => {
  issuer = await tokenIssuer('ES256')
  const { keys, ...rules } = issuer.rules
  api = await testApi({ clock, tokens: { ...rules, keys: { text: JSON.stringify(keys) } } })
})
afterAll(() => api.dispose())

async function askMe(authorization?: string) {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
    body: JSON.stringify({ query: '{ me { actor merchant role installation channels locations } }' }),
  })
  return {
    status: response.status,
    challenge: response.headers.get('www-authenticate'),
    answer: JSON.parse(await response.text()),
  }
}

describe('a credential', () => {
  it('that is missing is asked for, and the answer says how to send one', async () => {
    const { status, challenge, answer } = await askMe()
    expect(status).toBe(401)
    expect(challenge).toBe('Bearer')
    expect(answer.errors[0]).toEqual({
      message: expect.stringContaining('Authorization: Bearer'),
      extensions: { code: 'UNAUTHENTICATED' },
    })
  })

  it('that is wrong gets 401, whatever is wrong with it', async () => {
    const token = await issuer.sign(clock.now(), { merchant: 'nobody' })
    for (const wrong of ['Bearer x', 'Basic eDp5', `Bearer op_${'A'.repeat(43)}`, `Bearer ${token}`]) {
      const { status, challenge, answer } = await askMe(wrong)
      expect(status).toBe(401)
      expect(challenge).toBe('Bearer error="invalid_token"')
      expect(answer.errors[0].extensions.code).toBe('UNAUTHENTICATED')
    }
  })

  it('that has expired says so', async () => {
    const key = await api.key({ expiresAt: new Date(clock.now().getTime() + 60_000) })
    expect((await askMe(`Bearer ${key}`)).status).toBe(200)
    clock.advance(60_000)
    const { status, answer } = await askMe(`Bearer ${key}`)
    expect(status).toBe(401)
    expect(answer.errors[0].message).toContain('expired')
  })

  it('tells what it is good for', async () => {
    const key = await api.key({ role: 'storefront', channels: ['tmall'] })
    expect((await askMe(`Bearer ${key}`)).answer.data.me).toEqual({
      actor: expect.stringMatching(/^key:\d+$/),
      merchant: 'test',
      role: 'STOREFRONT',
      installation: false,
      channels: ['tmall'],
      locations: null,
    })
  })

  it('may be a token signed by the configured issuer', async () => {
    const token = await issuer.sign(clock.now(), { role: 'viewer' })
    expect((await askMe(`Bearer ${token}`)).answer.data.me).toMatchObject({
      actor: 'token:anna',
      merchant: 'test',
      role: 'VIEWER',
    })
  })
})

it('keys of an issuer that cannot be read end the start with a sentence', async () => {
  const tokens = { issuer: 'x', audience: 'x', keys: { file: '/nowhere/keys.json' } }
  await expect(testApi({ tokens })).rejects.toThrow('cannot be read from /nowhere/keys.json')
})

describe('keys over the API', () => {
  const create = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
    ... on ApiKeyCreated { secret apiKey { id shownPrefix role } } ... on Refused { code field } } }`
  const revoke = `mutation ($id: ID!) { revokeApiKey(id: $id) { __typename ... on Refused { code } } }`

  it('are made, used, listed without their secret, and end within two seconds', async () => {
    const admin = await api.key()
    const made = await api.ask(create, { key: admin, variables: { input: { name: 'till', role: 'STOREFRONT' } } })
    const { secret, apiKey } = Object(made.data).createApiKey
    expect((await askMe(`Bearer ${secret}`)).answer.data.me.role).toBe('STOREFRONT')
    const listed = await api.ask('{ apiKeys(first: 50) { edges { node { id name shownPrefix } } } }', { key: admin })
    expect(listed.text).toContain(apiKey.shownPrefix)
    expect(listed.text).not.toContain(secret)

    const revoked = await api.ask(revoke, { key: admin, variables: { id: apiKey.id } })
    expect(revoked.data).toEqual({ revokeApiKey: { __typename: 'ApiKeyRevoked' } })
    clock.advance(2_000)
    expect((await askMe(`Bearer ${secret}`)).status).toBe(401)
    const audit = await api.ask('{ auditLog(first: 2) { edges { node { action subject actor } } } }', { key: admin })
    expect(audit.text).toMatch(new RegExp(`revoke_api_key","subject":"key:${apiKey.id}"`))
  })

  it('of another merchant are made with the right over the installation alone, and are not seen by others', async () => {
    await api.addMerchant('other')
    const [admin, root] = [await api.key(), await api.key({ installation: true })]
    const input = { name: 'x', role: 'VIEWER', merchant: 'other' }
    expect((await api.ask(create, { key: admin, variables: { input } })).errors[0]?.extensions.code).toBe('FORBIDDEN')
    const made = await api.ask(create, { key: root, variables: { input } })
    const { apiKey } = Object(made.data).createApiKey
    const tried = await api.ask(revoke, { key: admin, variables: { id: apiKey.id } })
    const missing = await api.ask(revoke, { key: admin, variables: { id: '99999' } })
    expect(tried.data).toEqual({ revokeApiKey: { __typename: 'Refused', code: 'UNKNOWN_API_KEY' } })
    expect(missing.data).toEqual(tried.data)
  })

  it('make merchants with the right over the installation alone, once', async () => {
    const [admin, root] = [await api.key(), await api.key({ installation: true })]
    const query = `mutation ($input: CreateMerchantInput!) { createMerchant(input: $input) {
      ... on MerchantSaved { outcome merchant { code } } ... on Refused { code field } } }`
    const make = (key: string, code: string) => api.ask(query, { key, variables: { input: { code, name: 'New' } } })
    expect((await make(admin, 'fresh')).errors[0]?.extensions.code).toBe('FORBIDDEN')
    expect((await make(root, 'fresh')).data).toEqual({ createMerchant: { outcome: 'CREATED', merchant: { code: 'fresh' } } })
    expect((await make(root, 'fresh')).data).toEqual({ createMerchant: { outcome: 'EXISTED', merchant: { code: 'fresh' } } })
    expect((await make(root, 'Not OK')).data).toEqual({ createMerchant: { code: 'INVALID', field: 'code' } })
  })
})

it('no secret is ever printed: neither keys nor tokens nor what was planted in a request', async () => {
  const key = await api.key()
  const planted = 'planted-7f3a'
  await askMe(`Bearer ${planted}`)
  await askMe(`Bearer ${key}`)
  await askMe(`Bearer ${await issuer.sign(clock.now(), { sub: planted, merchant: 'nobody' })}`)
  await api.ask(`{ sku(code: "${planted}") { code } nope }`, { key })
  const output = api.logged.join('\n')
  expect(output).not.toContain(planted)
  expect(output).not.toContain(key)
  expect(output).not.toMatch(/op_[A-Za-z0-9_-]{20}/)
})
