import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { openDatabase } from '../../../src/db/orm.ts'
import { createLog } from '../../../src/log.ts'
import { holdUnits, type Held } from '../../../src/stock/commands/hold-units.ts'
import { DEFAULT_QUEUE_LIMITS } from '../../../src/stock/engine/command-queue.ts'
import type { Operation } from '../../../src/stock/engine/operation.ts'
import { createStockDesk, type StockDesk } from '../../../src/stock/stock-desk.ts'
import { statementsOf } from '../../support/count-statements.ts'
import { holdArgs } from '../../support/stock-args.ts'
import { MINUTE, StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
let other: StockDesk
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  other = await world.gateway()
})
afterAll(() => world.close())

function one(sku: string) {
  return { lines: [{ sku, units: 1 }] }
}

function kinds(answers: readonly { readonly kind: string }[]): readonly string[] {
  return answers.map(({ kind }) => kind)
}

/** A hold that goes wrong in a way no check foresees, as a bug would. */
function brokenHold(break_: (units: number) => number): Operation<ReturnType<typeof holdArgs>, Held> {
  return {
    ...holdUnits,
    name: 'broken',
    decide(book, args, scene) {
      const answer = holdUnits.decide(book, args, scene)
      for (const hold of book.holds.changed.values()) {
        book.saveHold({ ...hold, lines: hold.lines.map((line) => ({ ...line, units: break_(line.units) })) })
      }
      return answer
    },
  }
}

/** Runs `work` while somebody else's transaction keeps a SKU's balance locked. */
async function whileLocked(sku: string, work: () => Promise<void>): Promise<void> {
  const em = world.em
  await em.begin()
  await sql`select from ${sql.table('pool_balance')} b join ${sql.table('sku')} s on s.id = b.sku_id
             where s.code = ${sku} for update of b`.execute(merchantDb(em))
  try {
    await work()
  } finally {
    await em.rollback()
  }
}

describe('a batch', () => {
  it('sends the same few statements however many requests it decides', async () => {
    await world.stocked('few', 'W1', 200)
    await world.hold(one('few'))
    const holds = (count: number) => Promise.all(Array.from({ length: count }, () => world.hold(one('few'))))
    const ofOne = await statementsOf(() => holds(1))
    const ofHundred = await statementsOf(() => holds(100))
    expect(ofHundred.length).toBe(ofOne.length)
    expect(ofHundred.length).toBeLessThanOrEqual(8)
  })

  it('of which the database refuses one request answers all others', async () => {
    await world.stocked('check', 'W1', 50)
    const bad = brokenHold(() => 0)
    const wish = holdArgs(one('check'))
    const asked = Array.from({ length: 21 }, (_, n) => {
      const asking = { key: world.newKey(), actor: 'test' }
      return n === 7 ? world.desk.do(bad, wish, asking) : world.desk.do(holdUnits, wish, asking)
    })
    const outcomes = await Promise.allSettled(asked)
    expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map((_, n) => (n === 7 ? 'rejected' : 'fulfilled')))
    expect(await world.balance('check')).toMatchObject({ held: 20, free: 30 })
  })

  it('in which one request meets a bug answers all others', async () => {
    await world.stocked('bug', 'W1', 50)
    const bad = brokenHold(() => {
      throw new Error('a bug')
    })
    const asked = [world.do(bad, holdArgs(one('bug'))), ...Array.from({ length: 9 }, () => world.hold(one('bug')))]
    const outcomes = await Promise.allSettled(asked)
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    expect(await world.balance('bug')).toMatchObject({ held: 9, free: 41 })
  })

  it('decides one key once and gives its answer to all who asked, and KEY_REUSED to other arguments', async () => {
    await world.stocked('same', 'W1', 9)
    const first = world.hold(one('same'), { key: 'same-batch' })
    const second = world.hold(one('same'), { key: 'same-batch' })
    const third = world.hold({ lines: [{ sku: 'same', units: 2 }] }, { key: 'same-batch' })
    expect(await first).toMatchObject({ kind: 'held' })
    expect(await second).toEqual(await first)
    expect(await third).toMatchObject({ code: 'KEY_REUSED', field: 'key' })
    expect(await world.balance('same')).toMatchObject({ held: 1 })
  })
})

