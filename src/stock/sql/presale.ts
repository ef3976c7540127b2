import { sql } from 'kysely'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { balanceKey, toPoolId, toSkuId, type BalanceKey, type PoolId, type SkuId } from '../../domain/ids.ts'
import type { ExpectedReceipt, PresaleQuota, PresaleState } from '../../domain/presale.ts'
import { ids } from './columns.ts'

export interface PairAt {
  readonly poolId: PoolId
  readonly skuId: SkuId
}

export interface ReceiptRow {
  readonly id: string
  readonly pool_id: string
  readonly sku_id: string
  readonly reference: string | null
  readonly due_on: string
  readonly expected: string
  readonly named: string
  readonly arrived: string
  readonly released: string
  readonly state: ExpectedReceipt['state']
  readonly presale_orders: string
  readonly presale_quota: string
  readonly over_promised: string
}

export const receiptColumns = sql`id, pool_id, sku_id, reference, due_on::text as due_on, expected, named, arrived, released, state,
  presale_orders, presale_quota, over_promised`

export function toReceipt(row: ReceiptRow): ExpectedReceipt {
  return {
    id: row.id,
    poolId: toPoolId(row.pool_id),
    skuId: toSkuId(row.sku_id),
    reference: row.reference,
    dueOn: row.due_on,
    expected: Number(row.expected),
    named: Number(row.named),
    arrived: Number(row.arrived),
    released: Number(row.released),
    state: row.state,
    presaleOrders: Number(row.presale_orders),
    presaleQuota: Number(row.presale_quota),
    overPromised: Number(row.over_promised),
  }
}

export async function readReceipts(em: Em, receiptIds: readonly string[]): Promise<readonly ExpectedReceipt[]> {
  if (receiptIds.length === 0) return []
  const { rows } = await sql<ReceiptRow>`
    select ${receiptColumns} from ${sql.table('expected_receipt')} where id = any(${receiptIds}::uuid[])`.execute(merchantDb(em))
  return rows.map(toReceipt)
}

function pairsOf(pairs: readonly PairAt[]) {
  return sql`(select * from unnest(${ids(pairs.map(({ poolId }) => poolId))}::bigint[], ${ids(pairs.map(({ skuId }) => skuId))}::bigint[]))`
}

/** What is sold ahead of these SKUs in these pools; a pair without any is an empty state. */
export async function readPresaleStates(em: Em, pairs: readonly PairAt[]): Promise<ReadonlyMap<BalanceKey, PresaleState>> {
  if (pairs.length === 0) return new Map()
  const db = merchantDb(em)
  const receipts = await sql<ReceiptRow>`
    select ${receiptColumns} from ${sql.table('expected_receipt')} where (pool_id, sku_id) in ${pairsOf(pairs)}
     order by due_on, id`.execute(db)
  const totals = await sql<TotalsRow>`
    select pool_id, sku_id, ordered, left_units, served, uncovered, unnamed from ${sql.table('presale_balance')}
     where (pool_id, sku_id) in ${pairsOf(pairs)}`.execute(db)
  const quotas = await sql<QuotaRow>`
    select listing_id, pool_id, sku_id, granted, sold, to_lower from ${sql.table('presale_quota')}
     where (pool_id, sku_id) in ${pairsOf(pairs)}
     order by listing_id`.execute(db)
  return new Map(
    pairs.map(({ poolId, skuId }) => {
      const isHere = (row: { readonly pool_id: string; readonly sku_id: string }): boolean =>
        row.pool_id === poolId && row.sku_id === skuId
      const total = totals.rows.find(isHere)
      const state: PresaleState = {
        poolId,
        skuId,
        receipts: receipts.rows.filter(isHere).map(toReceipt),
        unnamed: Number(total?.unnamed ?? 0),
        quotas: quotas.rows.filter(isHere).map(toQuota),
        totals: {
          ordered: Number(total?.ordered ?? 0),
          left: Number(total?.left_units ?? 0),
          served: Number(total?.served ?? 0),
          uncovered: Number(total?.uncovered ?? 0),
        },
      }
      return [balanceKey(poolId, skuId), state]
    }),
  )
}

interface TotalsRow {
  readonly pool_id: string
  readonly sku_id: string
  readonly ordered: string
  readonly left_units: string
  readonly served: string
  readonly uncovered: string
  readonly unnamed: string
}

interface QuotaRow {
  readonly listing_id: string
  readonly pool_id: string
  readonly sku_id: string
  readonly granted: string
  readonly sold: string
  readonly to_lower: string
}

function toQuota(row: QuotaRow): PresaleQuota {
  return {
    listingId: row.listing_id,
    granted: Number(row.granted),
    sold: Number(row.sold),
    toLower: Number(row.to_lower),
  }
}
