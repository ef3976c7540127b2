import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { commitHold } from '../../../src/stock/commands/commit-hold.ts'
import { dispatchTransfer } from '../../../src/stock/commands/dispatch-transfer.ts'
import { releaseHold } from '../../../src/stock/commands/release-hold.ts'
import { replaceHold } from '../../../src/stock/commands/replace-hold.ts'
import { shipHold } from '../../../src/stock/commands/ship-hold.ts'
import { adjustStock } from '../../../src/stock/facts/adjust-stock.ts'
import type { StockDesk } from '../../../src/stock/stock-desk.ts'
import { wantedLines } from '../../support/stock-args.ts'
import { holdId, MINUTE, StockWorld, yes } from '../../support/stock-world.ts'

let world: StockWorld
let other: StockDesk
beforeAll(async () => {
  world = await StockWorld.open()
  await world.pool('south')
  await world.location('W1')
  await world.location('W2')
  await world.location('S1', { pool: 'south' })
  await world.defaultLocation('central', 'W1')
  other = await world.gateway()
})
afterAll(() => world.close())

/** Each n-th asking goes through the other process. */
function deskFor(n: number): StockDesk {
  return n % 2 === 0 ? world.desk : other
}

function asking(): { key: string; actor: string } {
  return { key: world.newKey(), actor: 'test' }
}

function buyers(count: number, lines: Parameters<typeof world.hold>[0]['lines']) {
  return Array.from({ length: count }, (_, n) => world.hold({ lines }, { desk: deskFor(n) }))
}

function heldOf(answers: readonly { readonly kind: string }[]): number {
  return answers.filter(({ kind }) => kind === 'held').length
}

describe('over two gateway processes on one database', () => {
  it('I1: the last unit goes to one of two buyers', async () => {
    await world.stocked('last', 'W1', 1)
    expect(heldOf(await Promise.all(buyers(2, [{ sku: 'last', units: 1 }])))).toBe(1)
  })

  it('I1: the last five units go to five of five hundred buyers', async () => {
    await world.stocked('five', 'W1', 5)
    expect(heldOf(await Promise.all(buyers(500, [{ sku: 'five', units: 1 }])))).toBe(5)
    expect(await world.balance('five')).toMatchObject({ held: 5, free: 0, deficit: 0 })
  })

  it('one key asked at both gets one answer', async () => {
    await world.stocked('key', 'W1', 9)
    const ask = (desk: StockDesk) => world.hold({ lines: [{ sku: 'key', units: 1 }] }, { key: 'same', desk })
    const answers = await Promise.all([ask(world.desk), ask(other), ask(world.desk), ask(other)])
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await world.balance('key')).toMatchObject({ held: 1 })
  })

  it('one reference asked for at both, for different goods, gets one hold', async () => {
    await world.stocked('refs-1', 'W1', 9)
    await world.stocked('refs-2', 'W1', 9)
    const ask = (sku: string, desk: StockDesk) => world.hold({ lines: [{ sku, units: 1 }], reference: 'SO-race' }, { desk })
    const answers = await Promise.all([ask('refs-1', world.desk), ask('refs-2', other)])
    expect(heldOf(answers)).toBe(1)
    expect(answers.find(({ kind }) => kind === 'refused')).toMatchObject({ code: 'REFERENCE_TAKEN' })
  })
})

