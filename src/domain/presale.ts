import { assert } from './assert.ts'
import type { PoolId, SkuId } from './ids.ts'

export const receiptStates = ['open', 'closed', 'cancelled'] as const
export type ReceiptState = (typeof receiptStates)[number]

/** Dated incoming supply of one SKU into one pool. */
export interface ExpectedReceipt {
  readonly id: string
  readonly poolId: PoolId
  readonly skuId: SkuId
  /** The supplier's order, say. */
  readonly reference: string | null
  /** A day, like `2026-12-01`: days compare as texts do. */
  readonly dueOn: string
  readonly expected: number
  /** What has come in of it by name. */
  readonly named: number
  /** What has come in of it, with its share of what came in without a name. */
  readonly arrived: number
  /** Of that, what no presale order needed when it was closed. */
  readonly released: number
  readonly state: ReceiptState
  readonly presaleOrders: number
  readonly presaleQuota: number
  /** Units sold beyond what will come, by facts we could not refuse; recorded on the last receipt. */
  readonly overPromised: number
}

/** Units of one line of an order that were sold before they have come in, by SKU. */
export interface PresaleClaim {
  readonly channelId: string
  readonly orderId: string
  readonly line: number
  readonly skuId: SkuId
  readonly poolId: PoolId
  readonly listingId: string
  readonly recipeVersionId: string
  /** The order's name, under which its hold goes. */
  readonly reference: string
  /** Sets the line asked for. */
  readonly sets: number
  readonly units: number
  /** Units that have come in for it: its hold keeps them, or they have left. */
  readonly served: number
  /** It has left, whether or not its goods had come in. */
  readonly hasLeft: boolean
  readonly promisedAtMs: number | null
  readonly orderedAtMs: number
}

/** What a presale listing may still sell of a SKU before it has come in: `granted` in all, `sold` of that so far. */
export interface PresaleQuota {
  readonly listingId: string
  readonly granted: number
  readonly sold: number
  /** Units the shop still shows and no receipt covers any more. */
  readonly toLower: number
}

export interface PresaleTotals {
  /** Units of all claims. */
  readonly ordered: number
  /** Of these, units of lines that have left. */
  readonly left: number
  /** Units that have come in for claims, or have left. */
  readonly served: number
  /** Units ordered beyond all receipts. */
  readonly uncovered: number
}

/** All that is sold before it has come in, of one SKU in one pool. */
export interface PresaleState {
  readonly poolId: PoolId
  readonly skuId: SkuId
  readonly receipts: readonly ExpectedReceipt[]
  /** Units that came in without naming a receipt while one was open: the earliest receipts share them. */
  readonly unnamed: number
  readonly quotas: readonly PresaleQuota[]
  readonly totals: PresaleTotals
}

/** Units of a receipt that presale may count on. */
export function capacityOf({ state, expected, arrived, released }: ExpectedReceipt): number {
  return Math.max(state === 'open' ? expected : 0, arrived - released, 0)
}

/** Units that have come in for presale. */
export function arrivedUnits({ receipts, unnamed }: Pick<PresaleState, 'receipts' | 'unnamed'>): number {
  return receipts.reduce((sum, { named, released }) => sum + named - released, unnamed)
}

/**
 * Units that should be served: what has left, and of the rest as much as has come in. It depends on what is known alone, not
 * on the order in which it was learned (I13).
 */
export function servedTarget(state: PresaleState): number {
  const { ordered, left } = state.totals
  return left + Math.min(ordered - left, Math.max(0, arrivedUnits(state) - left))
}

/** The earliest promise first; what was promised for no day comes last, and of equal promises the older order first. */
export function compareClaims(a: PresaleClaim, b: PresaleClaim): number {
  return (
    (a.promisedAtMs ?? Infinity) - (b.promisedAtMs ?? Infinity) ||
    a.orderedAtMs - b.orderedAtMs ||
    Number(a.channelId) - Number(b.channelId) ||
    compareTexts(a.orderId, b.orderId) ||
    a.line - b.line
  )
}

