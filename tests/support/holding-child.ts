import { writeSync } from 'node:fs'
import { SystemClock } from '../../src/clock.ts'
import { openDatabase } from '../../src/db/orm.ts'
import { createLog } from '../../src/log.ts'
import { holdUnits } from '../../src/stock/commands/hold-units.ts'
import { createStockDesk } from '../../src/stock/stock-desk.ts'

// A process of its own with 64 buyers that hold one unit after the other until it is killed:
// `node holding-child.ts URL SCHEMA PREFIX SKU`. It says `KEY HOLD` for every hold it was given, as soon as it was.
const [, , url = '', schema = '', prefix = '', sku = ''] = process.argv
const orm = await openDatabase({ url, log: createLog({ level: 'silent' }), poolMax: 8 })
const desk = createStockDesk(orm.em.fork({ schema }), new SystemClock())
const BUYERS = 64
const HOLDS_EACH = 10_000
const lines = [{ sku, recipe: null, units: 1, location: null }]
const wanted = { pool: null, lines, ttlMs: 900_000, reference: null, channel: null }

await Promise.all(
  Array.from({ length: BUYERS }, async (_, buyer) => {
    for (let n = 0; n < HOLDS_EACH; n += 1) {
      const key = `${prefix}-${buyer}-${n}`
      const answer = await desk.do(holdUnits, wanted, { key, actor: 'child' })
      if (answer.kind === 'held') writeSync(1, `${key} ${answer.holdId}\n`)
    }
  }),
)
