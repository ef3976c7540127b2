import type { Client } from 'graphql-ws'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testApi, type TestApi } from '../support/api.ts'
import { queriesOf } from '../support/doc-queries.ts'
import { until } from '../support/embedded-folder.ts'
import { follow } from '../support/follow.ts'
import { MovableClock } from '../support/shop-world.ts'
import {
  CampaignDocument,
  CampaignsDocument,
  ChangeCampaignDocument,
  CreateDirectChannelDocument,
  CreateLocationDocument,
  CreateSkuDocument,
  DefineRecipeDocument,
  EndCampaignDocument,
  GrantCampaignDocument,
  HoldDocument,
  PlanCampaignDocument,
  ReceiveStockDocument,
  type PlanCampaignInput,
} from './generated/documents.ts'

const clock = new MovableClock()
let api: TestApi
let admin: string
let keys = 0
const clients: Client[] = []

beforeAll(async () => {
  api = await testApi({ clock })
  admin = await api.key({ role: 'admin' })
  await api.ask(CreateSkuDocument, { key: admin, variables: { input: { code: 'CUP', name: 'Cup' } } })
  const components = [{ sku: 'CUP', units: 1 }]
  await api.ask(DefineRecipeDocument, { key: admin, variables: { input: { code: 'ONE-CUP', name: 'Cup', components } } })
  await api.ask(CreateLocationDocument, { key: admin, variables: { input: { code: 'W1', name: 'W1', kind: 'WAREHOUSE' } } })
  const delivery = { location: 'W1', lines: [{ sku: 'CUP', units: 20 }] }
  await api.ask(ReceiveStockDocument, { key: admin, variables: { key: 'r1', input: delivery } })
  await api.ask(CreateSkuDocument, { key: admin, variables: { input: { code: 'OLD-CUP', name: 'Old cup' } } })
  const old = [{ sku: 'OLD-CUP', units: 1 }]
  await api.ask(DefineRecipeDocument, { key: admin, variables: { input: { code: 'OLD', name: 'Old', components: old } } })
  await api.ask('mutation { archiveSku(code: "OLD-CUP") { __typename } }', { key: admin })
  await api.ask(CreateDirectChannelDocument, { key: admin, variables: { input: { code: 'app', name: 'App' } } })
})
afterAll(async () => {
  for (const client of clients) await client.dispose()
  await api.dispose()
})

const inMs = (ms: number): string => new Date(clock.now().getTime() + ms).toISOString()

function wish(code: string, units: number, more: Partial<PlanCampaignInput> = {}): PlanCampaignInput {
  const window = { startsAt: inMs(600_000), endsAt: inMs(4_200_000) }
  const lines = [{ recipe: 'ONE-CUP', units }]
  return { code, name: '双11', kind: 'FLASH_SALE', channels: ['app'], ...window, lines, ...more }
}

const key = (): string => `c${(keys += 1)}`

async function plan(input: PlanCampaignInput) {
  return (await api.ask(PlanCampaignDocument, { key: admin, variables: { key: key(), input } })).data?.planCampaign
}

async function grant(campaign: string) {
  const variables = { key: key(), campaign, onShortage: null }
  return (await api.ask(GrantCampaignDocument, { key: admin, variables })).data?.grantCampaign
}