describe('facts among buyers', () => {
  it('I2: what is lost while buyers hold becomes deficit only as far as they were promised it', async () => {
    await world.stocked('lost', 'W1', 50)
    const lose = { location: 'W1', sku: 'lost', condition: 'sellable' as const, change: -1, reason: 'lost', happenedAtMs: null }
    const losses = Array.from({ length: 20 }, (_, n) => deskFor(n).do(adjustStock, lose, asking()))
    const [answers] = await Promise.all([Promise.all(buyers(80, [{ sku: 'lost', units: 1 }])), Promise.all(losses)])
    const held = heldOf(answers)
    expect(await world.balance('lost')).toMatchObject({ onHand: 30, held, deficit: held - 30, free: 0 })
  })

  it('a count of a minute ago, told in the middle of sales, takes none of them back', async () => {
    await world.stocked('counted', 'W1', 90)
    world.clock.advance(2 * MINUTE)
    const sell = async (n: number) => {
      const id = holdId(yes(await world.hold({ lines: [{ sku: 'counted', units: 1 }] }, { desk: deskFor(n) })))
      await deskFor(n).do(commitHold, { holdId: id }, asking())
      await deskFor(n + 1).do(shipHold, { holdId: id, lines: null, location: null, shippedAtMs: null }, asking())
    }
    const count = {
      kind: 'count',
      document: 'in-between',
      happenedAtMs: world.nowMs - MINUTE,
      location: 'W1',
      sku: 'counted',
      units: 100,
    } as const
    await Promise.all([...Array.from({ length: 40 }, (_, n) => sell(n)), world.tell(count, other), world.tell(count)])
    expect(await world.unitsAt('W1', 'counted')).toBe(60)
    expect(await world.balance('counted')).toMatchObject({ onHand: 60, held: 0, free: 60 })
  })

  it('a dispatch takes what no buyer holds, and no buyer gets what is on its way', async () => {
    await world.stocked('leaving', 'W1', 10)
    const lines = [{ sku: 'leaving', condition: 'sellable' as const, units: 1 }]
    const sent = Array.from({ length: 12 }, (_, n) =>
      deskFor(n + 1).do(dispatchTransfer, { reference: `T-race-${n}`, from: 'W1', to: 'S1', lines }, asking()),
    )
    const [answers, dispatched] = await Promise.all([Promise.all(buyers(12, [{ sku: 'leaving', units: 1 }])), Promise.all(sent)])
    const away = dispatched.filter(({ kind }) => kind === 'dispatched').length
    expect(heldOf(answers) + away).toBe(10)
    expect(await world.balance('leaving')).toMatchObject({ onHand: 10 - away, held: heldOf(answers), free: 0, deficit: 0 })
  })

  it('R7: the same shipment told by the warehouse while we book it leaves once', async () => {
    await world.stocked('shipped', 'W1', 20)
    await world.stocked('shipped', 'S1', 20)
    const ids = await Promise.all(
      Array.from({ length: 10 }, (_, n) => world.held({ lines: [{ sku: 'shipped', units: 2 }], reference: `SO-ship-${n}` })),
    )
    await Promise.all(ids.map((id) => world.do(commitHold, { holdId: id })))
    await Promise.all(
      ids.flatMap((id, n) => [
        deskFor(n).do(shipHold, { holdId: id, lines: null, location: null, shippedAtMs: null }, asking()),
        world.tell(
          {
            kind: 'shipment',
            document: `race-ship-${n}`,
            happenedAtMs: world.nowMs,
            sku: 'shipped',
            units: 2,
            order: `SO-ship-${n}`,
            location: n < 5 ? 'W1' : 'S1',
          },
          deskFor(n + 1),
        ),
      ]),
    )
    const left = (await world.unitsAt('W1', 'shipped')) + (await world.unitsAt('S1', 'shipped'))
    expect(left).toBe(20)
    expect(await world.balance('shipped')).toMatchObject({ held: 0, deficit: 0 })
  })
})

