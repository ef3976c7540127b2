import type { SkuId } from '../domain/ids.ts'

/** One component of one order line, whoever ships it. */
export interface OrderLineName {
  /** The hold's reference, or its id where it has none. */
  readonly orderRef: string
  readonly line: number
  readonly skuId: SkuId
}

export function figureKey({ orderRef, line, skuId }: OrderLineName): string {
  return JSON.stringify([orderRef, line, skuId])
}
