import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { until } from '../support/embedded-folder.ts'
import { IntakePrograms } from '../support/intake-programs.ts'
import { programPid, ready, type Program } from '../support/program.ts'

let world: IntakePrograms
beforeAll(async () => {
  world = await IntakePrograms.open()
})
afterEach(() => world.stopWorkers())
afterAll(() => world.dispose())

/** A worker that has read both shops, and is at rest. */
async function reading(): Promise<Program> {
  const worker = world.worker()
  await ready(worker)
  await until(() => world.isRead())
  return worker
}

const nothingIsWrong = () => until(async () => (await world.wrong()).length === 0)

/** Whoever wants to book something waits from now on, in the middle of its transaction. */
async function holdBalances(): Promise<{ waits(): Promise<boolean>; letGo(): Promise<void> }> {
  const client = new pg.Client({ connectionString: world.url })
  await client.connect()
  await client.query('begin')
  await client.query('lock table m_test.pool_balance in exclusive mode')
  return {
    async waits() {
      const { rows } = await client.query(
        `select 1 from pg_locks where not granted and relation = 'm_test.pool_balance'::regclass`,
      )
      return rows.length > 0
    },
    letGo: () => client.end(),
  }
}

it('A2: a worker killed -9 in the middle of a page’s transaction leaves nothing of it, and another books it once', async () => {
  const first = await reading()
  const balances = await holdBalances()
  await world.buy('A', 5)
  await until(() => balances.waits())
  process.kill(await programPid(first), 'SIGKILL')
  expect(await first.exit).toBe(137)
  const second = world.worker()
  await ready(second)
  await balances.letGo()
  await nothingIsWrong()
})

it('A3: a worker frozen beyond its lease in the middle of a walk, and thawed, books nothing of what it had read', async () => {
  const frozen = await reading()
  const gate = Promise.withResolvers<void>()
  world.asked.splice(0)
  world.gates.set('A', gate)
  await world.buy('A', 3)
  await until(() => world.asked.includes('A'))
  process.kill(await programPid(frozen), 'SIGSTOP')
  world.gates.clear()
  await world.buy('A', 2)
  const other = world.worker()
  await ready(other)
  await nothingIsWrong()
  const booked = await world.booked()
  gate.resolve()
  process.kill(await programPid(frozen), 'SIGCONT')
  await until(() => frozen.out.includes('the lease of orders on channel'))
  expect(frozen.out).toContain('LeaseLost')
  expect([await world.wrong(), await world.booked()]).toEqual([[], booked])
})

it('A10: PostgreSQL stopped in the middle of a walk and started again: the same worker goes on by itself, with every shop, and nothing is missing', async () => {
  const worker = await reading()
  const gate = Promise.withResolvers<void>()
  world.asked.splice(0)
  world.gates.set('A', gate)
  await world.buy('A', 3)
  await until(() => world.asked.includes('A'))
  await world.stopDatabase()
  world.buyUnseen('A', 2)
  world.buyUnseen('B', 2)
  world.gates.clear()
  gate.resolve()
  await until(() => worker.out.includes('"level":"warn"'))
  await world.startDatabase()
  await nothingIsWrong()
  expect(worker.child.exitCode).toBeNull()
})
