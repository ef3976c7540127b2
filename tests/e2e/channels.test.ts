import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlatforms } from '../../connectors/platforms.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import { SystemClock } from '../../src/clock.ts'
import { testApi, type TestApi } from '../support/api.ts'
import { sandboxUrls } from '../support/shop-world.ts'
import {
  ArchiveChannelDocument,
  AuthoriseChannelDocument,
  CreateChannelDocument,
  CreateSkuDocument,
  DiscoverListingsDocument,
  FindingsDocument,
  ListingsDocument,
  MapListingDocument,
  MapListingsDocument,
  PauseChannelDocument,
  ShopsDocument,
} from './generated/documents.ts'

const clock = new SystemClock()
const sandbox = openTaobaoSandbox({ clock, seed: 3, shops: [{ id: 'A', name: 'shop A', type: 'B' }] })
const platforms = createPlatforms({ clock, adapterFor: () => inProcessAdapter(sandbox.handler) })
const secrets = () => [sandbox.app.appSecret, sandbox.tokens('A').session, sandbox.tokens('A').refreshToken]
const texts: string[] = []
let api: TestApi
let admin: string
beforeAll(async () => {
  api = await testApi({ clock, platforms })
  admin = await api.key({ role: 'admin' })
  for (const code of ['CUP', 'MUG']) await api.ask(CreateSkuDocument, { key: admin, variables: { input: { code, name: code } } })
  sandbox.market.addListing('A', { itemId: '1', skuId: '1', merchantCode: 'CUP', sellable: 7 })
  sandbox.market.addListing('A', { itemId: '1', skuId: '2', merchantCode: 'mug', sellable: 2 })
})
afterAll(() => api.dispose())

const ask: TestApi['ask'] = async (document, options) => {
  const answer = await api.ask(document, options)
  texts.push(answer.text)
  return answer
}

it('an admin connects a shop; it is read, mapped and compared, and no secret is ever answered or logged', async () => {
  const { appKey: key, appSecret: secret } = sandbox.app
  const input = { code: 'tmall', name: 'Tmall', platform: 'TAOBAO', app: { key, secret }, sandbox: sandboxUrls } as const
  const created = await ask(CreateChannelDocument, { key: admin, variables: { input } })
  expect(created.data?.createChannel).toMatchObject({ outcome: 'CREATED', channel: { state: 'shadow', platform: 'taobao' } })
  const early = await ask(DiscoverListingsDocument, { key: admin, variables: { channel: 'tmall' } })
  expect(early.data?.discoverListings).toMatchObject({ code: 'NOT_AUTHORISED' })
  const { session: accessToken, refreshToken } = sandbox.tokens('A')
  const tokens = { accessToken, refreshToken, expiresAt: new Date(clock.now().getTime() + 40 * 86_400_000).toISOString() }
  const authorised = await ask(AuthoriseChannelDocument, { key: admin, variables: { input: { channel: 'tmall', tokens } } })
  expect(authorised.data?.authoriseChannel).toEqual({ __typename: 'ChannelAuthorised', shopId: 'A', channel: { code: 'tmall' } })
  await api.tend('discovery')
  const { data } = await ask(ShopsDocument, { key: admin, variables: {} })
  expect(data?.channels).toMatchObject([
    {
      code: 'tmall',
      shop: {
        shopId: 'A',
        sandbox: true,
        authorisation: { state: 'VALID', permissions: [{ name: 'access', daysLeft: 39, noticeDays: null }] },
        discovery: { running: false, problem: null, failures: 0 },
        listingCounts: { listed: 2, mapped: 1, unmapped: 1 },
      },
    },
  ])
})