export function compareReceipts(a: ExpectedReceipt, b: ExpectedReceipt): number {
  return compareTexts(a.dueOn, b.dueOn) || compareTexts(a.id, b.id)
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * Orders take from the earliest receipt that has units left, then what listings still show takes what is left beside what has
 * come in. What orders exceed is over-promised; what listings exceed has to be lowered.
 */
export function allot(state: PresaleState): PresaleState {
  const sorted = shareUnnamed(state)
  let ordered = state.totals.ordered
  const filled = sorted.map((receipt) => {
    const presaleOrders = Math.min(ordered, capacityOf(receipt))
    ordered -= presaleOrders
    return { ...receipt, presaleOrders, overPromised: 0 }
  })
  const last = filled.findLast(({ state: at }) => at === 'open') ?? filled.at(-1)
  const shown = state.quotas.reduce((sum, quota) => sum + exposureOf(quota), 0)
  let wanted = shown
  const receipts = filled.map((receipt) => {
    const beyond = receipt === last ? ordered : 0
    const presaleQuota = Math.min(wanted, roomOf(receipt))
    wanted -= presaleQuota
    return { ...receipt, presaleOrders: receipt.presaleOrders + beyond, presaleQuota, overPromised: beyond }
  })
  return { ...state, receipts, quotas: lower(state.quotas, shown - wanted), totals: { ...state.totals, uncovered: ordered } }
}

/** The earliest open receipt is filled first; what exceeds them all counts for the last. */
function shareUnnamed({ receipts, unnamed }: PresaleState): readonly ExpectedReceipt[] {
  const sorted = receipts.toSorted(compareReceipts)
  const last = sorted.findLast(({ state }) => state === 'open')
  let left = unnamed
  return sorted.map((receipt) => {
    if (receipt.state !== 'open') return { ...receipt, arrived: receipt.named }
    const share = receipt === last ? left : Math.min(left, Math.max(0, receipt.expected - receipt.named))
    left -= share
    return { ...receipt, arrived: receipt.named + share }
  })
}

/** What the shop can still sell by what it shows. */
export function exposureOf({ granted, sold }: PresaleQuota): number {
  return Math.max(0, granted - sold)
}

/** Units that may still be put up for presale: what has come in is for sale as any other goods. */
function roomOf(receipt: ExpectedReceipt): number {
  if (receipt.state !== 'open') return 0
  return Math.max(0, receipt.expected - Math.max(receipt.presaleOrders, receipt.arrived))
}

/** Listings in a fixed order keep what is covered; the others have to be lowered. */
function lower(quotas: readonly PresaleQuota[], covered: number): readonly PresaleQuota[] {
  let left = covered
  return quotas
    .toSorted((a, b) => Number(a.listingId) - Number(b.listingId))
    .map((quota) => {
      const kept = Math.min(left, exposureOf(quota))
      left -= kept
      return { ...quota, toLower: exposureOf(quota) - kept }
    })
}

/** Sees a claim as it is now, instead of as it was. */
export function withClaim(state: PresaleState, before: PresaleClaim | undefined, after: PresaleClaim): PresaleState {
  assert(after.served >= 0 && after.served <= after.units, `${after.served} of ${after.units} units are served`)
  assert(!after.hasLeft || after.served === after.units, 'what has left is served')
  const { ordered, left, served, uncovered } = state.totals
  return {
    ...state,
    totals: {
      ordered: ordered + after.units - (before?.units ?? 0),
      left: left + leftOf(after) - (before ? leftOf(before) : 0),
      served: served + after.served - (before?.served ?? 0),
      uncovered,
    },
    quotas: withListing(state.quotas, after.listingId).map((quota) => {
      const soldBefore = before?.listingId === quota.listingId ? before.units : 0
      const soldNow = after.listingId === quota.listingId ? after.units : 0
      return soldBefore === soldNow ? quota : { ...quota, sold: quota.sold + soldNow - soldBefore }
    }),
  }
}

/** Every listing that has sold ahead has a quota, be it of nothing. */
function withListing(quotas: readonly PresaleQuota[], listingId: string): readonly PresaleQuota[] {
  if (quotas.some((quota) => quota.listingId === listingId)) return quotas
  return [...quotas, { listingId, granted: 0, sold: 0, toLower: 0 }]
}

function leftOf({ hasLeft, units }: PresaleClaim): number {
  return hasLeft ? units : 0
}