describe('keys over two gateways', () => {
  it('have one effect each, also where both use many of them at once for different goods in different order', async () => {
    await world.stocked('left', 'W1', 100)
    await world.stocked('right', 'W1', 100)
    const keys = Array.from({ length: 40 }, (_, n) => `both-${n}`)
    const [left, right] = await Promise.all([
      Promise.all(keys.map((key) => world.hold(one('left'), { key }))),
      Promise.all(keys.toReversed().map((key) => world.hold(one('right'), { key, desk: other }))),
    ])
    const held = [...left, ...right].filter(({ kind }) => kind === 'held')
    const reused = [...left, ...right].filter((answer) => answer.kind === 'refused' && answer.code === 'KEY_REUSED')
    expect([held.length, reused.length]).toEqual([40, 40])
    const [inLeft, inRight] = await Promise.all([world.balance('left'), world.balance('right')])
    expect((inLeft?.held ?? 0) + (inRight?.held ?? 0)).toBe(40)
  })

  it('asked for again while the first asking is still being decided get its answer', async () => {
    await world.stocked('slow', 'W1', 9)
    let answers: Promise<readonly { readonly kind: string }[]> | undefined
    await whileLocked('slow', async () => {
      const ask = (desk: StockDesk) => world.hold(one('slow'), { key: 'slow-key', desk })
      answers = Promise.all([ask(world.desk), ask(other), ask(world.desk)])
      await expect.poll(() => lockWaiters()).toBeGreaterThanOrEqual(2)
    })
    const got = await answers
    expect(new Set(got?.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await world.balance('slow')).toMatchObject({ held: 1 })
  })
})

async function lockWaiters(): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`.execute(merchantDb(world.em))
  return rows[0]?.n ?? 0
}

/** A hold that nobody waits for but a worker. */
/** The queue may not have begun to wait when time passes: it does so until they are answered. */
async function whileTimePasses<T>(answered: Promise<T>): Promise<T> {
  let isAnswered = false
  void answered.finally(() => (isAnswered = true))
  while (!isAnswered) {
    world.clock.advance(100)
    await world.balance('patient')
  }
  return answered
}

const patientHold = { ...holdUnits, patient: true } as const

describe('a queue', () => {
  it('whose requests can wait decides those of several channels together', async () => {
    await world.stocked('patient', 'W1', 50)
    const desk = await world.gateway({ ...DEFAULT_QUEUE_LIMITS, patienceMs: 500 })
    const ask = (key: string) => desk.do(patientHold, holdArgs(one('patient')), { key, actor: 'test' })
    const statements = await statementsOf(async () => {
      const both = ['patient-1', 'patient-2'].map(ask)
      await world.balance('patient')
      expect(desk.waiting).toBe(2)
      expect(kinds(await whileTimePasses(Promise.all(both)))).toEqual(['held', 'held'])
    })
    expect(statements.filter((text) => text === 'commit')).toHaveLength(1)
  })

  it('in which somebody cannot wait decides all there are at once', async () => {
    await world.stocked('hasty', 'W1', 50)
    const desk = await world.gateway({ ...DEFAULT_QUEUE_LIMITS, patienceMs: 3_600_000 })
    const waits = desk.do(patientHold, holdArgs(one('hasty')), { key: 'hasty-1', actor: 'test' })
    await world.balance('hasty')
    expect(desk.waiting).toBe(1)
    expect(kinds(await Promise.all([world.hold(one('hasty'), { key: 'hasty-2', desk }), waits]))).toEqual(['held', 'held'])
  })

  it('that is full answers BUSY at once with a time to come back, and remembers nothing of it', async () => {
    await world.stocked('full', 'W1', 50)
    const desk = await world.gateway({ ...DEFAULT_QUEUE_LIMITS, waitingMax: 10 })
    const asked = Array.from({ length: 15 }, (_, n) => world.hold(one('full'), { key: `full-${n}`, desk }))
    const answers = await Promise.all(asked)
    expect(kinds(answers.slice(0, 10))).toEqual(Array.from({ length: 10 }, () => 'held'))
    for (const answer of answers.slice(10)) expect(answer).toMatchObject({ code: 'BUSY', retryAfterMs: expect.any(Number) })
    expect(await world.hold(one('full'), { key: 'full-14', desk })).toMatchObject({ kind: 'held' })
    expect(await world.balance('full')).toMatchObject({ held: 11 })
  })

  it('answers BUSY to all who waited too long, and goes on', async () => {
    await world.stocked('late', 'W1', 50)
    const desk = await world.gateway({ ...DEFAULT_QUEUE_LIMITS, batchMax: 5, lanes: 1 })
    const asked: Promise<{ readonly kind: string }>[] = []
    await whileLocked('late', async () => {
      asked.push(...Array.from({ length: 25 }, () => world.hold(one('late'), { desk })))
      await expect.poll(() => desk.waiting).toBe(20)
      world.clock.advance(DEFAULT_QUEUE_LIMITS.waitMsMax + 1)
    })
    const answers = await Promise.all(asked)
    expect(kinds(answers.slice(0, 5))).toEqual(['held', 'held', 'held', 'held', 'held'])
    for (const answer of answers.slice(5)) expect(answer).toMatchObject({ code: 'BUSY', retryAfterMs: expect.any(Number) })
    expect(await world.hold(one('late'), { desk })).toMatchObject({ kind: 'held' })
  })

  it('whose prepared statements were forgotten, as poolers do, is decided again without them', async () => {
    await world.stocked('forgotten', 'W1', 20)
    const orm = await openDatabase({ url: world.merchant.url, log: createLog({ level: 'silent' }), poolMax: 1 })
    try {
      const em = orm.em.fork({ schema: world.merchant.schema })
      const desk = createStockDesk(em, world.clock)
      const statements = sql<{ name: string }>`select name from pg_prepared_statements`
      for (let n = 1; n <= 8; n += 1) await world.hold(one('forgotten'), { key: `prepared ${n}`, desk })
      expect((await statements.execute(merchantDb(em))).rows).not.toEqual([])
      await sql`deallocate all`.execute(merchantDb(em))
      expect(await world.hold(one('forgotten'), { key: 'after', desk })).toMatchObject({ kind: 'held' })
      expect((await statements.execute(merchantDb(em))).rows).toEqual([])
    } finally {
      await orm.close()
    }
  })

  it('whose process has no connection left answers BUSY instead of waiting for ever', async () => {
    await world.stocked('none', 'W1', 5)
    // For opening one, too.
    const limits = { connectTimeoutMs: 3_000 }
    const orm = await openDatabase({ url: world.merchant.url, log: createLog({ level: 'silent' }), poolMax: 1, limits })
    try {
      const em = orm.em.fork({ schema: world.merchant.schema })
      const desk = createStockDesk(em, world.clock)
      const hog = em.fork()
      await hog.begin()
      expect(await world.hold(one('none'), { key: 'hogged', desk })).toMatchObject({ code: 'BUSY' })
      await hog.rollback()
      expect(await world.hold(one('none'), { key: 'hogged', desk })).toMatchObject({ kind: 'held' })
    } finally {
      await orm.close()
    }
  })
})

describe('many at once over two gateways', () => {
  it('never wait for each other in a circle, whatever goods they name in whatever order', async () => {
    const skus = Array.from({ length: 12 }, (_, n) => `cross-${n}`)
    for (const sku of skus) await world.stocked(sku, 'W1', 1_000)
    // A batch that PostgreSQL broke off for a deadlock would be decided again; these answer BUSY instead.
    const onlyOnce = { ...DEFAULT_QUEUE_LIMITS, batchMax: 3, lanes: 4, triesMax: 1 }
    const [first, second] = [await world.gateway(onlyOnce), await world.gateway(onlyOnce)]
    const orders = Array.from({ length: 240 }, (_, n) => {
      const mixed = skus.toSorted((a, b) => Math.sin(n * 31 + Number(a.slice(6))) - Math.sin(n * 31 + Number(b.slice(6))))
      return world.hold({ lines: mixed.slice(0, 5).map((sku) => ({ sku, units: 1 })) }, { desk: n % 2 === 0 ? first : second })
    })
    expect(new Set(kinds(await Promise.all(orders)))).toEqual(new Set(['held']))
    const balances = await Promise.all(skus.map((sku) => world.balance(sku)))
    expect(balances.reduce((sum, balance) => sum + (balance?.held ?? 0), 0)).toBe(240 * 5)
  })

  it('get exactly the units of 50,000 holds that all end at the same second', async () => {
    await world.stocked('flood', 'W1', 50_000)
    await holdByThousands('flood', { holds: 50_000, ttlMs: MINUTE })
    expect(await world.hold(one('flood'))).toMatchObject({ code: 'NOT_ENOUGH_STOCK' })
    world.clock.advance(MINUTE)
    const buyers = Array.from({ length: 400 }, (_, n) =>
      world.hold({ lines: [{ sku: 'flood', units: 150 }] }, { desk: n % 2 === 0 ? world.desk : other }),
    )
    const answers = await Promise.all(buyers)
    expect(kinds(answers).filter((kind) => kind === 'held')).toHaveLength(333)
    expect(await world.balance('flood')).toMatchObject({ held: 49_950, free: 50, deficit: 0 })
    expect(await untouchedHolds('flood')).toBe(50_000)
  })
})

/** As so many buyers would have left them: a row, a line and a ledger line each. */
async function holdByThousands(sku: string, { holds, ttlMs }: { holds: number; ttlMs: number }): Promise<void> {
  const db = merchantDb(world.em)
  const now = world.clock.now()
  const expiresAt = new Date(now.getTime() + ttlMs)
  await sql`
    with at as (select b.pool_id, b.sku_id from ${sql.table('pool_balance')} b
                  join ${sql.table('sku')} s on s.id = b.sku_id where s.code = ${sku}),
         made as (insert into ${sql.table('hold')} (id, state, actor, expires_at, created_at)
                  select gen_random_uuid(), 'held', 'test', ${expiresAt}, ${now} from generate_series(1, ${holds}) returning id),
         lines as (insert into ${sql.table('hold_line')} (hold_id, line, pool_id, sku_id, units, expires_at)
                   select made.id, 1, at.pool_id, at.sku_id, 1, ${expiresAt} from made, at),
         moves as (insert into ${sql.table('ledger')}
                     (pool_id, sku_id, from_place, to_place, units, reason, document, actor, happened_at, recorded_at)
                   select at.pool_id, at.sku_id, 'free', 'held', 1, 'hold', 'hold:' || made.id || '/1', 'test', ${now}, ${now} from made, at)
    update ${sql.table('pool_balance')} b set held = b.held + ${holds} from at
     where b.pool_id = at.pool_id and b.sku_id = at.sku_id`.execute(db)
}

/** Holds still stored as they were made: expiring costs a sum, not a row each. */
async function untouchedHolds(sku: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n
      from ${sql.table('hold')} h
      join ${sql.table('hold_line')} l on l.hold_id = h.id
      join ${sql.table('sku')} s on s.id = l.sku_id
     where s.code = ${sku} and h.state = 'held' and h.expires_at <= ${world.clock.now()}`.execute(merchantDb(world.em))
  return rows[0]?.n ?? 0
}
