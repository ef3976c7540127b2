import { beforeAll, describe, expect, it } from 'vitest'
import { readGoods } from '../../../replay/input/read-goods.ts'
import { readMoments } from '../../../replay/input/read-orders.ts'
import type { LineFaults } from '../../../replay/market/faults.ts'
import { toFigures, type Figures } from '../../../replay/report/report.ts'
import { replay } from '../../../replay/run.ts'
import { createLog } from '../../../src/log.ts'
import { testDatabase } from '../../support/db.ts'

const { signal } = new AbortController()

interface Asked {
  readonly stock: number
  readonly orders?: string
  readonly opening?: Readonly<Record<string, number>>
  readonly faults?: LineFaults
  readonly speed?: number
  /** Only what happens from then on. */
  readonly since?: string
  readonly lines?: number
}

async function run({
  stock,
  orders = 'orders.csv',
  opening = {},
  faults,
  speed,
  since = '1970-01-01T00:00:00Z',
  lines = 1_000,
}: Asked): Promise<Figures> {
  const goods = await readGoods('tests/fixtures/replay/skus.csv', signal)
  const { url, drop } = await testDatabase()
  try {
    const replayed = await replay({
      url,
      schema: 'm_test',
      goods,
      opening: (sku) => opening[sku] ?? Math.floor(stock * (goods.get(sku)?.soldBefore ?? 0)),
      moments: () => readMoments(`tests/fixtures/replay/${orders}`, { goods, signal, fromMs: Date.parse(since), lines }),
      ...(faults ? { faults } : {}),
      ...(speed === undefined ? {} : { speed }),
      log: createLog({ level: 'silent' }),
      signal,
    })
    return toFigures({ ...replayed, wallSeconds: 0, peakMb: 0, processes: [], chaos: null })
  } finally {
    await drop()
  }
}

const atRest = { oversoldUnits: 0, unsettled: 0, auditDifferences: 0 }

describe('a replay', { timeout: 180_000 }, () => {
  let calm: Figures
  beforeAll(async () => (calm = await run({ stock: 3, opening: { 23843: 81_000 } })), 180_000)

  it('drives every line through the shops and comes to rest: each unit is held or was refused by its shop', () => {
    expect(calm).toMatchObject({ ...atRest, linesIn: 119 })
    expect(calm.unitsHeld + calm.unitsRefused).toBe(82_043)
  })

  it('holds the order of 80,995 pieces and lets them go twelve minutes later', () => {
    expect(calm.unitsHeld).toBeGreaterThan(80_995)
    expect(calm.unitsCancelled).toBe(81_010)
  })

  it('holds and lets go of it at a set speed as well', async () => {
    const paced = await run({ stock: 0, opening: { 23843: 81_000 }, since: '2011-12-09T00:00:00Z', speed: 600 })
    expect(paced).toMatchObject({ ...atRest, linesIn: 1, unitsHeld: 80_995, unitsCancelled: 80_995 })
  })

  it('has that order refused by the shop where the goods are not there', async () => {
    const scarce = await run({ stock: 1, since: '2011-12-09T00:00:00Z' })
    expect(scarce).toMatchObject({ ...atRest, linesIn: 1, unitsHeld: 0, unitsRefused: 80_995, unitsCancelled: 0 })
  })

  it('R7: holds the units of an order once that JD splits and then tells nothing more of', async () => {
    expect(await run({ stock: 1, orders: 'jd-parts.csv' })).toMatchObject({ ...atRest, unitsHeld: 19, unitsCancelled: 16 })
  })

  it('comes to rest as well when every fifth call is refused, every tenth not answered, and lists are a minute late', async () => {
    const faulty = await run({ stock: 1.5, lines: 40, faults: { refused: 0.2, unknown: 0.1, feedLagMs: 60_000 } })
    expect(faulty).toMatchObject({ ...atRest, linesIn: 40 })
  })
})
