import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApi, type TestApi } from '../support/api.ts'
import { ManualClock } from '../../sandbox/shared/clock.ts'
import { receive } from '../support/stock-api.ts'
import {
  AcknowledgeHoldDocument,
  AdjustStockDocument,
  AlarmsDocument,
  ChangeConditionDocument,
  CommitHoldDocument,
  CountStockDocument,
  CreateDirectChannelDocument,
  DefineRecipeDocument,
  DispatchTransferDocument,
  DocumentsDocument,
  ExtendHoldDocument,
  HoldAndReadDocument,
  HoldByIdDocument,
  HoldDocument,
  HoldsDocument,
  LedgerDocument,
  MovesDocument,
  ReceiveTransferDocument,
  ReleaseHoldDocument,
  ReplaceHoldDocument,
  SetSafetyStockDocument,
  SettleAlarmDocument,
  ShipHoldDocument,
  StockAsOfDocument,
  StockOfSkuDocument,
  SubmitDocumentsDocument,
  TransfersDocument,
} from './generated/documents.ts'

const clock = new ManualClock(new Date('2026-11-20T08:00:00Z'))
let api: TestApi
let key: string
beforeAll(async () => {
  api = await testApi({ clock })
  key = await api.key({ role: 'operator' })
  await receive(api, key, { location: 'wh1', skus: ['A1', 'A2', 'A3', 'A4', 'A5'], units: 10 })
  await receive(api, key, { location: 'wh2', skus: ['A4'], units: 5 })
})
afterAll(() => api.dispose())

let keys = 0
const nextKey = (): string => `k${(keys += 1)}`
const poolOf = async (code: string) => {
  const { data } = await api.ask(StockOfSkuDocument, { key, variables: { code } })
  return data?.sku?.stock.pools[0]
}
const hold = async (lines: readonly { sku: string; units: number; location?: string }[], more = {}) => {
  const { data } = await api.ask(HoldDocument, { key, variables: { key: nextKey(), input: { lines, ttlMs: 60_000, ...more } } })
  return data?.hold
}
const held = async (...args: Parameters<typeof hold>): Promise<string> => {
  const outcome = await hold(...args)
  if (outcome?.__typename !== 'Held') throw new Error(JSON.stringify(outcome))
  return outcome.holdId
}