it('a campaign is planned, granted, changed and ended, and each line says where its units are', async () => {
  expect(await plan(wish('D11', 12))).toEqual({ __typename: 'CampaignSaved', campaign: 'D11' })
  const show = async () => (await api.ask(CampaignDocument, { key: admin, variables: { code: 'D11' } })).data?.campaign
  const nothing = { lockedUnits: 0, keptUnits: 0, publishedUnits: 0, confirmedUnits: 0, soldUnits: 0, soldPerHour: null }
  expect(await show()).toMatchObject({
    phase: 'PLANNED',
    kind: 'FLASH_SALE',
    channels: ['app'],
    lines: [{ units: 12, ...nothing }],
  })

  expect(await grant('D11')).toEqual({ __typename: 'CampaignGranted', campaign: 'D11', lockedUnits: 12, missingUnits: 0 })
  expect(await show()).toMatchObject({
    phase: 'GRANTED',
    lines: [{ lockedUnits: 12, keptUnits: 12, leftUnits: 12, missingUnits: 0 }],
  })

  const refused = await plan(wish('D12', 9))
  expect(refused).toMatchObject({ campaign: 'D12' })
  expect(await grant('D12')).toMatchObject({
    code: 'NOT_ENOUGH_STOCK',
    shortages: [
      {
        sku: 'CUP',
        pool: 'central',
        wantedUnits: 9,
        availableUnits: 8,
        holders: [{ kind: 'CAMPAIGN', channel: null, campaign: 'D11', line: 1, units: 12 }],
      },
    ],
  })

  const input = { campaign: 'D11', lines: [{ line: 1, units: 15 }], newLines: [], endsAt: inMs(7_200_000) }
  const changed = await api.ask(ChangeCampaignDocument, { key: admin, variables: { key: key(), input } })
  expect(changed.data?.changeCampaign).toMatchObject({ lockedUnits: 3, missingUnits: 0 })

  clock.forward(700_000)
  expect(await show()).toMatchObject({ phase: 'RUNNING', lines: [{ keptUnits: 15, soldPerHour: 0, lastsUntil: null }] })
  const end = { key: key(), campaign: 'D11', confirm: null }
  const ended = await api.ask(EndCampaignDocument, { key: admin, variables: end })
  expect(ended.data?.endCampaign).toEqual({
    __typename: 'CampaignEnded',
    campaign: 'D11',
    returnedUnits: 15,
    shownUnits: 0,
    soldUnits: 0,
  })
  expect(await show()).toMatchObject({ phase: 'ENDED', lines: [{ keptUnits: 0 }] })

  const open = await api.ask(CampaignsDocument, { key: admin, variables: { first: 10, over: false } })
  expect(open.data?.campaigns.edges.map(({ node }) => node.code)).toEqual(['D12'])
  const first = await api.ask(CampaignsDocument, { key: admin, variables: { first: 1, over: true } })
  expect(first.data?.campaigns).toMatchObject({ edges: [{ node: { code: 'D12' } }], pageInfo: { hasNextPage: true } })
  const after = first.data?.campaigns.pageInfo.endCursor ?? null
  const next = await api.ask(CampaignsDocument, { key: admin, variables: { first: 1, after, over: true } })
  expect(next.data?.campaigns.edges.map(({ node }) => node.code)).toEqual(['D11'])
})

it('the queries of the page do what it says', async () => {
  const pages = queriesOf('docs/campaigns.md')
  const run = async (name: string) => {
    const text = (pages.get(name) ?? '').replaceAll('D11', 'PAGE').replaceAll('d11', 'page')
    const { data, errors } = await api.ask(text, { key: admin })
    expect(errors).toEqual([])
    return data
  }
  expect(await run('Plan')).toEqual({ planCampaign: { campaign: 'PAGE' } })
  expect(await run('Grant')).toEqual({ grantCampaign: { lockedUnits: 4, missingUnits: 0 } })
  expect(await run('Sell')).toEqual({
    hold: { code: 'CAMPAIGN_STATE', field: 'campaign', message: expect.stringMatching(/sells from/) },
  })
  expect(await run('Comparison')).toEqual({ campaignComparison: null })
  expect(await run('Progress')).toMatchObject({ campaign: { phase: 'GRANTED', lines: [{ recipe: 'ONE-CUP', keptUnits: 4 }] } })
})

