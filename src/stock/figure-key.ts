import { toSkuId, type SkuId } from '../domain/ids.ts'

/** One SKU of one order, whoever ships it. */
export interface OrderSku {
  /** The hold's reference, or its id where it has none. */
  readonly orderRef: string
  readonly skuId: SkuId
}

export function figureKey({ orderRef, skuId }: OrderSku): string {
  return JSON.stringify([orderRef, skuId])
}

export function orderSkuOf(key: string): OrderSku {
  const [orderRef, skuId]: [string, string] = JSON.parse(key)
  return { orderRef, skuId: toSkuId(skuId) }
}
