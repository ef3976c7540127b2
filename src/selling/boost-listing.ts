import { sql } from 'kysely'
import { recordChange } from '../access/record-change.ts'
import { refuseChannel, type ChannelRefused } from '../channels/refusal.ts'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { boostParts, type BoostPart, type BoostPool } from '../domain/publishing/boost-parts.ts'
import { boostPools } from '../publishing/boost-pools.ts'
import { planQuotas } from '../publishing/plan-quotas.ts'
import { readPlan, type PlanListing } from '../publishing/read-plan.ts'
import { checkKey } from '../stock/check-args.ts'
import { refused, type Refused } from '../stock/refusal.ts'
import { firstAnswer, keepAnswer, type Once } from './first-answer.ts'

/** So long a boosted listing keeps what was asked for, and gives nothing to another. */
const BOOST_MS = 600_000
const UNITS_MAX = 1_000_000_000

export interface BoostListing {
  readonly key: string
  readonly channel: string
  readonly listing: string
  /** Sets it should be able to sell beyond what it can now. */
  readonly units: number
  readonly actor: string
}

export interface ListingBoosted {
  readonly kind: 'boosted'
  readonly quotaUnits: number
  readonly wantedUnits: number
  /** Of the units of its scarcest component: what is free now, and what is lowered elsewhere first. */
  readonly freeUnits: number
  readonly recalledUnits: number
  readonly until: Date
}

/** As it is kept under its key. */
type Kept = (Omit<ListingBoosted, 'until'> & { readonly untilMs: number }) | ChannelRefused | Refused

