import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlatforms } from '../../connectors/platforms.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import { testApi, type TestApi } from '../support/api.ts'
import { operationsOf } from '../support/doc-queries.ts'
import { MovableClock, sandboxUrls } from '../support/shop-world.ts'
import {
  AuthoriseChannelDocument,
  BoostListingDocument,
  CreateChannelDocument,
  CreateLocationDocument,
  CreateSkuDocument,
  JoinChannelDocument,
  ListingEditsDocument,
  ListingMovesDocument,
  EvidenceDocument,
  PauseChannelDocument,
  ProbeListingDocument,
  ReceiveStockDocument,
  ResumeSellingDocument,
  AllowRaisesDocument,
  SetHandEditsDocument,
  StandingsDocument,
  StopSellingDocument,
  WriteOffListingDocument,
} from './generated/documents.ts'

const clock = new MovableClock()
const sandbox = openTaobaoSandbox({ clock, seed: 3, shops: [{ id: 'A', name: 'shop A', type: 'B' }] })
const platforms = createPlatforms({ clock, adapterFor: () => inProcessAdapter(sandbox.handler) })
const listing = sandbox.market.addListing('A', { itemId: '1', skuId: '1', merchantCode: 'CUP', sellable: 7 })
const scope = { channel: 'tmall' }
let api: TestApi
let admin: string
beforeAll(async () => {
  api = await testApi({ clock, platforms })
  admin = await api.key({ role: 'admin' })
  await api.ask(CreateSkuDocument, { key: admin, variables: { input: { code: 'CUP', name: 'Cup' } } })
  await api.ask(CreateLocationDocument, { key: admin, variables: { input: { code: 'W1', name: 'W1', kind: 'WAREHOUSE' } } })
  const delivery = { location: 'W1', lines: [{ sku: 'CUP', units: 20 }] }
  await api.ask(ReceiveStockDocument, { key: admin, variables: { key: 'r1', input: delivery } })
  const { appKey: key, appSecret: secret } = sandbox.app
  const input = { code: 'tmall', name: 'Tmall', platform: 'TAOBAO', app: { key, secret }, sandbox: sandboxUrls } as const
  await api.ask(CreateChannelDocument, { key: admin, variables: { input } })
  const { session: accessToken } = sandbox.tokens('A')
  const tokens = { accessToken, expiresAt: new Date(clock.now().getTime() + 40 * 86_400_000).toISOString() }
  await api.ask(AuthoriseChannelDocument, { key: admin, variables: { input: { channel: 'tmall', tokens } } })
  await api.tend('discovery')
  const lists = ['taobao.trades.sold.get', 'taobao.trades.sold.increment.get']
  await api.walkedUntil(lists, new Date(clock.now().getTime() - 60_000))
})
afterAll(() => api.dispose())

/** Time passes, and workers do what is due. */
async function pass(ms = 700_000): Promise<void> {
  clock.forward(ms)
  for (const task of ['orders', 'watch', 'publish', 'orders'] as const) await api.tend(task)
  clock.forward(90_000)
  for (const task of ['orders', 'publish'] as const) await api.tend(task)
}

async function standing() {
  const { data } = await api.ask(StandingsDocument, { key: admin, variables: { channel: 'tmall' } })
  return data?.listings.edges[0]?.node.standing
}

