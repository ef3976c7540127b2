import type { StockChange } from '../../src/channels/stock.ts'
import type { JdParameters } from './gateway.ts'

/** How increments go: `single`, documented as increments, or `batched`, several rows a call, whose increments are less sure. */
export type StockCallKind = 'single' | 'batched'

export interface StockCall {
  readonly method: 'jingdong.stock.write.increaseSkuStock' | 'jingdong.ware.stock.sku.set'
  readonly parameters: JdParameters
  readonly changes: readonly StockChange[]
}

/** A third party's figure; JD's page states none. */
export const rowsPerCall = 30

/**
 * The platform calls of a try, one after the other. A keyed change goes alone, because the business number is the call's and
 * not the row's; so does a stop, the one full set there is (API ware.stock.sku.set, `fullStockIn`).
 */
export function toCalls(changes: readonly StockChange[], kind: StockCallKind): readonly StockCall[] {
  const calls: StockCall[] = []
  let batch: StockChange[] = []
  const flush = (): void => {
    if (batch.length > 0) calls.push(setCall(batch))
    batch = []
  }
  for (const change of changes) {
    if (kind === 'single' || change.call === 'keyed delta' || change.move.kind === 'stop') {
      flush()
      calls.push(kind === 'single' && change.move.kind !== 'stop' ? increaseCall(change) : setCall([change]))
      continue
    }
    // A row twice in one call could not be told apart in the answer.
    if (batch.length === rowsPerCall || batch.some((other) => rowOf(other) === rowOf(change))) flush()
    batch.push(change)
  }
  flush()
  return calls
}

/** One row with a business number; a lowering is a negative amount. Source: open.jd.com, API 2170. */
function increaseCall(change: StockChange): StockCall {
  const { listing, key } = change
  const parameters = {
    skuId: listing.skuId,
    stockNum: deltaOf(change),
    storeId: listing.warehouseId ?? '0',
    stockRfId: key,
  }
  return { method: 'jingdong.stock.write.increaseSkuStock', parameters, changes: [change] }
}

function setCall(changes: readonly StockChange[]): StockCall {
  const stop = changes[0]?.move.kind === 'stop'
  const skuStocks = changes.map((change) => ({
    skuId: change.listing.skuId,
    storeId: change.listing.warehouseId ?? '0',
    ...(stop ? { stockNum: 0 } : { incrStockNum: deltaOf(change) }),
  }))
  // Which model an increment wants is documented nowhere: only the full set names one.
  const req = { ...(stop ? { updateModel: 'fullStockIn' } : {}), stockRfId: changes[0]?.key, skuStocks }
  return { method: 'jingdong.ware.stock.sku.set', parameters: { req }, changes }
}

function deltaOf({ move }: StockChange): number {
  if (move.kind === 'stop') return 0
  return move.kind === 'raise' ? move.units : -move.units
}

function rowOf({ listing }: StockChange): string {
  return `${listing.skuId ?? ''}@${listing.warehouseId ?? ''}`
}
