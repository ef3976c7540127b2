import { recordChanges, type Change } from '../access/record-change.ts'
import { refuseChannel, unknownChannel, type ChannelRefused } from '../channels/refusal.ts'
import { unconfirmed } from '../campaigns/below-minimum.ts'
import { costsOfMapping, readMinimums } from '../campaigns/read-minimums.ts'
import type { Em } from '../db/orm.ts'
import { mapByCode } from './map-by-code.ts'
import { lockNamed, type NamedListing } from './lock-named.ts'
import { findTargets, type Targets } from './map-targets.ts'
import type { MappingChange, MapRow, MetRows, Target } from './mapping.ts'
import { saveMappings } from './save-mappings.ts'

export type RowOutcome =
  { readonly kind: 'mapped' | 'unchanged'; readonly line: number } | (ChannelRefused & { readonly line: number })

/**
 * Maps listings by hand, all rows in the transaction of `tx`: a row maps all its listings or, refused, none. What is as the
 * row says already is left alone, so that the same rows again change nothing.
 */
export async function mapRows(
  tx: Em,
  { rows, met, actor }: { readonly rows: readonly MapRow[]; readonly met: MetRows; readonly actor: string },
  now: Date,
): Promise<readonly RowOutcome[]> {
  const named = await lockNamed(tx, rows)
  const targets = await findTargets(
    tx,
    rows.map(({ to }) => to),
    now,
  )
  const decided = await keepMinimums(
    tx,
    rows.map((row) => ({ row, decided: decide(row, { named: named(row), target: targets(row.to), met }) })),
    now,
  )
  const changes = decided.flatMap((one) => (one.kind === 'map' ? one.changes : []))
  await saveMappings(tx, changes)
  for (const [channelId, own] of Map.groupBy(
    changes.filter(({ target }) => target.kind === 'by_code'),
    ({ listing }) => listing.channelId,
  )) {
    const [first] = own
    if (first) await mapByCode(tx, { channelId, channel: first.channel, keys: own.map(({ listing }) => listing.key) }, now)
  }
  await recordChanges(tx, changes.map(toChange(actor)), now)
  return decided.map((one, n) => {
    const line = rows[n]?.line ?? 0
    if (one.kind === 'refused') return { ...one, line }
    return { kind: one.changes.length > 0 ? 'mapped' : 'unchanged', line }
  })
}

type Decided = { readonly kind: 'map'; readonly changes: readonly MappingChange[] } | ChannelRefused

interface DecidedRow {
  readonly row: MapRow
  readonly decided: Decided
}

/** What an activity of a platform wants to see of a listing, it sees no more once that sells something else: the row has to confirm it. */
async function keepMinimums(tx: Em, rows: readonly DecidedRow[], now: Date): Promise<readonly Decided[]> {
  const changes = rows.flatMap(({ decided }) => (decided.kind === 'map' ? decided.changes : []))
  const minimums = await readMinimums(
    tx,
    changes.map(({ listing }) => listing.id),
    now.getTime(),
  )
  if (minimums.length === 0) return rows.map(({ decided }) => decided)
  return rows.map(({ row, decided }) => {
    if (decided.kind === 'refused') return decided
    const next = new Map(
      decided.changes.map(({ listing, target }) => [listing.id, 'recipeId' in target ? target.recipeId : null]),
    )
    const own = minimums.filter(({ listingId }) => next.has(listingId))
    const costs = costsOfMapping(own, (id) => next.get(id) ?? null)
    const subject = `map:${row.channel}/${nameOf(row)}`
    const message = unconfirmed(subject, { costs, confirm: row.confirm ?? null })
    return message === undefined ? decided : refuseChannel('BELOW_MINIMUM', message, { field: 'confirm' })
  })
}

interface Found {
  readonly named: Awaited<ReturnType<Awaited<ReturnType<typeof lockNamed>>>>
  readonly target: ReturnType<Targets>
  readonly met: MetRows
}

function decide(row: MapRow, { named, target, met }: Found): Decided {
  const { channel, to, line } = row
  if (named === 'no channel') return unknownChannel(channel)
  const no = missing(row, named)
  if (no) return no
  const befores = named.map(({ id }) => met.meet(id, line))
  const before = befores.find((one) => one !== undefined && one !== line)
  if (before !== undefined) {
    return refuseChannel('LISTING_TWICE', `${nameOf(row)} is already on line ${before}`, { field: 'listing' })
  }
  if ('code' in target) return target
  const changes = named.filter((listing) => !isSo(listing, target)).map((listing) => ({ channel, listing, target, to }))
  const inUse = changes.find(({ listing }) => listing.inUse)
  if (!inUse) return { kind: 'map', changes }
  const message = `listing ${inUse.listing.key} may still sell units of what it is mapped to: it can be mapped anew once its quota is 0`
  return refuseChannel('LISTING_IN_USE', message, { field: 'listing' })
}

function missing({ channel, listing, merchantCode }: MapRow, named: readonly NamedListing[]): ChannelRefused | undefined {
  const [found] = named
  if (!found) {
    const what = listing === null ? `nothing with the merchant code ${merchantCode ?? ''}` : `no ${listing}`
    return refuseChannel('UNKNOWN_LISTING', `channel ${channel} lists ${what}`, { field: 'listing' })
  }
  if (listing === null || merchantCode === null || found.merchantCode?.trim() === merchantCode) return undefined
  const now = found.merchantCode === null ? 'no merchant code' : `the merchant code ${found.merchantCode}`
  const message = `listing ${listing} has ${now} by now, not ${merchantCode}: make sure that it is the one meant`
  return refuseChannel('INVALID', message, { field: 'merchantCode' })
}

function nameOf({ listing, merchantCode }: MapRow): string {
  return listing === null ? `a listing with the merchant code ${merchantCode ?? ''}` : `listing ${listing}`
}

function isSo(listing: NamedListing, target: Target): boolean {
  if (target.kind === 'by_code') return listing.mappedBy !== 'hand' && listing.stockPolicy === 'normal'
  if (listing.mappedBy !== 'hand' || listing.ambiguous) return false
  if (target.kind === 'recipe') return listing.stockPolicy === 'normal' && listing.recipeId === target.recipeId
  return listing.stockPolicy === 'no_stock'
}

function toChange(actor: string) {
  return ({ channel, listing, to }: MappingChange): Change => ({
    actor,
    action: 'map_listing',
    subject: `listing:${channel}/${listing.key}`,
    facts: { to: to.kind, code: 'code' in to ? to.code : '' },
  })
}
