import { assert } from '../../domain/assert.ts'
import type { Posting } from '../../domain/balance.ts'
import { giveBack } from '../../domain/flows.ts'
import { freeSets } from '../../domain/move-claims.ts'
import type { LockStand } from '../../domain/campaign/lock-stand.ts'
import { inOverlapOrder, sells, type LockedLine } from '../../domain/campaign/locked-line.ts'
import type { PoolId, SkuId } from '../../domain/ids.ts'
import type { Book } from '../engine/book.ts'
import { lockRowKey, lockShareKey, type LockRow } from '../engine/locks.ts'
import type { ListingName } from '../engine/names.ts'
import type { Scene } from '../engine/operation.ts'

/** A line of a campaign in one pool, seen from one of its listings; null: from none. */
export interface LockAt {
  readonly line: LockedLine
  readonly poolId: PoolId
  readonly listingId: string | null
}

/** The open lines that sell from this listing, in the order in which they are served. */
export function linesOf(book: Book, listing: Pick<ListingName, 'id' | 'channelId' | 'recipeId'>): readonly LockedLine[] {
  const all = book.locks.lines.all()
  if (all.size === 0) return []
  return inOverlapOrder([...all.values()].filter((line) => sells(line, listing)))
}

/** Undefined where it was granted nothing there, or where its goods are not all locked. */
export function standOf(book: Book, { line, poolId, listingId }: LockAt): LockStand | undefined {
  const rows = rowsOf(book, line, poolId)
  const [first] = rows
  if (!first || rows.length < line.components.length) return undefined
  const shares = [...book.locks.shares.all().values()].filter((share) => share.lineKey === line.key && share.poolId === poolId)
  const own = shares.find((share) => share.listingId === listingId)
  const sets = (units: number): number => units / first.perSet
  return {
    granted: sets(first.granted),
    kept: Math.min(...rows.map(({ kept, perSet }) => Math.floor(kept / perSet))),
    published: own?.published ?? 0,
    elsewhere: sets(first.published) - (own?.published ?? 0),
    spent: sets(first.spent),
    owed: own?.owed ?? 0,
    owedElsewhere: shares.reduce((sum, { owed }) => sum + owed, 0) - (own?.owed ?? 0),
  }
}

function rowsOf(book: Book, line: LockedLine, poolId: PoolId): readonly LockRow[] {
  return line.components.flatMap(({ skuId }) => book.locks.rows.get(lockRowKey({ lineKey: line.key, poolId, skuId })) ?? [])
}

/** How many sets of a line are free in a pool. */
export function freeOf(book: Book, { components }: Pick<LockedLine, 'components'>, poolId: PoolId): number {
  const parts = components.map(({ skuId, units }) => ({ balance: book.balance(poolId, skuId), perSet: units }))
  return parts.length === 0 ? 0 : Math.max(0, freeSets(parts, Number.MAX_SAFE_INTEGER))
}

export type Asker = Pick<Scene, 'nowMs' | 'actor'>

/** What moved between the pool and what is kept: where `kept` falls its units go back to the pool, unless they have gone elsewhere. */
export interface Kept {
  readonly reason: string
  readonly keptGoes: 'to the pool' | 'elsewhere'
}

/** Stores how a line stands now, and posts what is kept more or less. */
export function applyStand(
  book: Book,
  at: LockAt,
  change: { readonly before: LockStand; readonly after: LockStand } & Kept,
  { nowMs, actor }: Asker,
): void {
  const { before, after, reason, keptGoes } = change
  const { line, poolId, listingId } = at
  if (before === after) return
  for (const row of rowsOf(book, line, poolId)) {
    const { perSet, skuId } = row
    const kept = row.kept + (after.kept - before.kept) * perSet
    assert(kept >= 0, 'a campaign gives up no more than is kept for it')
    const published = (after.published + after.elsewhere) * perSet
    book.locks.rows.set(lockRowKey(row), {
      ...row,
      kept,
      published,
      granted: after.granted * perSet,
      spent: after.spent * perSet,
    })
    const postings = keptGoes === 'elsewhere' ? [] : postingsOf(book, { poolId, skuId, units: kept - row.kept })
    const document = `campaign:${line.campaignCode}/${line.line}`
    if (postings.length > 0) book.post({ poolId, skuId }, postings, { reason, document, happenedAtMs: nowMs, actor })
  }
  if (listingId === null || (before.published === after.published && before.owed === after.owed)) return
  const share = { lineKey: line.key, listingId, poolId, published: after.published, owed: after.owed }
  book.locks.shares.set(lockShareKey(share), share)
}

function postingsOf(
  book: Book,
  { poolId, skuId, units }: { readonly poolId: PoolId; readonly skuId: SkuId; readonly units: number },
): readonly Posting[] {
  if (units < 0) return giveBack(book.balance(poolId, skuId), -units, 'lock')
  return units > 0 ? [{ from: 'free', to: 'lock', units }] : []
}
