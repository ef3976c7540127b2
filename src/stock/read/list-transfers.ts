import { sql } from 'kysely'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { Transfer, TransferLine } from '../engine/journal.ts'
import { readTransfers } from '../sql/transfers.ts'
import { toListed, type Listed, type PageWanted } from './list-page.ts'

export interface ListedTransfer extends Transfer {
  readonly lines: readonly TransferLine[]
}

/** Transfers by reference; the key of a row is its reference. Three statements a page. */
export async function listTransfers(
  em: Em,
  { first, after, open }: PageWanted & { readonly open: boolean },
): Promise<Listed<ListedTransfer>> {
  const { rows } = await sql<{ reference: string }>`
    select reference from ${sql.table('transfer')}
     where (${after}::text is null or reference > ${after}) and (not ${open} or closed_at is null)
     order by reference
     limit ${first + 1}`.execute(merchantDb(em))
  const listed = toListed(rows, first)
  const { transfers, lines } = await readTransfers(
    em,
    listed.rows.map(({ reference }) => reference),
    false,
  )
  const byReference = Map.groupBy(lines, ({ reference }) => reference)
  return {
    rows: transfers.map((transfer) => ({ ...transfer, lines: byReference.get(transfer.reference) ?? [] })),
    hasNextPage: listed.hasNextPage,
  }
}