interface BoostTools {
  readonly em: Em
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * Lets a listing sell more now: out of what is free, and for the rest by lowerings elsewhere, each of which makes room for a
 * raise as soon as it is proved. Refused, with the numbers, where that cannot be enough.
 */
export async function boostListing(tools: BoostTools, asked: BoostListing): Promise<ListingBoosted | ChannelRefused | Refused> {
  const { em, clock } = tools
  const { key, channel, listing, units } = asked
  const no = checkKey(key)
  if (no) return no
  if (!Number.isInteger(units) || units < 1 || units > UNITS_MAX)
    return refuseChannel('INVALID', `units must be a whole number from 1 to ${UNITS_MAX}`, { field: 'units' })
  const once = { key, name: 'boost_listing', args: { channel, listing, units }, now: clock.now() }
  const named = await findNamed(em.fork(), { channel, key: listing })
  const answer = (await firstAnswer<Kept>(em.fork(), once)) ?? (await boostOnce(tools, { asked, once, named }))
  if (answer.kind !== 'boosted') return answer
  // Also where whoever asked first was cut off before this.
  await planQuotas(tools, named?.skuIds ?? [])
  const { untilMs, ...boosted } = answer
  return { ...boosted, until: new Date(untilMs) }
}

interface Asked {
  readonly asked: BoostListing
  readonly once: Once
  readonly named: Named | undefined
}

/** Decides once for this key, and keeps the answer, also a "no". */
async function boostOnce(tools: BoostTools, { asked, once, named }: Asked): Promise<Kept> {
  const { answer, change = () => Promise.resolve() } = await decide(tools, { asked, once, named })
  return keepAnswer(tools.em, once, { answer, change })
}

interface Decided {
  readonly answer: Kept
  readonly change?: (tx: Em) => Promise<void>
}

async function decide({ em }: BoostTools, { asked, once: { now }, named }: Asked): Promise<Decided> {
  const { channel, listing: key, units, actor } = asked
  if (!named) {
    const message = `no listing ${key} on channel ${channel} that is published`
    return { answer: refuseChannel('UNKNOWN_LISTING', message, { field: 'listing' }) }
  }
  const facts = await readPlan(em.fork(), named.skuIds, { now })
  const listing = facts.listings.find(({ id }) => id === named.id)
  const no = mayNotRise(listing, channel)
  const pools = listing ? boostPools(facts, listing, now.getTime()) : []
  if (no || pools.length === 0)
    return { answer: no ?? refuseChannel('CHANNEL_STATE', `listing ${key} has not joined yet`, { field: 'listing' }) }
  const parts = boostParts(pools, units)
  if (parts.reduce((sum, { sets }) => sum + sets, 0) < units) return { answer: await tooLittle(em, { units, pools }) }
  const quota = (facts.quotas.get(named.id) ?? []).reduce((sum, { units: some }) => sum + some, 0)
  const untilMs = now.getTime() + BOOST_MS
  const to = pools.reduce((sum, { sets }) => sum + sets, 0) + units
  const boost = { id: named.id, to, until: new Date(untilMs), actor, now, units }
  return {
    answer: { kind: 'boosted', quotaUnits: quota, wantedUnits: quota + units, ...fromWhere(pools, parts), untilMs },
    change: (tx) => keepBoost(tx, { ...boost, subject: `${channel}/${key}` }),
  }
}

/** Of the scarcest component of each pool: what is free there now, and what has to be lowered first. */
function fromWhere(pools: readonly BoostPool[], parts: readonly BoostPart[]) {
  let [freeUnits, recalledUnits] = [0, 0]
  for (const [n, { rooms }] of pools.entries()) {
    const [scarcest] = rooms.toSorted((a, b) => a.free / a.perSet - b.free / b.perSet)
    const needed = (parts[n]?.sets ?? 0) * (scarcest?.perSet ?? 1)
    const free = Math.min(scarcest?.free ?? 0, needed)
    freeUnits += free
    recalledUnits += needed - free
  }
  return { freeUnits, recalledUnits }
}

interface Named {
  readonly id: string
  readonly skuIds: readonly string[]
}

async function findNamed(
  em: Em,
  { channel, key }: { readonly channel: string; readonly key: string },
): Promise<Named | undefined> {
  const { rows } = await sql<{ id: string; sku_ids: readonly string[] }>`
    select l.id, to_json(array(
             select distinct m.sku_id::text from ${sql.table('listing_open_version')} o
               join ${sql.table('recipe_component')} m on m.recipe_version_id = o.recipe_version_id
              where o.listing_id = l.id)) as sku_ids
      from ${sql.table('listing')} l join ${sql.table('channel')} c on c.id = l.channel_id
      join ${sql.table('listing_publishing')} p on p.listing_id = l.id
     where c.code = ${channel} and l.external_id = ${key}`.execute(merchantDb(em))
  const [row] = rows
  return row && { id: row.id, skuIds: row.sku_ids }
}

function mayNotRise(listing: PlanListing | undefined, channel: string): ChannelRefused | undefined {
  if (!listing) return undefined
  if (listing.state !== 'live')
    return refuseChannel('CHANNEL_STATE', `channel ${channel} is ${listing.state}: only live channels are raised`, {
      field: 'channel',
    })
  if (!listing.isBlocked) return undefined
  return refuseChannel('CHANNEL_STATE', 'this listing gets no raises: resume it, or allow raises, first', { field: 'listing' })
}

/** What there is of each component that is short over all pools, or of each where no pool has whole sets of it. */
async function tooLittle(
  em: Em,
  { units, pools }: { readonly units: number; readonly pools: readonly BoostPool[] },
): Promise<Refused> {
  const all = pools.flatMap(({ poolId, rooms }) => rooms.map((room) => ({ ...room, poolId })))
  const there = (skuId: string) =>
    all.filter((one) => one.skuId === skuId).reduce((sum, { free, recallable }) => sum + free + recallable, 0)
  const scarce = all.filter(({ skuId, perSet }) => there(skuId) < units * perSet)
  const short = scarce.length > 0 ? scarce : all
  const db = merchantDb(em.fork())
  const { rows: skus } = await sql<{ id: string; code: string }>`
    select id, code from ${sql.table('sku')} where id = any(${short.map(({ skuId }) => skuId)}::bigint[])`.execute(db)
  const { rows: names } = await sql<{ id: string; code: string }>`
    select id, code from ${sql.table('pool')} where id = any(${short.map(({ poolId }) => poolId)}::bigint[])`.execute(db)
  const shortages = short.map(({ skuId, poolId, perSet, free, recallable }) => ({
    sku: skus.find(({ id }) => id === skuId)?.code ?? skuId,
    pool: names.find(({ id }) => id === poolId)?.code ?? poolId,
    location: null,
    wantedUnits: units * perSet,
    availableUnits: free + recallable,
  }))
  const said = short.map(({ free, recallable }, n) => `${shortages[n]?.sku}: ${free} free, ${recallable} elsewhere`).join('; ')
  return refused('NOT_ENOUGH_STOCK', `there are not ${units} more to be had (${said})`, { shortages })
}

interface Boost {
  readonly id: string
  readonly to: number
  readonly until: Date
  readonly actor: string
  readonly now: Date
  readonly subject: string
  readonly units: number
}

async function keepBoost(tx: Em, { id, to, until, actor, now, subject, units }: Boost): Promise<void> {
  await sql`
    update ${sql.table('listing_publishing')}
       set boost_to = ${to}, boost_until = ${until}::timestamptz, boosted_by = ${actor} where listing_id = ${id}`.execute(
    merchantDb(tx),
  )
  await recordChange(tx, { actor, action: 'boost_listing', subject: `listing:${subject}`, facts: { units: String(units) } }, now)
}
