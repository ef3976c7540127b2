import type { Condition, LocationId, SkuId } from '../domain/ids.ts'
import type { Book } from './engine/book.ts'
import { transferLineKey } from './transfer-line-key.ts'

export interface TransitChange {
  readonly reference: string
  readonly skuId: SkuId
  readonly condition: Condition
  /** Told by whoever dispatches or receives; what is known already stays. */
  readonly from: LocationId | null
  readonly to: LocationId | null
  readonly dispatched?: number
  readonly received?: number
}

/** Books what a transfer sent or took in: what is in transit is the difference, also where the arrival is told first. */
export function bookTransit(book: Book, change: TransitChange): void {
  const { reference, skuId, condition } = change
  const transfer = book.transfers.get(reference)
  book.transfers.set(reference, {
    reference,
    fromLocationId: transfer?.fromLocationId ?? change.from,
    toLocationId: transfer?.toLocationId ?? change.to,
    closedAtMs: transfer?.closedAtMs ?? null,
  })
  const key = transferLineKey(change)
  const line = book.transferLines.get(key)
  book.transferLines.set(key, {
    reference,
    skuId,
    condition,
    dispatched: (line?.dispatched ?? 0) + (change.dispatched ?? 0),
    received: (line?.received ?? 0) + (change.received ?? 0),
  })
}