it('a direct sale names its campaign and its buyer, of whom nothing is kept but a digest', async () => {
  const lines = [{ recipe: 'ONE-CUP', units: 2, limitPerBuyer: 1 }]
  await plan(wish('D13', 2, { startsAt: inMs(-1_000), lines }))
  expect(await grant('D13')).toMatchObject({ lockedUnits: 2 })
  const sell = async (buyer: string | null, one = key()) => {
    const input = { ttlMs: 60_000, channel: 'app', campaign: 'D13', buyer, lines: [{ recipe: 'ONE-CUP', units: 1 }] }
    return (await api.ask(HoldDocument, { key: admin, variables: { key: one, input } })).data?.hold
  }
  const first = await sell('customer-4711', 'sale-1')
  expect(first).toMatchObject({ __typename: 'Held' })
  expect(await sell('customer-4711', 'sale-1')).toEqual(first)
  expect(await sell('customer-4712', 'sale-1')).toMatchObject({ code: 'KEY_REUSED' })
  expect(await sell('customer-4711')).toMatchObject({ code: 'LIMIT_PER_BUYER', field: 'lines.0.units' })
  expect(await sell(null)).toMatchObject({ code: 'INVALID', field: 'buyer' })
  expect(await sell('customer-4712')).toMatchObject({ __typename: 'Held' })
  const { data } = await api.ask(CampaignDocument, { key: admin, variables: { code: 'D13' } })
  expect(data?.campaign?.lines).toMatchObject([{ keptUnits: 0, soldUnits: 2, leftUnits: 0 }])
  expect(api.logged.join('')).not.toContain('customer-471')
  expect(await api.findText('D13')).toContain('campaign')
  expect(await api.findText('customer-471')).toEqual([])
})

it('who follows a campaign is told how it goes, whenever that changes, and of no other one', async () => {
  const lines = [{ recipe: 'ONE-CUP', units: 1 }]
  for (const code of ['F1', 'F2']) await plan(wish(code, 1, { startsAt: inMs(-1_000), lines }))
  const query = '{ code phase lines { keptUnits soldUnits leftUnits } }'
  const one = follow(api, { query: `subscription { campaignProgress(campaign: "F1") ${query} }`, key: admin, clients })
  const all = follow(api, { query: `subscription { campaignProgress ${query} }`, key: admin, clients })
  const asked = (queriesOf('docs/campaigns.md').get('Follow') ?? '').replace('D11', 'F1')
  const page = follow(api, { query: asked, key: admin, clients })
  // A subscription does not say when it has begun: a name is changed until one is told to each.
  await until(async () => {
    for (const code of ['F1', 'F2'])
      await api.ask(ChangeCampaignDocument, { key: admin, variables: { key: key(), input: { campaign: code, name: key() } } })
    return [one, all, page].every(({ events }) => events.length > 0)
  })
  await grant('F1')
  const input = { ttlMs: 60_000, channel: 'app', campaign: 'F1', lines: [{ recipe: 'ONE-CUP', units: 1 }] }
  await api.ask(HoldDocument, { key: admin, variables: { key: key(), input } })
  const now = { code: 'F1', phase: 'RUNNING', lines: [{ keptUnits: 0, soldUnits: 1, leftUnits: 0 }] }
  await until(() =>
    [one, all].every(({ events }) => events.some((event) => JSON.stringify(event) === JSON.stringify({ campaignProgress: now }))),
  )
  expect(page.problems).toEqual([])
  expect(one.events.filter((event) => JSON.stringify(event).includes('F2'))).toEqual([])
  expect(all.events.filter((event) => JSON.stringify(event).includes('F2'))).not.toEqual([])
})

it.each([
  [{ endsAt: '2020-01-01T00:00:00Z' }, 'endsAt'],
  [{ channels: ['nowhere'] }, 'channels.0'],
  [{ lines: [{ recipe: 'NONE', units: 1 }] }, 'lines.0.recipe'],
  [{ lines: [{ recipe: 'ONE-CUP', units: 0 }] }, 'lines.0.units'],
  [{ lines: [{ recipe: 'ONE-CUP', units: 2, minimum: 3 }] }, 'lines.0.minimum'],
  [{ lines: [] }, 'lines'],
  [{ startsAt: '2030-11-11T20:00:00Z', endsAt: '2030-11-11T19:59:59Z' }, 'endsAt'],
  [{ freezes: true }, 'enrolsAt'],
  [{ lines: [{ recipe: 'OLD', units: 1 }] }, 'lines.0.recipe'],
])('refuses a plan with %j, and says where it is wrong', async (wrong, field) => {
  expect(await plan(wish('BAD', 1, wrong))).toMatchObject({ __typename: 'Refused', field })
  const { data } = await api.ask(CampaignDocument, { key: admin, variables: { code: 'BAD' } })
  expect(data?.campaign).toBeNull()
})
