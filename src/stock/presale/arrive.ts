import { balanceKey, type PoolId, type SkuId } from '../../domain/ids.ts'
import type { Book } from '../engine/book.ts'
import type { Scene } from '../engine/operation.ts'

export interface Arrival {
  readonly poolId: PoolId
  readonly skuId: SkuId
  /** Below zero: less had come than was told. */
  readonly units: number
  /** The receipt it is part of; null: the earliest that is still open. */
  readonly receiptId: string | null
  readonly document: string
}

/** Counts goods that came in against what is expected. Without an open receipt they are goods like any others. */
export function arrive(book: Book, { poolId, skuId, units, receiptId, document }: Arrival, { actor }: Scene): void {
  const key = balanceKey(poolId, skuId)
  const state = book.presale.get(key)
  if (!state) return
  const entry = { poolId, skuId, kind: 'arrived' as const, document, actor }
  if (receiptId !== null) {
    const receipts = state.receipts.map((receipt) =>
      receipt.id === receiptId ? { ...receipt, named: receipt.named + units, arrived: receipt.arrived + units } : receipt,
    )
    book.presale.set(key, { ...state, receipts })
    book.presaleEntries.push({ ...entry, units, receiptId })
    return
  }
  const came = Math.max(units, -state.unnamed)
  if (came === 0 || !state.receipts.some((receipt) => receipt.state === 'open')) return
  book.presale.set(key, { ...state, unnamed: state.unnamed + came })
  book.presaleEntries.push({ ...entry, units: came })
}