it('a shop joins, sells, is stopped and resumed; every step is shown, with what is guaranteed and on what that rests', async () => {
  expect(await standing()).toMatchObject({ state: 'NOT_JOINED', quotaUnits: 0, guarantee: { kind: 'UNBOUNDED' } })
  const joined = await api.ask(JoinChannelDocument, { key: admin, variables: { code: 'tmall' } })
  expect(joined.data?.joinChannel).toMatchObject({ outcome: 'MOVED', channel: { state: 'joining' } })
  await pass(10_000)
  await pass(10_000)
  expect(await standing()).toMatchObject({ state: 'IDLE', quotaUnits: 7, quotas: [{ pool: 'central', units: 7 }] })

  sandbox.market.place('A', { lines: [{ listingId: listing.id, units: 2 }], pay: true })
  await pass()
  expect((await standing())?.quotaUnits).toBe(listing.sellable)

  const stopped = await api.ask(StopSellingDocument, { key: admin, variables: { scope } })
  expect(stopped.data?.stopSelling).toMatchObject({ listings: 1, inScope: 1 })
  expect(await standing()).toMatchObject({ state: 'STOPPING', raisesBlocked: 'stopped' })
  await api.tend('stop')
  expect(listing.sellable).toBe(0)
  expect(await standing()).toMatchObject({ state: 'STOPPED', lastTold: { kind: 'set_zero', outcome: 'acknowledged' } })
  await pass()
  expect(await standing()).toMatchObject({ quotaUnits: 0 })
  const moves = await api.ask(ListingMovesDocument, { key: admin, variables: { channel: 'tmall', open: false } })
  expect(moves.data?.listingMoves.edges.map(({ node }) => node.kind)).toContain('set_zero')

  await api.ask(ResumeSellingDocument, { key: admin, variables: { scope } })
  expect(await standing()).toMatchObject({ state: 'IDLE', stoppedAt: null, raisesBlocked: null })
})

it('A11: what another hand changed is listed with what proves it, and the policy for it is the operator’s', async () => {
  listing.sellable += 4
  await pass()
  const edits = await api.ask(ListingEditsDocument, { key: admin, variables: { channel: 'tmall' } })
  expect(edits.data?.listingEdits.edges[0]?.node).toMatchObject({ kind: 'raised', units: 4, policy: 'cut back' })
  const set = await api.ask(SetHandEditsDocument, { key: admin, variables: { channel: 'tmall', policy: 'ADOPT' } })
  expect(set.data?.setHandEdits).toMatchObject({ channel: { handEdits: 'ADOPT' } })
  // What is adopted stays on sale.
  listing.sellable += 3
  await pass()
  expect([listing.sellable, (await standing())?.quotaUnits]).toEqual([3, 3])
  const allowed = await api.ask(AllowRaisesDocument, { key: admin, variables: { scope } })
  expect(allowed.data?.allowRaises).toEqual({ listings: 0 })
})

it('R10: what was found out about its numbers is looked into anew when asked, and shown with what proved it', async () => {
  const asked = await api.ask(ProbeListingDocument, { key: admin, variables: { channel: 'tmall', listing: listing.id } })
  expect(asked.data?.probeListing).toMatchObject({ __typename: 'ProbeAsked', listing: { openFacts: null } })
  await api.tend('probe')
  const { data } = await api.ask(EvidenceDocument, { key: admin, variables: { channel: 'tmall' } })
  expect(data?.listings.edges[0]?.node).toMatchObject({ openFacts: expect.arrayContaining(['repeatedKey']), evidence: [] })
  const [probe] = data?.listings.edges[0]?.node.probes ?? []
  expect(probe).toMatchObject({ fact: 'cancelRestores', state: 'WATCHING', waitsFor: 'an order of this listing', endedAt: null })
  // Asked with the right to lower, it waits for the publisher instead.
  await api.ask(ProbeListingDocument, { key: admin, variables: { channel: 'tmall', listing: listing.id, mayWrite: true } })
  await api.tend('probe')
  const after = await api.ask(EvidenceDocument, { key: admin, variables: { channel: 'tmall' } })
  expect(after.data?.listings.edges[0]?.node.probes).toMatchObject([
    { fact: 'repeatedKey', state: 'WATCHING', waitsFor: 'two units for sale' },
    { fact: 'cancelRestores', state: 'INCONCLUSIVE', reason: 'something else was asked for' },
  ])
  // Asked again without it, nothing will be lowered.
  await api.ask(ProbeListingDocument, { key: admin, variables: { channel: 'tmall', listing: listing.id } })
  const last = await api.ask(EvidenceDocument, { key: admin, variables: { channel: 'tmall' } })
  expect(last.data?.listings.edges[0]?.node.probes[0]).toMatchObject({ fact: 'repeatedKey', state: 'INCONCLUSIVE' })
  const unknown = await api.ask(ProbeListingDocument, { key: admin, variables: { channel: 'tmall', listing: 'none' } })
  expect(unknown.data?.probeListing).toMatchObject({ code: 'UNKNOWN_LISTING' })
})

