import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { merchantDb, sharedDb } from '../../../src/db/merchant-db.ts'
import type { Em } from '../../../src/db/orm.ts'
import type { Memory } from '../../../src/domain/database-standing.ts'
import { checkFence, takeDueTask } from '../../../src/jobs/channel-task.ts'
import { createLog } from '../../../src/log.ts'
import { DatabaseReplaced, DatabaseWitness } from '../../../src/recovery/database-witness.ts'
import { noMemory, type MemoryStore } from '../../../src/recovery/memory-file.ts'
import { listAlarms } from '../../../src/stock/read/list-alarms.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'
import { MovableClock } from '../../support/shop-world.ts'

let merchant: TestMerchant
let shared: Em
const clock = new MovableClock()
beforeEach(async () => {
  merchant = await testMerchant()
  shared = merchant.orm.em.fork()
  const channels = [
    ['shop-1', 'taobao', 'live'],
    ['shop-2', 'jd', 'joining'],
    ['shop-3', 'jd', 'shadow'],
    ['app', 'direct', 'live'],
  ]
  for (const [code, platform, state] of channels)
    await sql`insert into ${sql.table('channel')} (code, name, platform, state, created_at)
      values (${code}, ${code}, ${platform}, ${state}, ${clock.now()}::timestamptz)`.execute(merchantDb(merchant.em))
})
afterEach(() => merchant.dispose())

const process = (store: MemoryStore = noMemory) =>
  new DatabaseWitness({ em: merchant.orm.em, clock, log: createLog({ level: 'silent' }), store })
const what = async (witness: DatabaseWitness) => (await witness.look()).map((finding) => finding.what)
const run = (text: string) => sql.raw(text).execute(sharedDb(shared))

async function states(): Promise<Record<string, string>> {
  const { rows } = await sql<{ code: string; state: string }>`
    select code, state from ${sql.table('channel')}`.execute(merchantDb(merchant.em))
  return Object.fromEntries(rows.map(({ code, state }) => [code, state]))
}

/** What a dump of the shared tables holds, put back as restoring it does: by new transactions. */
async function dumpedGenerations(): Promise<() => Promise<void>> {
  await run('create table onepool.dump as select * from onepool.database_generation')
  return async () => {
    await run('delete from onepool.database_generation')
    await run('insert into onepool.database_generation overriding system value select * from onepool.dump')
  }
}

it('marks again and again, and after a restart of the program, without finding anything', async () => {
  const first = process()
  for (let look = 0; look < 3; look += 1) expect(await what(first)).toEqual([])
  const second = process()
  expect([await what(second), await what(first), await what(second)]).toEqual([[], [], []])
  await merchant.em.fork().transactional((tx) => first.check(tx))
  expect((await states())['shop-1']).toBe('live')
})

it('A10: a dump restored into the same database is recognised at the start: live channels join again, an alarm says so', async () => {
  const running = process()
  await running.look()
  const restore = await dumpedGenerations()
  await running.look()
  await restore()

  expect(await what(process())).toEqual(['rows written back'])
  expect(await states()).toEqual({ 'shop-1': 'joining', 'shop-2': 'joining', 'shop-3': 'shadow', app: 'live' })
  const { rows } = await sql<{ doubted: number }>`
    select count(doubted_at)::int as doubted from ${sql.table('channel')}`.execute(merchantDb(merchant.em))
  expect(rows).toEqual([{ doubted: 3 }])
  const alarms = await listAlarms(merchant.em, { first: 10, after: null, open: true })
  expect(alarms.rows).toMatchObject([{ kind: 'database_restored', severity: 'critical' }])
  expect(await what(process())).toEqual([])
})

it('A10: a running process recognises it too, and lets no raise be written meanwhile', async () => {
  const running = process()
  await running.look()
  const restore = await dumpedGenerations()
  await running.look()
  const raise = () => merchant.em.fork().transactional((tx) => running.check(tx))
  await raise()
  await restore()

  await expect(raise()).rejects.toThrow(DatabaseReplaced)
  expect(await what(running)).toEqual(['rows written back', 'earlier mark'])
  expect((await states())['shop-1']).toBe('joining')
  await raise()
})

it('A10: of several processes one finds it; the others raise nothing until they have looked, and find nothing anew', async () => {
  const [one, other] = [process(), process()]
  await one.look()
  await other.look()
  const restore = await dumpedGenerations()
  await one.look()
  await restore()
  const together = await Promise.all([what(one), what(other)])
  expect(together.filter((findings) => findings.length > 0)).toHaveLength(1)
  await sql`update ${sql.table('channel')} set state = 'live' where code = 'shop-1'`.execute(merchantDb(merchant.em))
  expect([await what(one), await what(other)]).toEqual([[], []])
  expect((await states())['shop-1']).toBe('live')
})

it('R11: a lease given out before a restore counts no more after it, although fences repeat in the restored rows', async () => {
  const running = process()
  await running.look()
  const { rows } = await sql<{ id: string }>`select id from ${sql.table('channel')} where code = 'shop-1'`.execute(
    merchantDb(merchant.em),
  )
  const due = { task: 'orders', holder: 'frozen', leaseMs: 60_000 } as const
  await sql`insert into ${sql.table('channel_task')} (channel_id, task, due_at) values (${rows[0]?.id ?? ''}, 'orders', ${clock.now()}::timestamptz)`.execute(
    merchantDb(merchant.em),
  )
  const frozen = await takeDueTask(merchant.em, { ...due, now: clock.now() })
  // The restored rows know of no lease.
  await sql`update ${sql.table('channel_task')} set fence = 0, holder = null, leased_until = null, due_at = ${clock.now()}::timestamptz`.execute(
    merchantDb(merchant.em),
  )
  const restore = await dumpedGenerations()
  await restore()
  await running.look()
  const fresh = await takeDueTask(merchant.em, { ...due, holder: 'fresh', now: clock.now() })
  if (!frozen || !fresh) throw new Error('nothing was due')
  expect([await checkFence(merchant.em, frozen), await checkFence(merchant.em, fresh)]).toEqual([false, true])
})

it('what is told to a shop is sealed outside first: seals that come together share a write, none relies on an older one', async () => {
  const kept: Memory[] = []
  const store: MemoryStore = { ...noMemory, write: (memory) => Promise.resolve(void kept.push(memory)) }
  const witness = process(store)
  await witness.look()
  kept.length = 0
  await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      await run(`create table onepool.raise_${n} ()`)
      const { rows } = await sql<{ at: string }>`select pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::text as at`.execute(
        sharedDb(merchant.orm.em.fork()),
      )
      await witness.seal()
      expect(kept.at(-1)?.walBytes).toBeGreaterThanOrEqual(BigInt(rows[0]?.at ?? 0))
    }),
  )
  expect(kept.length).toBeLessThanOrEqual(20)
  expect(kept.map(({ walBytes }) => walBytes)).toEqual(kept.map(({ walBytes }) => walBytes).toSorted((a, b) => (a < b ? -1 : 1)))
})