it('listings are paged, with what would be shown and what is wrong with them', async () => {
  const page = (after?: string) =>
    ask(ListingsDocument, { key: admin, variables: { channel: 'tmall', first: 1, ...(after ? { after } : {}) } })
  const first = (await page()).data?.listings
  expect(first?.edges).toMatchObject([
    {
      node: {
        listing: '1/1/',
        mapping: 'MAPPED',
        sku: 'CUP',
        shownUnits: 7,
        wouldPublishUnits: 0,
        divergenceUnits: 7,
        findings: [],
      },
    },
  ])
  const second = (await page(first?.pageInfo.endCursor ?? '')).data?.listings
  expect(second?.pageInfo.hasNextPage).toBe(false)
  expect(second?.edges[0]?.node).toMatchObject({
    mapping: 'UNMAPPED',
    findings: [{ kind: 'UNMAPPED' }, { kind: 'CODE_DIFFERS' }],
  })
  const mapped = await ask(MapListingDocument, {
    key: admin,
    variables: { input: { channel: 'tmall', listing: '1/2/', sku: 'MUG' } },
  })
  expect(mapped.data?.mapListing).toMatchObject({ listing: { mapping: 'MAPPED', mappedBy: 'HAND', sku: 'MUG' } })
  const both = { channel: 'tmall', listing: '1/2/', sku: 'MUG', noStock: true }
  const wrong = await ask(MapListingDocument, { key: admin, variables: { input: both } })
  expect(wrong.errors[0]?.extensions.code).toBe('BAD_USER_INPUT')
})

it('listings are mapped in bulk, each row with its own answer, and findings are counted and listed', async () => {
  const rows = [
    { channel: 'tmall', listing: '1/2/', sku: 'CUP' },
    { channel: 'tmall', merchantCode: 'none', noStock: true },
  ]
  const mapped = await ask(MapListingsDocument, { key: admin, variables: { input: { rows } } })
  expect(mapped.data?.mapListings).toMatchObject({
    mapped: 1,
    unchanged: 0,
    refused: 1,
    rows: [
      { outcome: 'MAPPED', refused: null },
      { outcome: 'REFUSED', refused: { code: 'UNKNOWN_LISTING' } },
    ],
  })
  const found = await ask(FindingsDocument, { key: admin, variables: { channel: 'tmall', finding: 'DOUBLY_MAPPED' } })
  expect(found.data?.channels).toMatchObject([{ shop: { findingCounts: [{ kind: 'DOUBLY_MAPPED', listings: 2 }] } }])
  expect(found.data?.listings.edges).toHaveLength(2)
  const shapeless = [{ channel: 'tmall', sku: 'CUP' }]
  const wrong = await ask(MapListingsDocument, { key: admin, variables: { input: { rows: shapeless } } })
  expect(wrong.errors[0]).toMatchObject({ message: 'give listing, merchantCode or both', extensions: { code: 'BAD_USER_INPUT' } })
})

it('operators map and pause; only admins connect; a storefront sees no shop; limits hold', async () => {
  const operator = await api.key({ role: 'operator' })
  const input = { channel: 'tmall', tokens: { accessToken: 'x' } }
  const refused = await ask(AuthoriseChannelDocument, { key: operator, variables: { input } })
  expect(refused.errors[0]?.extensions.code).toBe('FORBIDDEN')
  const storefront = await api.key({ role: 'storefront' })
  expect((await ask(ShopsDocument, { key: storefront, variables: {} })).errors[0]?.extensions.code).toBe('FORBIDDEN')
  const limited = await api.key({ role: 'viewer', channels: ['other'] })
  const listings = await ask(ListingsDocument, { key: limited, variables: { channel: 'tmall', first: 1 } })
  expect(listings.errors[0]?.extensions.code).toBe('BAD_USER_INPUT')
  const paused = await ask(PauseChannelDocument, { key: operator, variables: { code: 'tmall' } })
  expect(paused.data?.pauseChannel).toMatchObject({ outcome: 'MOVED', channel: { state: 'paused' } })
  const archived = await ask(ArchiveChannelDocument, { key: admin, variables: { code: 'tmall' } })
  expect(archived.data?.archiveChannel).toMatchObject({ outcome: 'MOVED', channel: { state: 'archived' } })
})

it('S4, S8: nothing secret was answered or logged on the way', () => {
  const said = [...texts, ...api.logged].join('\n')
  for (const secret of secrets()) expect(said).not.toContain(secret)
})
