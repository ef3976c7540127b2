import { assert } from './assert.ts'
import type { PoolId, SkuId } from './ids.ts'

/** The units of one SKU in one pool, by place. All figures are whole units; `quota` alone may be below zero. */
export interface Balance {
  readonly poolId: PoolId
  readonly skuId: SkuId
  readonly onHand: number
  readonly held: number
  readonly quota: number
  readonly lockKept: number
  readonly safetyKept: number
  readonly safetyWanted: number
  readonly deficit: number
  readonly overcommit: number
  /** How many units may be shown beyond the goods, and how many are expected to be oversold a day for it. */
  readonly overcommitWanted: number
  readonly overcommitPerDay: number
  /** Held lines that expire at or before this instant have been given back. Milliseconds since 1970; -Infinity: none yet. */
  readonly expiredThroughMs: number
}

/** Where units can be. `deficit` and `overcommit` are what was promised without units behind it: they pay out like a place. */
export const accounts = ['outside', 'free', 'held', 'quota', 'lock', 'safety', 'deficit', 'overcommit'] as const
export type Account = (typeof accounts)[number]

export interface Posting {
  readonly from: Account
  readonly to: Account
  readonly units: number
}

export function emptyBalance(poolId: PoolId, skuId: SkuId): Balance {
  return {
    poolId,
    skuId,
    onHand: 0,
    held: 0,
    quota: 0,
    lockKept: 0,
    safetyKept: 0,
    safetyWanted: 0,
    deficit: 0,
    overcommit: 0,
    overcommitWanted: 0,
    overcommitPerDay: 0,
    expiredThroughMs: -Infinity,
  }
}

export function freeUnits(balance: Balance): number {
  const { onHand, deficit, overcommit, held, quota, lockKept, safetyKept } = balance
  return onHand + deficit + overcommit - held - quota - lockKept - safetyKept
}

/** What real orders need and is not there. `negativeQuota` is the sum of the listings' quotas that are below zero. */
export function shortfallUnits(balance: Balance, negativeQuota: number): number {
  return Math.max(0, balance.held + negativeQuota - balance.onHand)
}

/** How many more units a raise may show beyond the goods: only while a unit is there that nobody has. */
export function overcommitRoom(balance: Balance): number {
  const { onHand, deficit, overcommit, overcommitWanted, held, lockKept, safetyKept } = balance
  return deficit > 0 || onHand - held - lockKept - safetyKept < 1 ? 0 : Math.max(0, overcommitWanted - overcommit)
}

/** Moves units from one account to another; nothing is made or lost on the way. */
export function post(balance: Balance, { from, to, units }: Posting): Balance {
  assert(Number.isSafeInteger(units) && units > 0, `a posting moves whole units, not ${units}`)
  assert(from !== to, `a posting from ${from} to itself moves nothing`)
  return enter(enter(balance, from, -units), to, units)
}

/** Books `units` into one account. The outside and the two promises run the other way: paying into them takes from their figure. */
function enter(balance: Balance, account: Account, units: number): Balance {
  switch (account) {
    case 'free':
      return balance
    case 'outside':
      return { ...balance, onHand: balance.onHand - units }
    case 'deficit':
      return { ...balance, deficit: balance.deficit - units }
    case 'overcommit':
      return { ...balance, overcommit: balance.overcommit - units }
    case 'held':
      return { ...balance, held: balance.held + units }
    case 'quota':
      return { ...balance, quota: balance.quota + units }
    case 'lock':
      return { ...balance, lockKept: balance.lockKept + units }
    case 'safety':
      return { ...balance, safetyKept: balance.safetyKept + units }
  }
}

/** Asserts what PostgreSQL checks again: I1 holds by construction, I2 and the limits are stated here. */
export function assertSound(balance: Balance): void {
  const free = freeUnits(balance)
  const where = `SKU ${balance.skuId} in pool ${balance.poolId}`
  assert(free >= 0, `I2: ${where} has ${free} free units`)
  assert(free === 0 || balance.deficit + balance.overcommit === 0, `I2: ${where} has free units beside a deficit`)
  assert(balance.held >= 0 && balance.lockKept >= 0 && balance.deficit >= 0, `${where} has a place below zero`)
  assert(balance.safetyKept >= 0 && balance.safetyKept <= balance.safetyWanted, `${where} keeps more safety stock than wanted`)
}
