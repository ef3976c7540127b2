import type { PoolId, SkuId } from '../../domain/ids.ts'
import type { Operation } from '../engine/operation.ts'

export interface BookDue {
  readonly balances: readonly { readonly poolId: PoolId; readonly skuId: SkuId }[]
}

/**
 * Books what the clock has made due at these balances. Every command does so for the goods it touches; this is for
 * goods nobody asks for, so that the ledger does not wait for the next buyer.
 */
export const bookDue: Operation<BookDue, { readonly kind: 'booked' }> = {
  name: 'book_due',
  knowsRepeats: true,
  check: () => undefined,
  mentions: () => ({}),
  touches: ({ balances }) => ({ balances }),
  decide: () => ({ kind: 'booked' }),
}
