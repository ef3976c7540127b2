import { balanceKey } from '../../domain/ids.ts'
import type { Book } from '../engine/book.ts'
import type { LocationName, Names } from '../engine/names.ts'
import type { Scene } from '../engine/operation.ts'
import type { GoodsLine } from '../goods-lines.ts'
import { refused, type Refused } from '../refusal.ts'
import type { WantedClaims } from '../sql/presale-claims.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** An id that cannot be one names nothing, and is never asked of the database. */
export function receiptIds(text: string): readonly string[] {
  return UUID.test(text) ? [text] : []
}

export function unknownReceipt(id: string, field = 'receipt'): Refused {
  return refused('UNKNOWN_RECEIPT', `no expected receipt ${id.slice(0, 40)}`, { field })
}

/** Goods that may go to orders as soon as they come in: as many as come. */
export function goodsAhead(
  { sku: code, condition, units }: Pick<GoodsLine, 'sku' | 'condition' | 'units'>,
  { location, names }: { readonly location: LocationName | undefined; readonly names: Names },
): readonly WantedClaims[] {
  const sku = names.sku(code)
  if (!sku || !location || location.poolId === null || condition !== 'sellable') return []
  return [{ poolId: location.poolId, skuId: sku.id, units: Math.abs(units) }]
}

/** Every receipt the lines name must be one of these goods in this pool. */
export function checkExpected(
  book: Book,
  lines: readonly GoodsLine[],
  { location, scene: { names } }: { readonly location: LocationName; readonly scene: Scene },
): Refused | undefined {
  for (const [n, { sku: code, condition, expectedReceipt }] of lines.entries()) {
    if (!expectedReceipt) continue
    const field = `lines.${n}.expectedReceipt`
    const named = names.receipt(expectedReceipt)
    if (!named) return unknownReceipt(expectedReceipt, field)
    const isHere = named.skuId === names.sku(code)?.id && named.poolId === location.poolId && condition === 'sellable'
    if (!isHere || !book.presale.get(balanceKey(named.poolId, named.skuId))) {
      const message = `expected receipt ${named.id} is not of sellable ${code} in the pool of ${location.code}`
      return refused('RECEIPT_ELSEWHERE', message, { field })
    }
  }
  return undefined
}
