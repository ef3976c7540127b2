import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlatforms } from '../../connectors/platforms.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import type { ChannelTask } from '../../src/jobs/channel-task.ts'
import { testApi, type TestApi } from '../support/api.ts'
import { queriesOf } from '../support/doc-queries.ts'
import { MovableClock, sandboxUrls } from '../support/shop-world.ts'
import {
  AllocationRulesDocument,
  ApplyRulesDocument,
  AuthoriseChannelDocument,
  CreateChannelDocument,
  CreateLocationDocument,
  CreateSkuDocument,
  ExplainQuotaDocument,
  GrantCampaignDocument,
  JoinChannelDocument,
  OvercommitBudgetDocument,
  OvercommitOfDocument,
  PlanCampaignDocument,
  ReceiveStockDocument,
  RestoreRulesDocument,
  RuleVersionsDocument,
  TryRulesDocument,
  type RuleChangeInput,
} from './generated/documents.ts'

const clock = new MovableClock()
const shops = [
  { id: 'A', name: 'shop A', type: 'B' as const },
  { id: 'B', name: 'shop B', type: 'B' as const },
]
const sandbox = openTaobaoSandbox({ clock, seed: 3, shops })
const platforms = createPlatforms({ clock, adapterFor: () => inProcessAdapter(sandbox.handler) })
let api: TestApi
let admin: string
let keys = 0

beforeAll(async () => {
  for (const { id } of shops) sandbox.market.addListing(id, { itemId: '1', skuId: '1', merchantCode: 'CUP', sellable: 5 })
  api = await testApi({ clock, platforms })
  admin = await api.key({ role: 'admin' })
  await api.ask(CreateSkuDocument, { key: admin, variables: { input: { code: 'CUP', name: 'Cup', tags: ['hot'] } } })
  await api.ask(CreateSkuDocument, { key: admin, variables: { input: { code: 'MUG', name: 'Mug' } } })
  await api.ask(CreateLocationDocument, { key: admin, variables: { input: { code: 'W1', name: 'W1', kind: 'WAREHOUSE' } } })
  const delivery = { location: 'W1', lines: [{ sku: 'CUP', units: 30 }] }
  await api.ask(ReceiveStockDocument, { key: admin, variables: { key: 'r1', input: delivery } })
  const { appKey: key, appSecret: secret } = sandbox.app
  for (const { id } of shops) {
    const input = { code: id, name: id, platform: 'TAOBAO', app: { key, secret }, sandbox: sandboxUrls } as const
    await api.ask(CreateChannelDocument, { key: admin, variables: { input } })
    const expiresAt = new Date(clock.now().getTime() + 40 * 86_400_000).toISOString()
    const tokens = { accessToken: sandbox.tokens(id).session, expiresAt }
    await api.ask(AuthoriseChannelDocument, { key: admin, variables: { input: { channel: id, tokens } } })
  }
  await tendAll('discovery')
  const lists = ['taobao.trades.sold.get', 'taobao.trades.sold.increment.get']
  await api.walkedUntil(lists, new Date(clock.now().getTime() - 60_000))
  for (const { id } of shops) await api.ask(JoinChannelDocument, { key: admin, variables: { code: id } })
  for (let round = 0; round < 2; round += 1) {
    clock.forward(10_000)
    for (const task of ['orders', 'watch', 'publish', 'orders'] as const) await tendAll(task)
    clock.forward(90_000)
    for (const task of ['orders', 'publish'] as const) await tendAll(task)
  }
})
afterAll(() => api.dispose())

/** One turn of the task for each shop. */
async function tendAll(task: ChannelTask): Promise<void> {
  for (const _ of shops) await api.tend(task)
}

async function apply(change: RuleChangeInput, basedOn: number, key = `k${(keys += 1)}`) {
  const { data, errors } = await api.ask(ApplyRulesDocument, {
    key: admin,
    variables: { key, change, basedOn, reason: 'a test' },
  })
  return data?.applyRules ?? errors
}

async function explain(channel: string, ifRules: RuleChangeInput | null = null) {
  const variables = { channel, listing: '1/1/', ifRules }
  const { data } = await api.ask(ExplainQuotaDocument, { key: admin, variables })
  return data?.explainQuota
}

