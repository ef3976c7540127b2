import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Random } from '../../../sandbox/shared/random.ts'
import { generate } from '../../../simulate/generate.ts'
import { SimMerchant } from '../../../simulate/merchant.ts'
import { oracleUnits } from '../../../simulate/oracle.ts'
import { OnePool, type Variant } from '../../../simulate/policies/onepool.ts'
import type { PolicyWorld } from '../../../simulate/policies/policy.ts'
import { runScenario } from '../../../simulate/run.ts'
import { semanticsOfRun } from '../../../simulate/scenario.ts'
import { Quiet } from '../../../simulate/world/quiet.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'

const counts = new Map<string, number>()
let merchant: TestMerchant
const quiet = new Quiet()
beforeAll(async () => {
  merchant = await testMerchant({ poolMax: 6 })
  const pool = await merchant.orm.em.getConnection().getNativeClient()
  pool.on('connect', (c: any) => { const q = c.query.bind(c); c.query = (...a: any[]) => { const t = (typeof a[0] === 'string' ? a[0] : a[0]?.text ?? '?').replace(/\s+/g, ' ').trim().slice(0, 110); counts.set(t, (counts.get(t) ?? 0) + 1); return q(...a) } })
  quiet.watch(pool)
})
afterAll(() => merchant.dispose())

it('random', async () => {
  const sim = new SimMerchant(merchant.orm, merchant.schema)
  const signal = new AbortController().signal
  for (let seed = Number(process.env['FROM'] ?? 1); seed <= Number(process.env['TO'] ?? 3); seed += 1) {
    const scenario = generate(seed)
    const random = new Random(seed)
    const variant: Variant = {
      async reckon(m, w) {
        if (random.next() < 0.5 || w.clock.now() > new Date('2026-05-20T06:30:00Z')) return
        await sql`update ${sql.table('listing_publishing')} set wanted = ${random.below(Math.ceil(scenario.stock * 0.8))}::bigint, next_at = ${w.clock.now()}::timestamptz, revision = revision + 1 where listing_id in (select l.id from ${sql.table('listing')} l join ${sql.table('channel')} c on c.id = l.channel_id where c.code = ${'shop' + (1 + random.below(scenario.shops.length))})`.execute(merchantDb(m.em))
        await sql`update ${sql.table('channel_task')} set due_at = ${w.clock.now()}::timestamptz where task = 'publish'`.execute(merchantDb(m.em))
      },
    }
    const t = process.hrtime.bigint()
    const steps: string[] = []
    const seen = quiet.seen
    const out = await runScenario(scenario, { quiet, signal, onStep: (s) => void steps.push(s), open: (w: PolicyWorld) => OnePool.open(w, sim, variant) })
    const ms = Number(process.hrtime.bigint() - t) / 1e6
    console.log(seed, semanticsOfRun(scenario), ms.toFixed(0), 'ms', (quiet.seen - seen) / 2, 'statements', steps.length, 'steps', JSON.stringify({ ...out, oracle: oracleUnits(scenario) }, null, 1))
    console.log([...counts].sort((a, b) => b[1] - a[1]).slice(0, 40).map(([t, n]) => n + ' ' + t).join('\n')); counts.clear()
    if (out.violations.length) { const at = steps.findIndex((s) => s.includes('VIOLATED')); console.log(steps.slice(Math.max(0, at - 15), at + 1).join('\n')) }
  }
  expect(1).toBe(1)
}, 600_000)
