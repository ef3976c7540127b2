import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { SystemClock } from '../../../src/clock.ts'
import { migrateAll } from '../../../src/db/migrate-all.ts'
import { openDatabase } from '../../../src/db/orm.ts'
import { createLog } from '../../../src/log.ts'
import { createMerchant } from '../../../src/merchants/create-merchant.ts'
import { holdUnits } from '../../../src/stock/commands/hold-units.ts'
import { OutcomeUnknown } from '../../../src/stock/engine/batch-failure.ts'
import { createStockDesk } from '../../../src/stock/stock-desk.ts'
import { EmbeddedFolder, isAlive, kill, until } from '../../support/embedded-folder.ts'
import { holdArgs } from '../../support/stock-args.ts'
import { auditAll, receive, StockWorld, yes } from '../../support/stock-world.ts'

const CHILD = join(import.meta.dirname, '..', '..', 'support', 'holding-child.ts')

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

/** Holds a child was given before it was killed, by key; it is killed as soon as it has said so many. */
async function holdsUntilKilled(
  prefix: string,
  { sku, answers }: { sku: string; answers: number },
): Promise<Map<string, string>> {
  const { url, schema } = world.merchant
  const child = spawn(process.execPath, [CHILD, url, schema, prefix, sku], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  const given = new Map<string, string>()
  for await (const line of createInterface(child.stdout)) {
    const [key = '', id = ''] = line.split(' ')
    given.set(key, id)
    if (given.size === answers) child.kill('SIGKILL')
  }
  await closed
  expect(child.signalCode).toBe('SIGKILL')
  return given
}

/** The hold in an answer; what is no answer of that kind fails the test. */
function idIn(answer: unknown): string {
  if (answer instanceof Error) throw answer
  return z.object({ kind: z.literal('held'), holdId: z.string() }).parse(answer).holdId
}

describe('kill -9 in the middle of 64 concurrent holds', () => {
  it.each([1, 65, 150 + (process.pid % 500)])(
    'after %i answers: every answered hold is there, and the audit is clean',
    async (answers) => {
      const sku = `killed-${answers}`
      await world.stocked(sku, 'W1', 1_000_000)
      const given = await holdsUntilKilled(sku, { sku, answers })
      // Asking again waits for whatever the killed process's connections are still doing.
      const again = await Promise.all(
        [...given.keys()].map(
          async (key) => [key, yes(await world.hold({ lines: [{ sku, units: 1 }] }, { key })).holdId] as const,
        ),
      )
      expect(new Map(again)).toEqual(given)
      const held = (await world.balance(sku))?.held ?? 0
      expect(held).toBeGreaterThanOrEqual(given.size)
      expect(held - given.size).toBeLessThanOrEqual(64)
      expect(await world.differences()).toEqual([])
    },
  )
})

describe('A10: PostgreSQL killed under load', () => {
  it('leaves outcomes unknown; the same key asked again after its restart tells the truth', async () => {
    const folder = await EmbeddedFolder.make()
    try {
      const { child, url } = await folder.spawnReady()
      const clock = new SystemClock()
      const { signal } = new AbortController()
      await migrateAll({ url, clock, signal })
      await createMerchant({ url, clock, signal }, { code: 'test', name: 'Test' })
      const orm = await openDatabase({ url, log: createLog({ level: 'silent' }), poolMax: 8 })
      const em = orm.em.fork({ schema: 'm_test' })
      await receive(em, { clock, sku: 'A1', units: 1_000_000 })
      const desk = createStockDesk(em, clock)
      const ask = (key: string) => desk.do(holdUnits, holdArgs({ lines: [{ sku: 'A1', units: 1 }] }), { key, actor: 'test' })

      const answered = new Map<string, string>()
      const unknown: string[] = []
      const pid = await folder.serverPid()
      const buy = async (buyer: number) => {
        for (let n = 0; n < 10_000; n += 1) {
          const key = `${buyer}-${n}`
          const answer = await ask(key).catch((error: unknown) => error)
          if (answer instanceof OutcomeUnknown) {
            unknown.push(key)
            return
          }
          answered.set(key, idIn(answer))
          if (answered.size === 500) process.kill(pid, 'SIGKILL')
        }
      }
      await Promise.all(Array.from({ length: 64 }, (_, buyer) => buy(buyer)))
      expect(unknown).toHaveLength(64)

      await kill(child)
      await until(() => !isAlive(pid))
      const restarted = await folder.start()
      expect(restarted.url).toBe(url)
      const told = await Promise.all([...answered].map(async ([key, id]) => [yes(await ask(key)).holdId, id] as const))
      for (const [now, then] of told) expect(now).toBe(then)
      const settled = await Promise.all(unknown.map(async (key) => yes(await ask(key)).holdId))
      expect(new Set([...answered.values(), ...settled]).size).toBe(answered.size + 64)
      expect(await auditAll(em)).toEqual([])
      await orm.close()
      await restarted.stop()
    } finally {
      await folder.dispose()
    }
  })
})
