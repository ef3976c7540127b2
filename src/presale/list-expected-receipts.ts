import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { PoolId, SkuId } from '../domain/ids.ts'
import type { ExpectedReceipt, ReceiptState } from '../domain/presale.ts'
import { toListed, type Listed, type PageWanted } from '../stock/read/list-page.ts'
import { receiptColumns, toReceipt, type ReceiptRow } from '../stock/sql/presale.ts'

export interface ListExpectedReceipts extends PageWanted {
  readonly skuId: SkuId | null
  readonly poolId: PoolId | null
  readonly state: ReceiptState | null
}

/** By the day they are due. */
export async function listExpectedReceipts(
  em: Em,
  { skuId, poolId, state, first, after }: ListExpectedReceipts,
): Promise<Listed<ExpectedReceipt>> {
  const [dueOn = null, id = null] = keyParts(after)
  const { rows } = await sql<ReceiptRow>`
    select ${receiptColumns} from ${sql.table('expected_receipt')}
     where (${skuId}::bigint is null or sku_id = ${skuId}::bigint) and (${poolId}::bigint is null or pool_id = ${poolId}::bigint)
       and (${state}::text is null or state = ${state}::text)
       and (${dueOn}::date is null or (due_on, id) > (${dueOn}::date, ${id}::uuid))
     order by expected_receipt.due_on, id limit ${first + 1}`.execute(merchantDb(em))
  return toListed(rows.map(toReceipt), first)
}

export function receiptRowKey({ dueOn, id }: ExpectedReceipt): string {
  return `${dueOn}/${id}`
}

/** Anything else was never given out, and begins at the start. */
function keyParts(after: string | null): readonly string[] {
  return after !== null && /^\d{4}-\d\d-\d\d\/[0-9a-f-]{36}$/.test(after) ? after.split('/') : []
}
