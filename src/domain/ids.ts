declare const brand: unique symbol
/** A string that only this file may make out of a plain one. */
export type Brand<Name extends string> = string & { readonly [brand]: Name }

export type SkuId = Brand<'SkuId'>
export type PoolId = Brand<'PoolId'>
export type LocationId = Brand<'LocationId'>
export type HoldId = Brand<'HoldId'>
export type CountId = Brand<'CountId'>
/** One SKU in one pool: the unit of locking. */
export type BalanceKey = Brand<'BalanceKey'>
/** One SKU in one condition at one location. */
export type StockKey = Brand<'StockKey'>

export const toSkuId = (id: string): SkuId => id as SkuId
export const toPoolId = (id: string): PoolId => id as PoolId
export const toLocationId = (id: string): LocationId => id as LocationId
export const toCountId = (id: string): CountId => id as CountId

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** `undefined` when the text cannot be the id of a hold: such an id is unknown, not an error of the database. */
export function parseHoldId(text: string): HoldId | undefined {
  const lower = text.toLowerCase()
  return UUID.test(lower) ? (lower as HoldId) : undefined
}

export function balanceKey(pool: PoolId, sku: SkuId): BalanceKey {
  return `${pool}/${sku}` as BalanceKey
}

export function stockKey(location: LocationId, sku: SkuId, condition: Condition): StockKey {
  return `${location}/${sku}/${condition}` as StockKey
}

/** Only sellable units count in a pool. */
export const conditions = ['sellable', 'to_inspect', 'defective'] as const
export type Condition = (typeof conditions)[number]