it('is steered by operators, and seen by nobody whose credential is for another channel', async () => {
  const viewer = await api.key({ role: 'viewer' })
  const refused = await api.ask(StopSellingDocument, { key: viewer, variables: { scope } })
  expect(refused.errors[0]?.extensions.code).toBe('FORBIDDEN')
  const elsewhere = await api.key({ role: 'viewer', channels: ['other'] })
  const unseen = await api.ask(ListingMovesDocument, { key: elsewhere, variables: { channel: 'tmall', open: true } })
  expect(unseen.errors[0]?.extensions.code).toBe('BAD_USER_INPUT')
  const unknown = await api.ask(StopSellingDocument, { key: admin, variables: { scope: { channel: 'none' } } })
  expect(unknown.data?.stopSelling).toMatchObject({ code: 'UNKNOWN_CHANNEL' })
})

it('a listing is to sell more now: what is free is raised at once, and what cannot be had is refused with the numbers', async () => {
  await pass()
  const before = listing.sellable
  const ask = async (units: number, key: string) =>
    (await api.ask(BoostListingDocument, { key: admin, variables: { key, channel: 'tmall', listing: listing.id, units } })).data
      ?.boostListing
  expect(await ask(50, 'b0')).toMatchObject({ code: 'NOT_ENOUGH_STOCK', shortages: [{ sku: 'CUP', wantedUnits: 50 }] })
  expect(await ask(3, 'b1')).toEqual({ __typename: 'ListingBoosted', wantedUnits: before + 3 })
  expect(await ask(3, 'b1')).toEqual({ __typename: 'ListingBoosted', wantedUnits: before + 3 })
  await api.tend('publish')
  // Nobody else sells it: what is free beyond that is its share anyway.
  expect(listing.sellable).toBeGreaterThanOrEqual(before + 3)
  const viewer = await api.key({ role: 'viewer' })
  const variables = { key: 'b2', channel: 'tmall', listing: listing.id, units: 1 }
  expect((await api.ask(BoostListingDocument, { key: viewer, variables })).errors[0]?.extensions.code).toBe('FORBIDDEN')
})

it.each(['docs/publishing.md', 'docs/operating-shops.md', 'docs/running.md'])('answers what %s asks', async (page) => {
  const input = { location: 'W1', lines: [{ sku: 'CUP', units: 20 }] }
  await api.ask(ReceiveStockDocument, { key: admin, variables: { key: `goods of ${page}`, input } })
  const operations = operationsOf(page)
  expect(operations.length).toBeGreaterThan(0)
  for (const text of operations) {
    const query = text
      .replace('TEE-WHITE', 'CUP')

      .replace('key: "…"', `key: "${page}"`)
      .replace('listing: "…"', `listing: "${listing.id}"`)
    const { data, errors } = await api.ask<Record<string, object>, object>(query, { key: admin, variables: {} })
    expect({ query, errors }).toEqual({ query, errors: [] })
    for (const answer of Object.values(data ?? {}))
      expect(answer).toEqual(expect.not.objectContaining({ message: expect.any(String) }))
  }
})

it('a listing is written off only once its shop is no longer written to', async () => {
  const input = { channel: 'tmall', listing: listing.id, reason: 'the shop was closed' }
  const early = await api.ask(WriteOffListingDocument, { key: admin, variables: { key: 'w1', input } })
  expect(early.data?.writeOffListing).toMatchObject({ code: 'INVALID' })
  await api.ask(PauseChannelDocument, { key: admin, variables: { code: 'tmall' } })
  const before = (await standing())?.quotaUnits
  expect(before).toBe(listing.sellable)
  const done = await api.ask(WriteOffListingDocument, { key: admin, variables: { key: 'w2', input } })
  expect(done.data?.writeOffListing).toEqual({ __typename: 'ListingWrittenOff', units: before })
  expect((await standing())?.quotaUnits).toBe(0)
})
