import { afterAll, beforeAll, expect, it } from 'vitest'
import { testApi, type TestApi } from '../support/api.ts'
import { queriesOf } from '../support/doc-queries.ts'
import { receive } from '../support/stock-api.ts'

const pages = queriesOf('docs/orders.md')
let api: TestApi
let key: string
beforeAll(async () => {
  api = await testApi()
  key = await api.key({ role: 'operator' })
  await receive(api, key, { location: 'W1', skus: ['CUP'], units: 4 })
})
afterAll(() => api.dispose())

interface Shown {
  readonly fingerprint: string
  readonly tasks: readonly { readonly id: string }[]
}

/** A query of the page, as it stands there. */
async function page(name: string, variables: Record<string, string> = {}) {
  const text = pages.get(name) ?? name
  const answer = await api.ask<Record<string, unknown>, object>(text, {
    key,
    variables: { key: crypto.randomUUID(), ...variables },
  })
  expect(answer.errors).toEqual([])
  return answer.data ?? {}
}
async function shown(): Promise<Shown | undefined> {
  const { data } = await api.ask<{ shortfalls: readonly Shown[] }, object>(pages.get('Shortfalls') ?? '', { key })
  return data?.shortfalls[0]
}

it('the page tells the truth: a manual order is told, changed, listed and cancelled by its queries', async () => {
  expect(await page('CreateManual')).toEqual({ createManualOrder: { reference: 'A-1' } })
  expect(await page('CreateManual')).toMatchObject({ createManualOrder: { code: 'REFERENCE_TAKEN' } })
  expect(await page('ChangeManual')).toEqual({ changeManualOrder: { reference: 'A-1' } })
  const hold = { id: expect.any(String), state: 'COMMITTED', lines: [{ line: 1, units: 3, shipped: 0 }] }
  const node = { reference: 'A-1', kind: 'ORDER', reason: 'by telephone', gifts: [], forOrderId: null, hold }
  expect(await page('ManualOrders')).toEqual({ manualOrders: { edges: [{ node }] } })
  expect(await page('CancelManual')).toEqual({ cancelManualOrder: { reference: 'A-1' } })
  expect(await page('ManualOrders')).toEqual({ manualOrders: { edges: [] } })
})

it('the page tells the truth: a shortfall is shown with its plan, which is applied as shown, and its tasks are ended', async () => {
  const input = '{ reference: "B-1", reason: "promised", asFact: true, lines: [{ sku: "CUP", units: 6 }] }'
  await page(`mutation ($key: String!) { createManualOrder(key: $key, input: ${input}) { __typename } }`)
  expect(await page('Shortfalls')).toMatchObject({
    shortfalls: [
      {
        sku: { code: 'CUP' },
        shortfall: 2,
        held: 6,
        onHand: 4,
        deficit: 2,
        orders: [{ reference: 'manual:B-1', units: 6 }],
        plan: { unplannedUnits: 0, steps: [{ reference: 'manual:B-1', treatment: 'CANCEL', units: 2 }] },
        tasks: [],
      },
    ],
  })
  expect(await page('ApplyPlan', { fingerprint: 'old' })).toMatchObject({ applyShortfallPlan: { code: 'PLAN_CHANGED' } })
  const fingerprint = (await shown())?.fingerprint ?? ''
  const task = { reference: 'manual:B-1', treatment: 'CANCEL', units: 2 }
  expect(await page('ApplyPlan', { fingerprint })).toMatchObject({ applyShortfallPlan: { tasks: [task] } })
  const id = (await shown())?.tasks[0]?.id ?? ''
  expect(await page('EndTask', { id })).toEqual({ endShortfallTask: true })
  expect(await page('EndTask', { id })).toEqual({ endShortfallTask: false })
  await receive(api, key, { location: 'W1', skus: ['CUP'], units: 2 })
  expect(await page('Shortfalls')).toEqual({ shortfalls: [] })
})

it('the page tells the truth: penalties come with plain numbers to edit, and are set for a platform', async () => {
  const row = (treatment: string) => expect.objectContaining({ treatment, isDefault: true, platform: null })
  expect(await page('Penalties')).toEqual({ penalties: [row('CANCEL'), row('DELAY'), row('SUBSTITUTE')] })
  expect(await page('SetPenalty')).toMatchObject({
    setPenalty: { penalties: [{}, { treatment: 'CANCEL', fixedFen: 2_000 }, {}, {}] },
  })
})