describe('a hold', () => {
  it('takes units, is extended, replaced, committed, acknowledged and shipped', async () => {
    const holdId = await held([{ sku: 'A1', units: 3 }], { reference: 'order-1' })
    expect(await poolOf('A1')).toMatchObject({ onHand: 10, held: 3, free: 7 })
    const extended = await api.ask(ExtendHoldDocument, { key, variables: { key: nextKey(), holdId, ttlMs: 120_000 } })
    expect(extended.data?.extendHold).toMatchObject({ __typename: 'Extended', expiresAt: '2026-11-20T08:02:00.000Z' })
    const replace = { lines: [{ sku: 'A1', units: 2 }] }
    const replaced = await api.ask(ReplaceHoldDocument, { key, variables: { key: nextKey(), holdId, input: replace } })
    expect(replaced.data?.replaceHold.__typename).toBe('Replaced')
    const early = await api.ask(ShipHoldDocument, { key, variables: { key: nextKey(), holdId } })
    expect(early.data?.shipHold).toMatchObject({ __typename: 'Refused', code: 'HOLD_NOT_COMMITTED' })
    const committed = await api.ask(CommitHoldDocument, { key, variables: { key: nextKey(), holdId } })
    expect(committed.data?.commitHold.__typename).toBe('Committed')
    const at = clock.now().toISOString()
    const known = await api.ask(AcknowledgeHoldDocument, { key, variables: { key: nextKey(), holdId, location: 'wh1', at } })
    expect(known.data?.acknowledgeHold.__typename).toBe('Acknowledged')
    const shipped = await api.ask(ShipHoldDocument, { key, variables: { key: nextKey(), holdId, input: { location: 'wh1' } } })
    expect(shipped.data?.shipHold).toMatchObject({ __typename: 'Shipped', units: 2 })
    expect(await poolOf('A1')).toMatchObject({ onHand: 8, held: 0, free: 8 })
    const { data } = await api.ask(HoldsDocument, { key, variables: { first: 5, filter: { sku: 'A1', state: 'SHIPPED' } } })
    expect(data?.holds.edges.map(({ node }) => node)).toEqual([{ id: holdId, state: 'SHIPPED', reference: 'order-1' }])
  })

  it('is refused with the numbers when units are missing, all lines or none', async () => {
    const outcome = await hold([
      { sku: 'A2', units: 6 },
      { sku: 'A2', units: 5 },
      { sku: 'A3', units: 1 },
    ])
    expect(outcome).toMatchObject({
      code: 'NOT_ENOUGH_STOCK',
      shortages: [{ sku: 'A2', wantedUnits: 11, availableUnits: 10, location: null }],
    })
    expect(await poolOf('A3')).toMatchObject({ held: 0 })
  })

  it('is answered the same for the same key, and refused for the same key with other arguments', async () => {
    const variables = { key: nextKey(), input: { lines: [{ sku: 'A3', units: 1 }], ttlMs: 60_000 } }
    const first = await api.ask(HoldDocument, { key, variables })
    expect((await api.ask(HoldDocument, { key, variables })).text).toBe(first.text)
    const other = await api.ask(HoldDocument, { key, variables: { ...variables, input: { ...variables.input, ttlMs: 70_000 } } })
    expect(other.data?.hold).toMatchObject({ __typename: 'Refused', code: 'KEY_REUSED' })
    expect(await poolOf('A3')).toMatchObject({ held: 1 })
  })

  it('can be read along with the answer, with its channel, its goods and its place', async () => {
    await api.ask(CreateDirectChannelDocument, { key, variables: { input: { code: 'app', name: 'App' } } })
    const recipe = {
      code: 'duo',
      name: 'Duo',
      components: [
        { sku: 'A2', units: 2 },
        { sku: 'A3', units: 1 },
      ],
    }
    await api.ask(DefineRecipeDocument, { key, variables: { input: recipe } })
    const lines = [{ recipe: 'duo', units: 1, location: 'wh1' }]
    const { data } = await api.ask(HoldAndReadDocument, {
      key,
      variables: { key: nextKey(), input: { lines, ttlMs: 60_000, channel: 'app', reference: 'order-2' } },
    })
    const line = { line: 1, sets: 1, shipped: 0, released: 0, pool: { code: expect.any(String) }, location: { code: 'wh1' } }
    expect(data?.hold).toMatchObject({
      hold: { state: 'HELD', expired: false, reference: 'order-2', channel: { code: 'app' } },
    })
    expect(Object(data).hold.hold.lines).toEqual([
      { ...line, units: 2, sku: { code: 'A2' } },
      { ...line, units: 1, sku: { code: 'A3' } },
    ])
  })

  it('expires by the clock, gives its units back, and a late commit says what became of it', async () => {
    const holdId = await held([{ sku: 'A5', units: 10 }])
    clock.advance(60_000)
    expect(await poolOf('A5')).toMatchObject({ held: 0, free: 10 })
    const { data } = await api.ask(HoldByIdDocument, { key, variables: { id: holdId } })
    expect(data?.hold).toMatchObject({ state: 'HELD', expired: true })
    await held([{ sku: 'A5', units: 4 }])
    const late = await api.ask(CommitHoldDocument, { key, variables: { key: nextKey(), holdId } })
    expect(late.data?.commitHold).toEqual({
      __typename: 'Gone',
      because: 'EXPIRED',
      shortages: [{ sku: 'A5', wantedUnits: 10, availableUnits: 6 }],
    })
    const alarms = await api.ask(AlarmsDocument, { key, variables: { first: 5 } })
    const alarm = alarms.data?.alarms.edges[0]?.node
    expect(alarm).toMatchObject({ kind: 'paid_hold_lost', severity: 'critical' })
    expect(JSON.parse(alarm?.facts ?? '')).toMatchObject({ holdId })
    expect((await api.ask(SettleAlarmDocument, { key, variables: { id: alarm?.id ?? '' } })).data?.settleAlarm).toBe(true)
    expect((await api.ask(SettleAlarmDocument, { key, variables: { id: alarm?.id ?? '' } })).data?.settleAlarm).toBe(false)
  })

  it('gives back some of its units, and nothing twice', async () => {
    const holdId = await held([{ sku: 'A1', units: 4 }])
    const release = (lines?: readonly { line: number; units: number }[]) =>
      api.ask(ReleaseHoldDocument, { key, variables: { key: nextKey(), holdId, ...(lines ? { lines } : {}) } })
    expect((await release([{ line: 1, units: 1 }])).data?.releaseHold).toMatchObject({ units: 1 })
    expect((await release()).data?.releaseHold).toMatchObject({ units: 3 })
    expect((await release()).data?.releaseHold).toMatchObject({ units: 0 })
  })
})

