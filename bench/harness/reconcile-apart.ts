import { RuleShelf } from '../../src/allocation/read-rules.ts'
import { SystemClock } from '../../src/clock.ts'
import { openDatabase } from '../../src/db/orm.ts'
import { createLog } from '../../src/log.ts'
import { sweepQuotas, type Planning } from '../../src/publishing/plan-quotas.ts'
import { createStockDesks } from '../../src/stock/stock-desks.ts'

/** Looks at everything of one merchant once, as the program does page by page, and says on one line what it took. */
async function reconcileApart(url: string, schema: string): Promise<void> {
  const stop = new AbortController()
  process.once('disconnect', () => stop.abort(new Error('whoever measures has gone')))
  process.channel?.unref()
  const clock = new SystemClock()
  const orm = await openDatabase({ url, log: createLog({ level: 'warn' }), poolMax: 4, direct: true })
  const em = orm.em.fork({ schema })
  const granting = createStockDesks(orm, clock).of(schema)
  const planning: Planning = { em, clock, signal: stop.signal, granting, shelf: new RuleShelf() }
  const idleBytes = process.memoryUsage().rss
  const startedMs = performance.now()
  let [above, skus, changed]: [string | null, number, number] = ['0', 0, 0]
  while (above !== null) {
    const done: Awaited<ReturnType<typeof sweepQuotas>> = await sweepQuotas(planning, above)
    above = done.next
    skus += done.skus
    changed += done.changed
  }
  const seconds = (performance.now() - startedMs) / 1_000
  await orm.close()
  // The system's own mark of the most this process ever had, in KiB.
  const peakBytes = process.resourceUsage().maxRSS * 1_024
  console.log(JSON.stringify({ seconds, skus, changed, idleBytes, peakBytes }))
}

const [schema] = process.argv.slice(2)
const url = process.env['DATABASE_URL']
if (url === undefined || schema === undefined) throw new Error('DATABASE_URL and a schema are needed')
await reconcileApart(url, schema)
