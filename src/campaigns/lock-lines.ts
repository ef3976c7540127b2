import { endOf, publishesFrom, type Campaign, type CampaignLine } from '../domain/campaign/campaign.ts'
import { refill, type LockStand } from '../domain/campaign/lock-stand.ts'
import { lockedLineKey, type LockedLine } from '../domain/campaign/locked-line.ts'
import { freeUnits, type Balance } from '../domain/balance.ts'
import type { PoolId, SkuId } from '../domain/ids.ts'
import { spreadUnits } from '../domain/publishing/spread-units.ts'
import type { Book } from '../stock/engine/book.ts'
import { lockRowKey } from '../stock/engine/locks.ts'
import type { Scene, Touches } from '../stock/engine/operation.ts'
import type { Shortage } from '../stock/refusal.ts'
import { applyStand, freeOf, standOf } from '../stock/locks/stands.ts'

/** Every balance a campaign is, or may be, granted from. */
export function balancesOf({ poolIds, lines }: Campaign): Touches['balances'] {
  const skuIds = [...new Set(lines.flatMap(({ components }) => components.map(({ skuId }) => skuId)))]
  return poolIds.flatMap((poolId) => skuIds.map((skuId) => ({ poolId, skuId })))
}

export function toLockedLine(campaign: Campaign, { line, recipeId, listingId, components }: CampaignLine): LockedLine {
  const campaignId = campaign.id ?? ''
  return {
    key: lockedLineKey({ campaignId, line }),
    campaignId,
    campaignCode: campaign.code,
    line,
    activityId: campaign.activityId,
    channelIds: campaign.channelIds,
    recipeId,
    listingId,
    components,
    returnsTo: campaign.returnsTo,
    publishFromMs: publishesFrom(campaign),
    startsAtMs: campaign.startsAtMs,
    endsAtMs: endOf(campaign),
  }
}

interface Locked {
  readonly locked: number
  readonly missing: number
}

/** Promises `units` more sets of a line out of what is free: from the first pool that has them, else from some of each. */
export function lockMore(
  book: Book,
  { campaign, line, units }: { readonly campaign: Campaign; readonly line: LockedLine; readonly units: number },
  scene: Scene,
): Locked {
  const free = campaign.poolIds.map((place) => ({ place, units: freeOf(book, line, place) }))
  let locked = 0
  for (const { place: poolId, units: some } of spreadUnits(units, free)) {
    const at = { line, poolId, listingId: null }
    ensureRows(book, line, poolId)
    const before = standOf(book, at)
    if (!before) continue
    const promised: LockStand = { ...before, granted: before.granted + some }
    const after = refill(promised, Math.min(some, freeOf(book, line, poolId)))
    applyStand(book, at, { before, after, reason: 'campaign_granted', keptGoes: 'to the pool' }, scene)
    locked += after.kept - before.kept
  }
  return { locked, missing: units - locked }
}

function ensureRows(book: Book, line: LockedLine, poolId: PoolId): void {
  const none = { granted: 0, kept: 0, published: 0, spent: 0 }
  for (const { skuId, units } of line.components) {
    const row = { lineKey: line.key, poolId, skuId, perSet: units, ...none }
    if (!book.locks.rows.get(lockRowKey(row))) book.locks.rows.set(lockRowKey(row), row)
  }
}

/** What is short of all these lines together, SKU by SKU, and where those goods are instead. */
export function shortagesOf(
  book: Book,
  {
    campaign,
    wanted,
  }: { readonly campaign: Campaign; readonly wanted: readonly { readonly line: LockedLine; readonly units: number }[] },
  { names }: Pick<Scene, 'names'>,
): readonly Shortage[] {
  const bySku = new Map<SkuId, number>()
  for (const { line, units } of wanted)
    for (const part of line.components) bySku.set(part.skuId, (bySku.get(part.skuId) ?? 0) + part.units * units)
  return [...bySku].flatMap(([skuId, wantedUnits]) => {
    const balances = campaign.poolIds.map((poolId) => book.balance(poolId, skuId))
    const availableUnits = sum(balances, freeUnits)
    if (availableUnits >= wantedUnits) return []
    return [
      {
        sku: names.skuById(skuId)?.code ?? skuId,
        pool: campaign.poolIds.map((id) => names.poolById(id)?.code ?? id).join(', '),
        location: null,
        wantedUnits,
        availableUnits,
        elsewhere: {
          heldUnits: sum(balances, ({ held }) => held),
          quotaUnits: sum(balances, ({ quota }) => quota),
          lockedUnits: sum(balances, ({ lockKept }) => lockKept),
          safetyUnits: sum(balances, ({ safetyKept }) => safetyKept),
        },
      },
    ]
  })
}

export interface LineShort {
  readonly line: LockedLine
  readonly units: number
  readonly locked: number
}

/** Lines whose goods are there, but not together in one pool: a set is never split. */
export function splitShortages(
  campaign: Campaign,
  short: readonly LineShort[],
  { names }: Pick<Scene, 'names'>,
): readonly Shortage[] {
  return short.flatMap(({ line, units, locked }) =>
    line.components.map((part) => ({
      sku: names.skuById(part.skuId)?.code ?? part.skuId,
      pool: campaign.poolIds.map((id) => names.poolById(id)?.code ?? id).join(', '),
      location: null,
      wantedUnits: units * part.units,
      availableUnits: locked * part.units,
    })),
  )
}

function sum(balances: readonly Balance[], of: (balance: Balance) => number): number {
  return balances.reduce((total, balance) => total + of(balance), 0)
}
