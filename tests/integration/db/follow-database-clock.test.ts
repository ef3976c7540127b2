import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SystemClock } from '../../../src/clock.ts'
import { followDatabaseClock } from '../../../src/db/follow-database-clock.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { createLog } from '../../../src/log.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'

let merchant: TestMerchant
beforeAll(async () => {
  merchant = await testMerchant()
})
afterAll(() => merchant.dispose())

/** A machine whose clock is wrong, and whose minutes pass when the test says so. */
class WrongClock extends SystemClock {
  wrongMs: number
  #wake: () => void = () => undefined

  constructor(wrongMs: number) {
    super()
    this.wrongMs = wrongMs
  }

  override now(): Date {
    return new Date(super.now().getTime() + this.wrongMs)
  }

  override sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#wake = resolve
      signal?.addEventListener('abort', () => reject(new Error('aborted')), { once: true })
    })
  }

  passMinute(): void {
    this.#wake()
  }
}

async function databaseTime(): Promise<number> {
  const asked = sql<{ ms: number }>`select (extract(epoch from clock_timestamp()) * 1000)::double precision as ms`
  const { rows } = await asked.execute(merchantDb(merchant.em.fork()))
  return rows[0]?.ms ?? 0
}

/** How far a clock is from the database's; a busy machine may take a while between the two looks. */
async function aheadMs(clock: SystemClock): Promise<number> {
  const before = await databaseTime()
  const ours = clock.now().getTime()
  const after = await databaseTime()
  if (ours < before) return ours - before
  return Math.max(0, ours - after)
}

/** Far less than the clocks are wrong by, and more than a question takes on a busy machine. */
const NEAR_MS = 1_000

const log = createLog({ level: 'silent' })

it.each([-3_600_000, 0, 3_600_000])('a machine whose clock is %i ms off tells the time of the database', async (wrongMs) => {
  const clock = new WrongClock(wrongMs)
  const stop = new AbortController()
  await followDatabaseClock({ em: merchant.em, clock, log, signal: stop.signal })
  expect(Math.abs(await aheadMs(clock))).toBeLessThan(NEAR_MS)
  stop.abort()
})

it('follows when the machine’s clock is set while it runs', async () => {
  const clock = new WrongClock(0)
  const stop = new AbortController()
  await followDatabaseClock({ em: merchant.em, clock, log, signal: stop.signal })
  clock.wrongMs = 60_000
  const watch = new SystemClock()
  const tooLate = watch.deadline(10_000)
  while (!tooLate.aborted && Math.abs(await aheadMs(clock)) >= NEAR_MS) {
    clock.passMinute()
    await watch.sleep(5)
  }
  expect(Math.abs(await aheadMs(clock))).toBeLessThan(NEAR_MS)
  stop.abort()
})