it('tries a change over the catalogue, applies it, explains each number by the rule that made it so, and takes it back', async () => {
  const change = {
    rules: [
      {
        name: 'flagship first',
        channels: [
          { channel: 'A', rank: 1 },
          { channel: 'B', rank: 2, capUnits: 3 },
        ],
        reserveUnits: 4,
      },
    ],
  }
  const before = await explain('B', change)
  expect(before).toMatchObject({ now: { version: 0 }, otherwise: { version: 1, wantedUnits: 3 } })

  const tried = await api.ask(TryRulesDocument, { key: admin, variables: { change } })
  const changed = (channel: string) => ({ channel: { code: channel }, changed: 1, calls: 1, emptied: 0 })
  expect(tried.data?.tryRules).toMatchObject({ version: 0, listings: 2, channels: [changed('A'), changed('B')] })

  expect(await apply(change, 0)).toEqual({ __typename: 'RulesApplied', version: 1 })
  const after = await explain('B')
  expect(after).toMatchObject({
    quotaUnits: 5,
    inFlight: [],
    now: { version: 1, wantedUnits: 3, rules: [{ sku: 'CUP', rank: 2, capUnits: 3, reserveUnits: 4 }] },
    otherwise: null,
  })
  const steps = after?.__typename === 'QuotaExplained' ? after.now.steps : []
  const byFlagship = { version: 1, name: 'flagship first' }
  expect(steps).toContainEqual(expect.objectContaining({ kind: 'RESERVE', units: -4, rule: expect.objectContaining(byFlagship) }))
  expect(steps).toContainEqual(expect.objectContaining({ kind: 'CAP', toUnits: 3, rule: expect.objectContaining(byFlagship) }))

  const back = await api.ask(RestoreRulesDocument, {
    key: admin,
    variables: { key: 'back', basedOn: 1, reason: 'too hard on B' },
  })
  expect(back.data?.restoreRules).toEqual({ __typename: 'RulesApplied', version: 2 })
  const { data } = await api.ask(AllocationRulesDocument, { key: admin, variables: {} })
  expect(data?.allocationRules).toEqual({ version: 2, rules: [] })
  const old = await api.ask(AllocationRulesDocument, { key: admin, variables: { version: 1 } })
  expect(old.data?.allocationRules.rules).toMatchObject([{ name: 'flagship first', tag: null, sku: null, reserveUnits: 4 }])
  const versions = await api.ask(RuleVersionsDocument, { key: admin, variables: { first: 1 } })
  expect(versions.data?.ruleVersions).toMatchObject({
    edges: [{ node: { version: 2, restores: 0, ended: 1, reason: 'too hard on B', actor: expect.stringMatching(/^key:/) } }],
    pageInfo: { hasNextPage: true },
  })
  const more = { first: 1, after: versions.data?.ruleVersions.pageInfo.endCursor ?? null }
  const { data: page } = await api.ask(RuleVersionsDocument, { key: admin, variables: more })
  expect(page?.ruleVersions.edges).toMatchObject([{ node: { version: 1, added: 1 } }])
})

it('a rule for a tag that no rule names yet counts when it is tried', async () => {
  const change = { rules: [{ tag: 'hot', position: 1, channels: [{ channel: 'A', capUnits: 2 }] }] }
  expect(await explain('A', change)).toMatchObject({ otherwise: { wantedUnits: 2 } })
  const { data } = await api.ask(TryRulesDocument, { key: admin, variables: { change } })
  expect(data?.tryRules).toMatchObject({ skus: 1, largest: expect.arrayContaining([expect.objectContaining({ afterUnits: 2 })]) })
})

it('of two operators who have looked at the same version one is told to look again', async () => {
  const { data } = await api.ask(AllocationRulesDocument, { key: admin, variables: {} })
  const version = data?.allocationRules.version ?? 0
  const [one, two] = await Promise.all([
    apply({ rules: [{ reserveUnits: 1 }] }, version),
    apply({ rules: [{ reserveUnits: 2 }] }, version),
  ])
  expect([one, two]).toContainEqual({ __typename: 'RulesApplied', version: version + 1 })
  expect([one, two]).toContainEqual(expect.objectContaining({ code: 'RULES_CHANGED', field: 'basedOn' }))
})

it('an event counts while its time lasts, with nobody at work, and then what counted before counts again', async () => {
  const { data } = await api.ask(AllocationRulesDocument, { key: admin, variables: {} })
  const [from, until] = [60_000, 120_000].map((ms) => new Date(clock.now().getTime() + ms).toISOString())
  const change = { rules: [{ sku: 'CUP', channels: [{ channel: 'A', capUnits: 1 }] }], from, until }
  await apply(change, data?.allocationRules.version ?? 0)
  const capped = async () => {
    const told = await explain('A')
    return told?.__typename === 'QuotaExplained' ? told.now.rules.map(({ capUnits }) => capUnits) : []
  }
  expect(await capped()).toEqual([null])
  clock.forward(60_000)
  expect(await capped()).toEqual([1])
  clock.forward(60_000)
  expect(await capped()).toEqual([null])
})