describe('one hold changed twice at once', () => {
  it('at the instant it expires: either its buyer keeps the unit or the next one gets it', async () => {
    await world.stocked('instant', 'W1', 1)
    for (let round = 0; round < 10; round += 1) {
      const id = await world.held({ lines: [{ sku: 'instant', units: 1 }], ttlMs: MINUTE })
      world.clock.advance(MINUTE)
      const [commit, next] = await Promise.all([
        deskFor(round).do(commitHold, { holdId: id }, asking()),
        world.hold({ lines: [{ sku: 'instant', units: 1 }] }, { desk: deskFor(round + 1) }),
      ])
      expect([commit.kind, next.kind]).toEqual(commit.kind === 'gone' ? ['gone', 'held'] : ['committedLate', 'refused'])
      const winner = next.kind === 'held' ? holdId(yes(next)) : id
      await world.do(releaseHold, { holdId: winner, lines: null })
      expect(await world.balance('instant')).toMatchObject({ held: 0, free: 1 })
    }
  })

  it('by a replacement and a release ends released, with every unit back', async () => {
    await world.stocked('swap-1', 'W1', 9)
    await world.stocked('swap-2', 'W1', 9)
    for (let round = 0; round < 10; round += 1) {
      const id = await world.held({ lines: [{ sku: 'swap-1', units: 3 }] })
      const lines = wantedLines([{ sku: 'swap-2', units: 2 }])
      const [replaced, released] = await Promise.all([
        deskFor(round).do(replaceHold, { holdId: id, pool: null, lines }, asking()),
        deskFor(round + 1).do(releaseHold, { holdId: id, lines: null }, asking()),
      ])
      expect(released).toMatchObject({ kind: 'released', units: replaced.kind === 'replaced' ? 2 : 3 })
      expect(await world.balance('swap-1')).toMatchObject({ held: 0, free: 9 })
    }
    expect(await world.balance('swap-2')).toMatchObject({ held: 0, free: 9 })
  })

  it('by two releases gives its units back once', async () => {
    await world.stocked('twice', 'W1', 5)
    const id = await world.held({ lines: [{ sku: 'twice', units: 5 }] })
    const answers = await Promise.all([0, 1, 2, 3].map((n) => deskFor(n).do(releaseHold, { holdId: id, lines: null }, asking())))
    expect(answers.map((answer) => yes(answer).units).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 5])
    expect(await world.balance('twice')).toMatchObject({ held: 0, free: 5 })
  })
})

describe('orders that share SKUs', () => {
  it('in any order of lines never lock each other out', async () => {
    const skus = Array.from({ length: 6 }, (_, n) => `web-${n}`)
    for (const sku of skus) await world.stocked(sku, n3(sku), 500)
    const answers = await Promise.all(
      Array.from({ length: 300 }, async (_, n) => {
        const picked = [0, 1, 2].map((step) => skus[(n * 7 + step * (1 + (n % 5))) % skus.length] ?? 'web-0')
        const lines = (n % 2 === 0 ? picked : picked.toReversed()).map((sku) => ({ sku, units: 1 }))
        const held = await world.hold({ lines }, { desk: deskFor(n) })
        if (held.kind !== 'held' || n % 3 > 0) return held
        return deskFor(n + 1).do(releaseHold, { holdId: holdId(yes(held)), lines: null }, asking())
      }),
    )
    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['held', 'released']))
    const balances = await Promise.all(skus.map((sku) => world.balance(sku)))
    expect(balances.reduce((sum, balance) => sum + (balance?.held ?? 0), 0)).toBe(600)
  })

  function n3(sku: string): string {
    return sku < 'web-3' ? 'W1' : 'W2'
  }
})

describe('fifty thousand holds', () => {
  it('due at the same second are back for the buyers of that second, in one step', async () => {
    await world.stocked('flood', 'W1', 50_010)
    const due = new Date(world.nowMs + MINUTE).toISOString()
    const db = merchantDb(world.em)
    await sql`
      with begun as (
             insert into ${sql.table('hold')} (id, state, actor, expires_at, created_at)
             select gen_random_uuid(), 'held', 'test', ${due}, ${due} from generate_series(1, 50000) returning id),
           goods as (select s.id as sku_id, p.id as pool_id from ${sql.table('sku')} s, ${sql.table('pool')} p where s.code = 'flood' and p.code = 'central'),
           lines as (
             insert into ${sql.table('hold_line')} (hold_id, line, pool_id, sku_id, units, expires_at)
             select begun.id, 1, goods.pool_id, goods.sku_id, 1, ${due} from begun, goods),
           booked as (
             insert into ${sql.table('ledger')} (pool_id, sku_id, from_place, to_place, units, reason, document, actor, happened_at, recorded_at)
             select pool_id, sku_id, 'free', 'held', 50000, 'hold', 'flood', 'test', ${due}, ${due} from goods)
      update ${sql.table('pool_balance')} b set held = held + 50000 from goods
       where b.sku_id = goods.sku_id and b.pool_id = goods.pool_id`.execute(db)
    world.clock.advance(MINUTE - 1)
    expect(heldOf(await Promise.all(buyers(20, [{ sku: 'flood', units: 1 }])))).toBe(10)
    world.clock.advance(1)
    expect(heldOf(await Promise.all(buyers(200, [{ sku: 'flood', units: 1 }])))).toBe(200)
    expect(await world.balance('flood')).toMatchObject({ held: 210, free: 49_800 })
  })
})
