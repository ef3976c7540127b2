import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { giveBack, takeByCommand, takeByFact } from '../domain/flows.ts'
import { freeUnits } from '../domain/balance.ts'
import { toSkuId, type PoolId, type SkuId } from '../domain/ids.ts'
import { checkInstant, checkLineCount, firstRefusal } from '../stock/check-args.ts'
import type { Book } from '../stock/engine/book.ts'
import type { ListingName, VersionName } from '../stock/engine/names.ts'
import type { Operation, Scene } from '../stock/engine/operation.ts'
import { StaleNames } from '../stock/engine/stale-names.ts'
import { touchesListings } from './intend-moves.ts'
import { widestOf } from './widest-of.ts'

export interface GrantVersion {
  readonly recipeId: string
  readonly versionId: string
  readonly effectiveAtMs: number
  readonly components: readonly { readonly skuId: string; readonly units: number }[]
  /** Every listing that keeps a quota of the recipe. */
  readonly listingIds: readonly string[]
}

export type VersionGranted =
  | { readonly kind: 'granted' }
  /** So many units are missing: what the listings may still sell has to be lowered first. */
  | { readonly kind: 'waits'; readonly missing: number }

/**
 * N25: a new version is granted once every quota open for the old one can claim the larger of both, component by component.
 * All listings of the recipe or none.
 */
export const grantVersion: Operation<GrantVersion, VersionGranted> = {
  name: 'grant_version',
  knowsRepeats: true,
  check: ({ listingIds, effectiveAtMs }) =>
    firstRefusal(
      listingIds.length === 0 ? undefined : checkLineCount(listingIds.length, 10_000, 'listingIds'),
      checkInstant(effectiveAtMs, 'effectiveAtMs'),
    ),
  mentions: (args) => ({ listings: args.listingIds, guards: [ungrantedGuard(args)] }),
  touches({ listingIds, components }, names) {
    const pools = [...new Set(listingIds.flatMap((id) => names.listingById(id)?.pools ?? []))]
    const fresh = pools.flatMap((poolId) => components.map(({ skuId }) => ({ poolId, skuId: toSkuId(skuId) })))
    return { balances: [...touchesListings(listingIds, names).balances, ...fresh], creates: true }
  },
  decide(book, args, scene) {
    const parts = args.components.map(({ skuId, units }) => ({ skuId: toSkuId(skuId), units }))
    const listings = args.listingIds.flatMap((id) => scene.names.listingById(id) ?? [])
    const claims = claimsOf(book, listings, (listing) => widestOf([{ components: listing.widest }, { components: parts }]))
    const missing = claims.reduce(
      (sum, { poolId, skuId, units }) => sum + Math.max(0, units - freeUnits(book.balance(poolId, skuId))),
      0,
    )
    if (missing > 0) return { kind: 'waits', missing }
    postClaims(book, claims, { document: `recipe_version:${args.versionId}`, reason: 'grant_version' }, scene)
    for (const { id: listingId } of listings) book.openings.push({ listingId, versionId: args.versionId, open: true })
    book.grants.push({ versionId: args.versionId, effectiveAtMs: Math.max(args.effectiveAtMs, scene.nowMs) })
    return { kind: 'granted' }
  },
}

/** Under the lock by which versions are defined and listings join. */
function ungrantedGuard({ recipeId, versionId, listingIds }: GrantVersion): (tx: Em) => Promise<void> {
  return async (tx) => {
    const db = merchantDb(tx)
    await sql`select 1 from ${sql.table('recipe')} where id = ${recipeId} for no key update`.execute(db)
    const { rows } = await sql<{ id: string }>`
      select l.id from ${sql.table('listing')} l
       where l.recipe_id = ${recipeId} and not l.sold_ahead and exists (select from ${sql.table('listing_quota')} q where q.listing_id = l.id)
         and exists (select from ${sql.table('recipe_version')} v where v.id = ${versionId} and v.granted_at is null)
      union all
      select '0' from ${sql.table('recipe_version')} v where v.id = ${versionId} and v.granted_at is null`.execute(db)
    const known = new Set(listingIds)
    const found = rows.filter(({ id }) => id !== '0')
    if (rows.length === found.length || found.length !== known.size || found.some(({ id }) => !known.has(id))) {
      throw new StaleNames('the version was granted, or a listing joined, meanwhile')
    }
  }
}

interface Claims {
  readonly poolId: PoolId
  readonly skuId: SkuId
  readonly units: number
}

/** By how many units the claims of these listings' quotas change with what a set takes. */
function claimsOf(
  book: Book,
  listings: readonly ListingName[],
  after: (listing: ListingName) => VersionName['components'],
): readonly Claims[] {
  const all = listings.flatMap((listing) => {
    const next = new Map(after(listing).map(({ skuId, units }) => [skuId, units]))
    const skuIds = [...new Set([...listing.widest.map(({ skuId }) => skuId), ...next.keys()])]
    return listing.pools.flatMap((poolId) =>
      skuIds.map((skuId) => {
        const before = listing.widest.find((part) => part.skuId === skuId)?.units ?? 0
        return { poolId, skuId, units: book.quota(listing.id, poolId) * ((next.get(skuId) ?? 0) - before) }
      }),
    )
  })
  return [...Map.groupBy(all, ({ poolId, skuId }) => `${poolId}/${skuId}`).values()].flatMap((same) => {
    const [first] = same
    const units = same.reduce((sum, one) => sum + one.units, 0)
    return first && units !== 0 ? [{ ...first, units }] : []
  })
}

function postClaims(
  book: Book,
  claims: readonly Claims[],
  why: { readonly reason: string; readonly document: string },
  { nowMs, actor }: Scene,
): void {
  for (const { poolId, skuId, units } of claims) {
    const balance = book.balance(poolId, skuId)
    const taken = units > 0 ? takeByCommand(balance, units, 'quota') : giveBack(balance, -units, 'quota')
    const postings = taken === 'short' ? takeByFact(balance, units, 'quota') : taken
    book.post({ poolId, skuId }, postings, { ...why, happenedAtMs: nowMs, actor })
  }
}

export interface CloseVersions {
  readonly listings: readonly { readonly listingId: string; readonly versionIds: readonly string[] }[]
}

export interface VersionsClosed {
  readonly kind: 'closed'
}

/** Every order of the old version is booked: quotas claim what the newer ones take, and the rest goes back. */
export const closeVersions: Operation<CloseVersions, VersionsClosed> = {
  name: 'close_versions',
  knowsRepeats: true,
  check: ({ listings }) => checkLineCount(listings.length, 200, 'listings'),
  mentions: ({ listings }) => ({ listings: listings.map(({ listingId }) => listingId) }),
  touches: ({ listings }, names) =>
    touchesListings(
      listings.map(({ listingId }) => listingId),
      names,
    ),
  decide(book, { listings }, scene) {
    for (const { listingId, versionIds } of listings) {
      const listing = scene.names.listingById(listingId)
      const left = listing?.openVersions.filter((id) => !versionIds.includes(id)) ?? []
      const versions = left.flatMap((id) => scene.names.version(id) ?? [])
      if (!listing || versions.length === 0 || versions.length < left.length) continue
      const claims = claimsOf(book, [listing], () => widestOf(versions))
      postClaims(book, claims, { document: `listing:${listingId}`, reason: 'close_version' }, scene)
      for (const versionId of versionIds) book.openings.push({ listingId, versionId, open: false })
    }
    return { kind: 'closed' }
  },
}
