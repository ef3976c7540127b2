import type { ListingRef } from '../../src/channels/listing.ts'
import type { StockChange } from '../../src/channels/stock.ts'
import type { BusinessParameters } from './top-client.ts'

/** One platform call and the changes in it. */
export interface StockCall {
  readonly method: string
  readonly parameters: BusinessParameters
  readonly changes: readonly StockChange[]
}

/**
 * How a shop's plain changes travel. `single`: taobao.item.quantity.update, which refuses to go below zero. `batched`:
 * taobao.skus.quantity.update, 20 SKUs of one item in one call, clamped at zero (API pages 10591, 21169).
 */
export type PlainCall = 'single' | 'batched'

export const skusPerCall = 20

/** Which calls a try comes to. Keyed changes go one a call, since a call has one key. */
export function toCalls(changes: readonly StockChange[], plain: PlainCall): StockCall[] {
  if (plain === 'single') return changes.map(oneCall)
  const batches = Map.groupBy(changes.filter(isBatched), ({ listing, move }) => `${listing.itemId} ${move.kind === 'stop'}`)
  const batched = [...batches.values()].flatMap((batch) =>
    Array.from({ length: Math.ceil(batch.length / skusPerCall) }, (_, place) =>
      batchCall(batch.slice(place * skusPerCall, (place + 1) * skusPerCall)),
    ),
  )
  return [...changes.filter((change) => !isBatched(change)).map(oneCall), ...batched]
}

function isBatched({ listing, call }: StockChange): boolean {
  return call === 'delta' && listing.skuId !== null
}

function batchCall(changes: readonly StockChange[]): StockCall {
  const pairs = changes.map(({ listing, move }) => `${listing.skuId ?? ''}:${deltaOf(move)}`)
  const type = changes[0]?.move.kind === 'stop' ? 1 : 2
  const parameters = { num_iid: changes[0]?.listing.itemId, skuid_quantities: pairs.join(';'), type }
  return { method: 'taobao.skus.quantity.update', parameters, changes }
}

function oneCall(change: StockChange): StockCall {
  const { listing, move, key } = change
  const quantity = deltaOf(move)
  if (change.call === 'delta' || move.kind === 'stop') {
    const parameters = { ...plainRow(listing), quantity, type: move.kind === 'stop' ? 1 : 2 }
    return { method: 'taobao.item.quantity.update', parameters, changes: [change] }
  }
  const row =
    listing.skuId === null
      ? { item_quantity: quantity }
      : { sku_quantities: JSON.stringify([{ sku_id: listing.skuId, quantity }]) }
  const parameters = { item_id: listing.itemId, ...row, options: JSON.stringify({ type: 2, outer_biz_key: key }) }
  return { method: 'tmall.item.quantity.update', parameters, changes: [change] }
}

/** Stop is a full set to 0. */
function deltaOf(move: StockChange['move']): number {
  if (move.kind === 'stop') return 0
  return move.kind === 'raise' ? move.units : -move.units
}

function plainRow({ itemId, skuId }: ListingRef): BusinessParameters {
  return { num_iid: itemId, sku_id: skuId ?? undefined }
}
