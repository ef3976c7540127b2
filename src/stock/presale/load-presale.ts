import type { Em } from '../../db/orm.ts'
import { balanceKey } from '../../domain/ids.ts'
import type { PresaleClaim } from '../../domain/presale.ts'
import type { Book } from '../engine/book.ts'
import type { Names } from '../engine/names.ts'
import { StaleNames } from '../engine/stale-names.ts'
import { readPresaleStates } from '../sql/presale.ts'
import { readClaimsOf, readNextClaims } from '../sql/presale-claims.ts'
import { claimKey } from './presale-key.ts'

/** Reads what is sold ahead. Its balances are locked, and nobody changes it without those. */
export async function loadPresale(em: Em, book: Book, { names }: { readonly names: Names }): Promise<void> {
  const { pairs, orders, next } = names.presale
  if (pairs.length === 0) return
  for (const [key, state] of await readPresaleStates(em, pairs)) book.presale.set(key, state)
  const now = await readNextClaims(em, pairs)
  // Whose holds to lock was chosen by the claims seen before.
  if (keysOf(now) !== keysOf(next)) throw new StaleNames('other orders are next for goods that come in')
  for (const claim of [...now, ...(await readClaimsOf(em, orders))]) {
    if (book.presale.get(balanceKey(claim.poolId, claim.skuId)) === undefined) {
      throw new StaleNames('an order was sold ahead from another pool meanwhile')
    }
    book.claims.set(claimKey(claim), claim)
  }
}

function keysOf(claims: readonly PresaleClaim[]): string {
  return claims.map(claimKey).join()
}