describe('goods', () => {
  it('are adjusted, change condition and are counted', async () => {
    const at = { location: 'wh2', sku: 'A4' }
    const lost = await api.ask(AdjustStockDocument, {
      key,
      variables: { key: nextKey(), input: { ...at, change: -1, reason: 'broken' } },
    })
    expect(lost.data?.adjustStock).toEqual({ __typename: 'Booked', deficitUnits: 0 })
    const input = { ...at, from: 'SELLABLE', to: 'DEFECTIVE', units: 1, reason: 'scratched' } as const
    const changed = await api.ask(ChangeConditionDocument, { key, variables: { key: nextKey(), input } })
    expect(changed.data?.changeCondition.__typename).toBe('Booked')
    clock.advance(1_000)
    const count = { location: 'wh2', lines: [{ sku: 'A4', units: 5 }], countedAt: clock.now().toISOString() }
    const counted = await api.ask(CountStockDocument, { key, variables: { key: nextKey(), input: count } })
    expect(counted.data?.countStock).toEqual({ __typename: 'Counted', differences: [2] })
    const { data } = await api.ask(StockOfSkuDocument, { key, variables: { code: 'A4' } })
    expect(data?.sku?.stock.locations).toEqual([
      { location: { code: 'wh1' }, condition: 'SELLABLE', units: 10, named: 0 },
      { location: { code: 'wh2' }, condition: 'DEFECTIVE', units: 1, named: 0 },
      { location: { code: 'wh2' }, condition: 'SELLABLE', units: 5, named: 0 },
    ])
    const moves = await api.ask(MovesDocument, { key, variables: { sku: 'A4', first: 10 } })
    expect(moves.data?.moves.edges.map(({ node }) => node.units).reduce((sum, units) => sum + units, 0)).toBe(16)
  })

  it('travel by dispatch and receipt', async () => {
    const lines = [{ sku: 'A2', units: 2 }]
    const dispatch = { reference: 'T1', from: 'wh1', to: 'wh2', lines }
    const sent = await api.ask(DispatchTransferDocument, { key, variables: { key: nextKey(), input: dispatch } })
    expect(sent.data?.dispatchTransfer.__typename).toBe('Dispatched')
    const { data } = await api.ask(StockOfSkuDocument, { key, variables: { code: 'A2' } })
    expect(data?.sku?.stock.inTransit).toEqual([{ condition: 'SELLABLE', units: 2 }])
    const open = await api.ask(TransfersDocument, { key, variables: { first: 5, open: true } })
    expect(open.data?.transfers.edges[0]?.node).toMatchObject({
      from: { code: 'wh1' },
      to: { code: 'wh2' },
      lines: [{ sku: { code: 'A2' }, dispatched: 2, received: 0 }],
    })
    const arrived = await api.ask(ReceiveTransferDocument, {
      key,
      variables: { key: nextKey(), input: { reference: 'T1', lines, close: true } },
    })
    expect(arrived.data?.receiveTransfer.__typename).toBe('Booked')
    expect((await api.ask(TransfersDocument, { key, variables: { first: 5, open: true } })).data?.transfers.edges).toEqual([])
  })

  it('are set aside as safety stock, as far as they are there', async () => {
    const input = { sku: 'A4', wanted: 100 }
    const { data } = await api.ask(SetSafetyStockDocument, { key, variables: { key: nextKey(), input } })
    expect(data?.setSafetyStock).toEqual({ __typename: 'SafetySet', wanted: 100, kept: 15 })
    expect(await poolOf('A4')).toMatchObject({ free: 0, safetyKept: 15, safetyWanted: 100 })
  })

  it('can be asked for as they were at a past instant', async () => {
    const before = clock.now().toISOString()
    clock.advance(1_000)
    await receive(api, key, { location: 'wh1', skus: ['A3'], units: 7 })
    const asOf = await api.ask(StockAsOfDocument, { key, variables: { code: 'A3', at: before } })
    const now = await poolOf('A3')
    expect(now?.onHand).toBe(17)
    expect(asOf.data?.sku?.stockAsOf).toMatchObject({ at: before, pools: [{ onHand: 10 }], locations: [{ units: 10 }] })
  })

  it('leave a ledger that is paged by cursors, newest first', async () => {
    const ask = (after?: string | null) =>
      api.ask(LedgerDocument, { key, variables: { sku: 'A1', first: 3, after: after ?? null } })
    const first = await ask()
    const second = await ask(first.data?.ledger.pageInfo.endCursor)
    expect(first.data?.ledger.edges).toHaveLength(3)
    expect(first.data?.ledger.edges[0]?.node).toMatchObject({ from: 'HELD', to: 'FREE', reason: 'release' })
    expect(second.data?.ledger.edges[0]?.node).not.toEqual(first.data?.ledger.edges[2]?.node)
    expect(first.data?.ledger.edges[0]?.node.actor).toMatch(/^key:\d+$/)
  })
})

