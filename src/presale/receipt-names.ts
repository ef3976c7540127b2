import type { ExpectedReceipt } from '../domain/presale.ts'
import type { Names } from '../stock/engine/names.ts'
import { refused, type Refused } from '../stock/refusal.ts'
import type { WantedClaims } from '../stock/sql/presale-claims.ts'

/** The goods of a receipt; closing one may let go of no more units than have come in of it. */
export function goodsOfReceipt(id: string, names: Names): readonly WantedClaims[] {
  const receipt = names.receipt(id)
  return receipt ? [{ poolId: receipt.poolId, skuId: receipt.skuId, units: receipt.arrived }] : []
}

export interface ReceiptSaved {
  readonly kind: 'receiptSaved'
  readonly receiptId: string
}

export function isOpen({ id, state }: ExpectedReceipt): Refused | undefined {
  if (state === 'open') return undefined
  return refused('RECEIPT_CLOSED', `expected receipt ${id} is ${state}: make a new one`, { field: 'receipt' })
}
