import { assert } from '../../domain/assert.ts'
import { balanceKey } from '../../domain/ids.ts'
import { withClaim, type PresaleClaim } from '../../domain/presale.ts'
import type { Book } from '../engine/book.ts'
import { claimKey } from './presale-key.ts'

export interface ClaimWhy {
  readonly document: string
  readonly actor: string
  readonly note: string
}

/** Sees a claim as it is now, and writes down what changed of it. */
export function changeClaim(book: Book, after: PresaleClaim, why: ClaimWhy): void {
  const key = claimKey(after)
  const before = book.claims.get(key)
  const pair = balanceKey(after.poolId, after.skuId)
  const state = book.presale.get(pair)
  assert(state !== undefined, `what is sold ahead at ${pair} is read before it changes`)
  assert(before === undefined || before.poolId === after.poolId, 'a claim stays in its pool')
  book.presale.set(pair, withClaim(state, before, after))
  book.claims.set(key, after)
  const { poolId, skuId, channelId, orderId, line, listingId } = after
  const at = { poolId, skuId, channelId, orderId, line, listingId, ...why }
  const ordered = after.units - (before?.units ?? 0)
  const served = after.served - (before?.served ?? 0)
  if (ordered !== 0) book.presaleEntries.push({ ...at, kind: ordered > 0 ? 'ordered' : 'returned', units: Math.abs(ordered) })
  if (served !== 0) book.presaleEntries.push({ ...at, kind: served > 0 ? 'held' : 'let_go', units: Math.abs(served) })
}