describe('documents', () => {
  it('are booked line by line, once, corrected, and refused only for what cannot be meant', async () => {
    const happenedAt = clock.now().toISOString()
    const submit = (units: number) =>
      api.ask(SubmitDocumentsDocument, {
        key,
        variables: {
          input: {
            source: 'wms',
            lines: [
              { document: 'R1', line: '1', kind: 'RECEIPT', location: 'wh1', sku: 'A5', units, happenedAt },
              { document: 'R1', line: '2', kind: 'RECEIPT', location: 'nowhere', sku: 'A5', units: 1, happenedAt },
            ],
          },
        },
      })
    const outcomes = async (units: number) => {
      const { data } = await submit(units)
      if (data?.submitDocuments.__typename !== 'DocumentsSubmitted') throw new Error(JSON.stringify(data))
      return data.submitDocuments.lines.map(({ line, outcome, refused }) => [line, outcome, refused?.code])
    }
    const second = ['2', 'REFUSED', 'UNKNOWN_LOCATION']
    expect(await outcomes(3)).toEqual([['1', 'BOOKED', undefined], second])
    expect(await outcomes(3)).toEqual([['1', 'UNCHANGED', undefined], second])
    expect(await outcomes(5)).toEqual([['1', 'CORRECTED', undefined], second])
    const { data } = await api.ask(DocumentsDocument, { key, variables: { source: 'wms', first: 5 } })
    expect(
      data?.documents.edges.map(({ node }) => [node.line, node.kind, node.revision, JSON.parse(node.content).units]),
    ).toEqual([['1', 'receipt', 2, 5]])
  })
})

describe('a credential limited to a channel and a location', () => {
  it('holds only with both named, and cannot tell what lies outside from what does not exist', async () => {
    await api.ask(CreateDirectChannelDocument, { key, variables: { input: { code: 'till', name: 'Till' } } })
    const own = await held([{ sku: 'A1', units: 1, location: 'wh1' }], { channel: 'app' })
    const foreign = await held([{ sku: 'A1', units: 1, location: 'wh1' }], { channel: 'till' })
    const limited = await api.key({ role: 'storefront', channels: ['app'], locations: ['wh1'] })
    const ask = async (line: { sku: string; units: number; location?: string }, channel?: string) => {
      const input = { lines: [line], ttlMs: 60_000, channel: channel ?? null }
      const { data } = await api.ask(HoldDocument, { key: limited, variables: { key: nextKey(), input } })
      return data?.hold
    }
    expect(await ask({ sku: 'A1', units: 1, location: 'wh1' }, 'app')).toMatchObject({ __typename: 'Held' })
    expect(await ask({ sku: 'A1', units: 1, location: 'wh1' })).toMatchObject({ code: 'INVALID', field: 'channel' })
    expect(await ask({ sku: 'A1', units: 1 }, 'app')).toMatchObject({ code: 'INVALID', field: 'lines.0.location' })
    expect(await ask({ sku: 'A1', units: 1, location: 'wh2' }, 'app')).toMatchObject({ code: 'UNKNOWN_LOCATION' })
    expect(await ask({ sku: 'A1', units: 1, location: 'wh1' }, 'till')).toMatchObject({ code: 'UNKNOWN_CHANNEL' })

    const read = (id: string) => api.ask(HoldByIdDocument, { key: limited, variables: { id } })
    expect((await read(own)).data?.hold?.id).toBe(own)
    expect((await read(foreign)).text).toBe((await read('01989d6e-0000-7000-8000-000000000000')).text)
    const release = await api.ask(ReleaseHoldDocument, { key: limited, variables: { key: nextKey(), holdId: foreign } })
    expect(release.data?.releaseHold).toMatchObject({ code: 'UNKNOWN_HOLD', message: `no hold ${foreign}` })
    const { data } = await api.ask(StockOfSkuDocument, { key: limited, variables: { code: 'A4' } })
    expect(data?.sku?.stock.locations.map(({ location }) => location.code)).toEqual(['wh1'])
    const ledger = await api.ask(LedgerDocument, {
      key: await api.key({ locations: ['wh1'] }),
      variables: { sku: 'A1', first: 1 },
    })
    expect(ledger.errors[0]?.extensions.code).toBe('FORBIDDEN')
  })
})