it.each([
  [
    {
      rules: [
        {
          channels: [
            { channel: 'A', sharePercent: 60 },
            { channel: 'B', sharePercent: 50 },
          ],
        },
      ],
    },
    'INVALID',
    'rules.0.channels',
  ],
  [{ rules: [{ channels: [{ channel: 'A', floorUnits: 5, capUnits: 4 }] }] }, 'INVALID', 'rules.0.channels.0.floorUnits'],
  [{ rules: [{ reserveUnits: -1 }] }, 'INVALID', 'rules.0.reserveUnits'],
  [{ rules: [{ tag: 'cold', reserveUnits: 1 }] }, 'UNKNOWN_TAG', 'rules.0.tag'],
  [{ rules: [{ sku: 'NONE', reserveUnits: 1 }] }, 'UNKNOWN_SKU', 'rules.0.sku'],
  [{ rules: [{ tag: 'hot', sku: 'CUP', reserveUnits: 1 }] }, 'INVALID', 'rules.0.sku'],
  [{ rules: [{ position: 3, reserveUnits: 1 }] }, 'INVALID', 'rules.0.position'],
  [{ rules: [{ channels: [{ channel: 'C', rank: 1 }] }] }, 'UNKNOWN_CHANNEL', 'rules.0.channels.0.channel'],
  [{ rules: [{ reserveUnits: 1 }], until: '2020-01-01T00:00:00Z' }, 'INVALID', 'until'],
  [{ rules: [], ends: ['999'] }, 'UNKNOWN_RULE', 'ends.0'],
  [{ rules: [] }, 'INVALID', 'rules'],
])('refuses %j with %s at %s, whether it is tried, asked about or applied, and writes nothing', async (change, code, field) => {
  const { data: before } = await api.ask(AllocationRulesDocument, { key: admin, variables: {} })
  const version = before?.allocationRules.version ?? 0
  const no = { __typename: 'Refused', code }
  const tried = await api.ask(TryRulesDocument, { key: admin, variables: { change } })
  expect(tried.data?.tryRules).toMatchObject(no)
  expect(await explain('A', change)).toMatchObject(no)
  const applied = await apply(change, version)
  expect(applied).toMatchObject(no)
  expect(applied).toMatchObject({ field: expect.stringContaining(field), message: expect.stringMatching(/\w/) })
  const { data: after } = await api.ask(AllocationRulesDocument, { key: admin, variables: {} })
  expect(after).toEqual(before)
})

it('refuses an event that ends before it begins, at its end', async () => {
  const [from, until] = [2, 1].map((days) => new Date(clock.now().getTime() + days * 86_400_000).toISOString())
  const change = { rules: [{ reserveUnits: 1 }], from, until }
  const { data } = await api.ask(TryRulesDocument, { key: admin, variables: { change } })
  expect(data?.tryRules).toMatchObject({ __typename: 'Refused', code: 'INVALID', field: 'until' })
  const { data: book } = await api.ask(AllocationRulesDocument, { key: admin, variables: {} })
  expect(await apply(change, book?.allocationRules.version ?? 0)).toMatchObject({ code: 'INVALID', field: 'until' })
})

it('shows nothing of rules to storefronts, and nothing of one merchant to another', async () => {
  const shopper = await api.key({ role: 'storefront' })
  const { errors } = await api.ask(AllocationRulesDocument, { key: shopper, variables: {} })
  expect(errors[0]?.extensions.code).toBe('FORBIDDEN')
  await api.addMerchant('other')
  const other = await api.key({ merchant: 'other', role: 'operator' })
  const theirs = await api.ask(AllocationRulesDocument, { key: other, variables: {} })
  expect(theirs.data?.allocationRules).toEqual({ version: 0, rules: [] })
  const change = { rules: [{ channels: [{ channel: 'A', rank: 1 }] }] }
  const asked = await api.ask(TryRulesDocument, { key: other, variables: { change } })
  expect(asked.data?.tryRules).toMatchObject({ code: 'UNKNOWN_CHANNEL' })
  const explained = await api.ask(ExplainQuotaDocument, {
    key: other,
    variables: { channel: 'A', listing: '1/1/', ifRules: null },
  })
  expect(explained.data?.explainQuota).toMatchObject({ code: 'UNKNOWN_LISTING', field: 'listing' })
})

