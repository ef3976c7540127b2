import { IsolationLevel } from '@mikro-orm/core'
import { sql, type RawBuilder } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { claimsAgainstBalances, ledgerAgainstBalances, ledgerWithoutBalance } from './check-balances.ts'
import { claimsAgainstHolds, presaleAgainstClaims, presaleQuotasAgainstClaims } from './check-presale.ts'
import {
  commandsAgainstQuotas,
  goodsAgainstMoves,
  movesWithoutGoods,
  partsAgainstCommands,
  shipmentsAgainstFigures,
} from './check-goods.ts'
import { locksAgainstQuotas, quotasAgainstShares, spentAgainstOrders } from './check-locks.ts'
import { grantsAgainstBudget, neededAgainstDeficit } from './check-overcommit.ts'
import type { Difference } from './difference.ts'
import type { SkuRange } from './sku-range.ts'

const checks: readonly ((range: SkuRange) => RawBuilder<unknown>)[] = [
  ledgerAgainstBalances,
  ledgerWithoutBalance,
  claimsAgainstBalances,
  goodsAgainstMoves,
  movesWithoutGoods,
  shipmentsAgainstFigures,
  presaleAgainstClaims,
  claimsAgainstHolds,
  presaleQuotasAgainstClaims,
  locksAgainstQuotas,
  quotasAgainstShares,
  spentAgainstOrders,
  neededAgainstDeficit,
]

const IDS_PER_STEP = 1_000
/** So many differences of one check in one step are named; more would only repeat the same fault. */
const NAMED_PER_CHECK = 100

export interface AuditStep {
  readonly skusSeen: number
  readonly differences: readonly Difference[]
}

/**
 * Compares everything that is on record twice, some SKUs a step, each step on one snapshot: selling goes on meanwhile,
 * and memory does not grow with the catalogue.
 */
export async function* auditMerchant(em: Em, signal: AbortSignal): AsyncGenerator<AuditStep> {
  for await (const { range, ids } of ranges(em, { table: 'sku', signal })) {
    yield { skusSeen: ids, differences: await runChecks(em, checks, range) }
  }
  for await (const { range } of ranges(em, { table: 'listing', signal })) {
    yield { skusSeen: 0, differences: await runChecks(em, [commandsAgainstQuotas, partsAgainstCommands], range) }
  }
  yield { skusSeen: 0, differences: await runChecks(em, [grantsAgainstBudget], { above: '0', through: '0' }) }
}

async function* ranges(em: Em, { table, signal }: { table: 'sku' | 'listing'; signal: AbortSignal }) {
  for (let above = '0'; ;) {
    signal.throwIfAborted()
    const { rows } = await sql<{ through: string | null; ids: string }>`
      select max(id) as through, count(*) as ids
        from (select id from ${sql.table(table)} where id > ${above}::bigint order by id limit ${IDS_PER_STEP}) step`.execute(
      merchantDb(em.fork()),
    )
    const [row] = rows
    if (!row || row.through === null) return
    yield { range: { above, through: row.through }, ids: Number(row.ids) }
    above = row.through
  }
}

async function runChecks(em: Em, all: typeof checks, range: SkuRange): Promise<readonly Difference[]> {
  return em.fork().transactional(
    async (tx) => {
      const found: Difference[] = []
      for (const check of all) {
        const { rows } = await sql<{ check: string; subject: string; recorded: string; expected: string }>`
          ${check(range)} limit ${NAMED_PER_CHECK}`.execute(merchantDb(tx))
        found.push(...rows.map((row) => ({ ...row, recorded: Number(row.recorded), expected: Number(row.expected) })))
      }
      return found
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  )
}
