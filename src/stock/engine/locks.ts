import type { Campaign } from '../../domain/campaign/campaign.ts'
import type { LockedLine } from '../../domain/campaign/locked-line.ts'
import type { HoldId, PoolId, SkuId } from '../../domain/ids.ts'
import { Overlay } from './overlay.ts'

/** One SKU of a line of a campaign in one pool, in units of the SKU. */
export interface LockRow {
  readonly lineKey: string
  readonly poolId: PoolId
  readonly skuId: SkuId
  readonly perSet: number
  readonly granted: number
  readonly kept: number
  readonly published: number
  readonly spent: number
}

/** What of a listing's quota in one pool is a line's, in sets; and what it sold below zero for it. */
export interface LockShare {
  readonly lineKey: string
  readonly listingId: string
  readonly poolId: PoolId
  readonly published: number
  readonly owed: number
}

/** What a line of a shop's order has spent of a campaign, in sets. */
export interface Spending {
  readonly channelId: string
  readonly orderId: string
  readonly line: number
  readonly lineKey: string
  readonly listingId: string
  readonly units: number
  readonly orderedAtMs: number
}

/** What a line of a hold, a direct sale, has of a campaign's line, in sets. */
export interface Sale {
  readonly holdId: HoldId
  readonly line: number
  readonly lineKey: string
  readonly poolId: PoolId
  /** A digest, in hexadecimal digits: it says only whether two are the same. Null: nobody was named. */
  readonly buyer: string | null
  readonly units: number
  /** Of these, what was promised to the campaign; the others came out of what is free. */
  readonly spent: number
  readonly heldAtMs: number
  /** When its hold expires, as it was read; null: never. */
  readonly expiresAtMs: number | null
}

export function saleKey({ holdId, line }: Pick<Sale, 'holdId' | 'line'>): string {
  return `${holdId}|${line}`
}

export function lockRowKey({ lineKey, poolId, skuId }: Pick<LockRow, 'lineKey' | 'poolId' | 'skuId'>): string {
  return `${lineKey}|${poolId}|${skuId}`
}

export function lockShareKey({ lineKey, listingId, poolId }: Pick<LockShare, 'lineKey' | 'listingId' | 'poolId'>): string {
  return `${lineKey}|${listingId}|${poolId}`
}

export function spendingKey({ channelId, orderId, line }: Pick<Spending, 'channelId' | 'orderId' | 'line'>): string {
  return JSON.stringify([channelId, orderId, line])
}

/** What a batch may read or change of campaigns: those at the balances it has locked. */
export class Locks {
  /** By code; only those it names. */
  readonly campaigns: Overlay<string, Campaign>
  /** Granted lines, by `lockedLineKey`. */
  readonly lines: Overlay<string, LockedLine>
  readonly rows: Overlay<string, LockRow>
  readonly shares: Overlay<string, LockShare>
  readonly spendings: Overlay<string, Spending>
  /** Those of the holds and buyers it names, and of holds that have expired. */
  readonly sales: Overlay<string, Sale>
  readonly #all: readonly { foldDown(): void; forget(): void; readonly changed: ReadonlyMap<string, unknown> }[]

  constructor(below?: Locks) {
    this.campaigns = new Overlay(below?.campaigns)
    this.lines = new Overlay(below?.lines)
    this.rows = new Overlay(below?.rows)
    this.shares = new Overlay(below?.shares)
    this.spendings = new Overlay(below?.spendings)
    this.sales = new Overlay(below?.sales)
    this.#all = [this.campaigns, this.lines, this.rows, this.shares, this.spendings, this.sales]
  }

  get isChanged(): boolean {
    return this.#all.some(({ changed }) => changed.size > 0)
  }

  foldDown(): void {
    for (const rows of this.#all) rows.foldDown()
  }

  forget(): void {
    for (const rows of this.#all) rows.forget()
  }
}