it('the queries of the page do what it says', async () => {
  const pages = queriesOf('docs/allocation.md')
  const run = async (name: string, change = (text: string): string => text) => {
    const { data, errors } = await api.ask(change(pages.get(name) ?? ''), { key: admin })
    expect(errors).toEqual([])
    return data
  }
  const { data: book } = await api.ask(AllocationRulesDocument, { key: admin, variables: {} })
  const version = book?.allocationRules.version ?? 0
  expect(await run('Try')).toMatchObject({ tryRules: { version, listings: 2 } })
  const based = (text: string): string => text.replace('basedOn: 0', `basedOn: ${version}`)
  expect(await run('Apply', based)).toEqual({ applyRules: { version: version + 1 } })
  const steps = expect.arrayContaining([expect.objectContaining({ kind: 'CAP' })])
  expect(await run('Explain')).toMatchObject({
    explainQuota: { inFlight: [], now: { version: version + 1, wantedUnits: 3, steps } },
  })
  expect(await run('Expected')).toMatchObject({ explainQuota: { demand: [{ sku: 'CUP' }] } })
  const later = (text: string): string => text.replace('basedOn: 1', `basedOn: ${version + 1}`)
  expect(await run('TryOvercommit')).toMatchObject({ tryRules: { overcommit: { budgetPerDay: 0.5 } } })
  expect(await run('AllowOvercommit', later)).toEqual({ applyRules: { version: version + 2 } })
  expect(await run('Budget')).toMatchObject({ overcommitBudget: { unitsPerDay: 0.5, leftPerDay: 0.5 } })
  expect(await run('Curve')).toMatchObject({
    overcommit: { pools: [{ limitUnits: 3 }] },
    sku: { stock: { pools: [{ overcommit: 0 }] } },
  })
})

it('tells of units beyond the goods what was asked for and granted, and refuses a SKU there is not', async () => {
  const { data } = await api.ask(OvercommitOfDocument, { key: admin, variables: { sku: 'CUP', skus: ['CUP'] } })
  const listing = { name: '1/1/', standing: { overcommitUnits: 0 } }
  const shown = { thereUnits: expect.any(Number), askedUnits: 0, grantedUnits: 0, grantedPerDay: 0, shownUnits: 0, curve: [] }
  expect(data?.overcommit).toMatchObject({ pools: [{ ...shown, shops: [{ listing }, { listing }] }] })
  const stock = { overcommit: 0, overcommitGranted: 0, overcommitAsked: 0, oversellPerDay: 0 }
  expect(data?.skusByCode).toEqual([{ stock: { pools: [stock] } }])
  const none = await api.ask(OvercommitOfDocument, { key: admin, variables: { sku: 'NONE', skus: [] } })
  expect(none.data?.overcommit).toMatchObject({ code: 'UNKNOWN_SKU', field: 'sku' })
  const budget = await api.ask(OvercommitBudgetDocument, { key: admin, variables: {} })
  expect(budget.data).toMatchObject({
    overcommitBudget: { grantedPerDay: 0, owedUnits: 0, strictSince: null, strictUntil: null },
    overcommitCharges: { edges: [], pageInfo: { hasNextPage: false } },
  })
  const shopper = await api.key({ role: 'storefront' })
  const { errors } = await api.ask('{ skusByCode(codes: ["CUP"]) { stock { pools { overcommitGranted } } } }', { key: shopper })
  expect(errors[0]?.extensions.code).toBe('FORBIDDEN')
})

it('explains what is on its way, and what campaigns keep, beside what is wanted', async () => {
  const inMs = (ms: number): string => new Date(clock.now().getTime() + ms).toISOString()
  const window = { startsAt: inMs(3_600_000), endsAt: inMs(7_200_000) }
  const line = { channel: 'A', listing: '1/1/', units: 6 }
  const input = { code: 'KEEP', name: 'Kept', kind: 'FLASH_SALE', channels: ['A'], ...window, lines: [line] } as const
  await api.ask(PlanCampaignDocument, { key: admin, variables: { key: 'keep', input } })
  const granted = await api.ask(GrantCampaignDocument, {
    key: admin,
    variables: { key: 'grant', campaign: 'KEEP', onShortage: 'TAKE_WHAT_THERE_IS' },
  })
  expect(granted.data?.grantCampaign).toMatchObject({ lockedUnits: 6 })
  sandbox.world.faults.add({ kind: 'drop after', method: 'quantity.update' })
  await api.plan()
  for (const task of ['orders', 'publish'] as const) await tendAll(task)
  const told = await explain('A')
  const steps = told?.__typename === 'QuotaExplained' ? told.now.steps : []
  expect(steps[0]).toMatchObject({ kind: 'CAMPAIGN_LOCK', units: -6 })
  expect(told).toMatchObject({ inFlight: [{ kind: 'raise', state: 'unknown' }] })
})
