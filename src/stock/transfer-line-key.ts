/** One SKU in one condition of one transfer. */
export function transferLineKey({
  reference,
  skuId,
  condition,
}: {
  reference: string
  skuId: string
  condition: string
}): string {
  return JSON.stringify([reference, skuId, condition])
}
