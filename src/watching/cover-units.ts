import { takeByFact } from '../domain/flows.ts'
import { freeSets } from '../domain/move-claims.ts'
import { remedyFor, type HandEditPolicy, type Remedy } from '../domain/publishing/judge-reading.ts'
import { spreadUnits } from '../domain/publishing/spread-units.ts'
import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { Lease } from '../jobs/channel-task.ts'
import { leaseGuard } from '../jobs/lease-guard.ts'
import { touchesListings } from '../publishing/intend-moves.ts'
import { postQuota } from '../publishing/post-quota.ts'
import { checkUnits } from '../stock/check-args.ts'
import type { Operation } from '../stock/engine/operation.ts'

export interface CoverUnits {
  readonly lease: Lease
  readonly findingId: string
  readonly listingId: string
  /** Units that are surely for sale beyond the listing's quota. */
  readonly units: number
  /** Null: the listing joins again, and what it may sell is what it may sell. */
  readonly policy: HandEditPolicy | null
}

export type UnitsCovered = { readonly kind: 'covered' } & Remedy

/**
 * Books what a shop may sell beyond its quota. That is a fact: what is not free is deficit. What is not kept on sale comes
 * back by a lowering, since the listing then has more than is wanted of it.
 */
export const coverUnits: Operation<CoverUnits, UnitsCovered> = {
  name: 'cover_units',
  knowsRepeats: true,
  check: ({ units }) => checkUnits(units, 'units'),
  mentions: ({ lease, listingId, findingId }) => ({
    listings: [listingId],
    guards: [leaseGuard(lease), claimFinding(findingId)],
  }),
  touches: ({ listingId }, names) => touchesListings([listingId], names),
  decide(book, { findingId, listingId, units, policy }, scene) {
    const listing = scene.names.listingById(listingId)
    const published = book.published.get(listingId)
    if (!listing?.joined || !published) return { kind: 'covered', adopt: 0, cutBack: 0 }
    const quota = book.quotaOf(listing)
    const free = listing.pools.map((place) => {
      const parts = listing.widest.map((part) => ({ balance: book.balance(place, part.skuId), perSet: part.units }))
      return { place, units: Math.max(0, freeSets(parts, units)) }
    })
    const remedy =
      policy === null
        ? { adopt: units, cutBack: 0 }
        : remedyFor(policy, { aboveQuota: units, free: free.reduce((sum, { units: some }) => sum + some, 0) })
    const parts = spreadUnits(units, free).map(({ place: poolId, units: some }) => ({ poolId, units: some }))
    const why = { reason: policy === null ? 'join' : 'hand_edit', document: `listing_finding:${findingId}` }
    postQuota(book, { listing, parts, by: (balance, some) => takeByFact(balance, some, 'quota') }, why, scene)
    const wanted = published.wanted ?? Math.max(0, quota)
    const kept = policy === null ? published.wanted : wanted + remedy.adopt
    book.published.set(listingId, { ...published, wanted: kept, nextAtMs: scene.nowMs })
    return { kind: 'covered', ...remedy }
  },
}

/** The finding's units are in the books already. */
export class AlreadyCovered extends Error {
  override readonly name = 'AlreadyCovered'
}

/** Marks the finding in the transaction that books its units: they are booked once, whatever ends in between. */
function claimFinding(id: string): (tx: Em) => Promise<void> {
  return async (tx) => {
    const { numAffectedRows } = await sql`
      update ${sql.table('listing_finding')} set covered_at = found_at where id = ${id} and covered_at is null`.execute(
      merchantDb(tx),
    )
    if ((numAffectedRows ?? 0n) === 0n) throw new AlreadyCovered(`finding ${id} is covered`)
  }
}
