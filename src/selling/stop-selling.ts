import { sql, type RawBuilder } from 'kysely'
import { recordChange } from '../access/record-change.ts'
import { unconfirmed } from '../campaigns/below-minimum.ts'
import { costsOf, readMinimums } from '../campaigns/read-minimums.ts'
import { refuseChannel, unknownChannel, type ChannelRefused } from '../channels/refusal.ts'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { makeDue } from '../jobs/channel-task.ts'
import { keepScope, type SellingScope } from './stop-scopes.ts'

export interface SellingChanged {
  readonly kind: 'selling changed'
  /** Listings that were not so before. */
  readonly listings: number
  /** Listings this was asked for. */
  readonly inScope: number
}

export interface SellingTools {
  readonly em: Em
  readonly clock: Clock
}

/** What was shown of what it costs; `planned`: it was confirmed with a campaign's plan. */
export type Confirmation = string | null | { readonly planned: true }

/**
 * Stops selling: raises end at once, and every shop is told 0. That is sent beside whatever is under way, and frees nothing
 * before all that was sent earlier is dead and the counter was read.
 */
export function stopSelling(
  tools: SellingTools,
  scope: SellingScope,
  actor: string,
  confirm: Confirmation = null,
): Promise<SellingChanged | ChannelRefused> {
  return change(tools, { scope, actor, action: 'stop_selling', confirm }, (now) => ({
    set: sql`stopped_at = ${now}::timestamptz, stopped_by = ${actor}, stop_next_at = ${now}::timestamptz, stop_told_at = null,
             raises_blocked = coalesce(p.raises_blocked, 'stopped')`,
    where: sql`p.stopped_at is null`,
    task: 'stop',
  }))
}

/** Lets listings sell again: their shops are told what they may sell as usual. */
export function resumeSelling(tools: SellingTools, scope: SellingScope, actor: string): Promise<SellingChanged | ChannelRefused> {
  return change(tools, { scope, actor, action: 'resume_selling' }, (now) => ({
    set: sql`stopped_at = null, stopped_by = null, stop_next_at = null, stop_told_at = null,
             raises_blocked = nullif(p.raises_blocked, 'stopped'), next_at = ${now}::timestamptz, revision = p.revision + 1`,
    where: sql`p.stopped_at is not null`,
    task: 'publish',
  }))
}

/** Ends the block that a lowering by hand has put on raises: the operator wants the listing to sell again. */
export function allowRaises(tools: SellingTools, scope: SellingScope, actor: string): Promise<SellingChanged | ChannelRefused> {
  return change(tools, { scope, actor, action: 'allow_raises' }, (now) => ({
    set: sql`raises_blocked = case when p.stopped_at is null then null else 'stopped' end, next_at = ${now}::timestamptz,
             revision = p.revision + 1`,
    where: sql`p.raises_blocked is not null and p.raises_blocked <> 'stopped'`,
    task: 'publish',
  }))
}

interface Asked {
  readonly scope: SellingScope
  readonly actor: string
  readonly action: 'stop_selling' | 'resume_selling' | 'allow_raises'
  readonly confirm?: Confirmation
}

interface Change {
  readonly set: RawBuilder<unknown>
  readonly where: RawBuilder<unknown>
  readonly task: 'stop' | 'publish'
}

async function change(
  { em, clock }: SellingTools,
  { scope, actor, action, confirm }: Asked,
  changeAt: (now: Date) => Change,
): Promise<SellingChanged | ChannelRefused> {
  return em.fork().transactional(async (tx) => {
    const db = merchantDb(tx)
    const unknown = await unknownName(tx, scope)
    if (unknown) return unknown
    const now = clock.now()
    const { set, where, task } = changeAt(now)
    // Tasks before listings, and those in order of id: as everybody locks them.
    for (const channelId of await channelsIn(tx, scope)) await makeDue(tx, { channelId, task, at: now })
    const { rows } = await sql<{ listing_id: string }>`
      select p.listing_id from ${sql.table('listing_publishing')} p join ${sql.table('listing')} l on l.id = p.listing_id
        join ${sql.table('channel')} c on c.id = p.channel_id
       where ${inScope(scope)} order by p.listing_id for update of p`.execute(db)
    if (rows.length === 0) return refuseChannel('UNKNOWN_LISTING', nothingIn(scope))
    const ids = rows.map(({ listing_id: id }) => id)
    const no = confirm === undefined ? undefined : await belowMinimum(tx, { ids, scope, confirm, now })
    if (no) return no
    const changed = await sql`
      update ${sql.table('listing_publishing')} p set ${set}
       where p.listing_id = any(${ids}::bigint[]) and ${where}
      returning 1`.execute(db)
    if (action !== 'allow_raises') await keepScope(tx, { scope, stops: action === 'stop_selling', actor, now })
    const facts = { listings: String(changed.rows.length), scope: nameOf(scope) }
    await recordChange(tx, { actor, action, subject: `selling:${nameOf(scope)}`, facts }, now)
    return { kind: 'selling changed', listings: changed.rows.length, inScope: rows.length }
  })
}

interface Stopped {
  readonly ids: readonly string[]
  readonly scope: SellingScope
  readonly confirm: Confirmation
  readonly now: Date
}

/** Where activities of platforms want to see something for sale, a stop needs the answer to what it costs. */
async function belowMinimum(tx: Em, { ids, scope, confirm, now }: Stopped): Promise<ChannelRefused | undefined> {
  if (confirm !== null && typeof confirm !== 'string') return undefined
  const costs = costsOf(await readMinimums(tx, ids, now.getTime()))
  const message = unconfirmed(`stop:${nameOf(scope)}`, { costs, confirm })
  return message === undefined ? undefined : refuseChannel('BELOW_MINIMUM', message, { field: 'confirm' })
}

async function channelsIn(tx: Em, scope: SellingScope): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct p.channel_id as id from ${sql.table('listing_publishing')} p join ${sql.table('listing')} l on l.id = p.listing_id
      join ${sql.table('channel')} c on c.id = p.channel_id
     where ${inScope(scope)} order by 1`.execute(merchantDb(tx))
  return rows.map(({ id }) => id)
}

function inScope({ channel, listing, sku }: SellingScope): RawBuilder<unknown> {
  const sells = sql`exists (
    select from ${sql.table('recipe_version')} v join ${sql.table('recipe_component')} m on m.recipe_version_id = v.id
      join ${sql.table('sku')} s on s.id = m.sku_id
     where v.recipe_id = l.recipe_id and s.code = ${sku}::text)`
  return sql`(${channel}::text is null or c.code = ${channel}::text) and (${listing}::text is null or l.external_id = ${listing}::text)
         and (${sku}::text is null or ${sells})`
}

async function unknownName(tx: Em, { channel, sku, listing }: SellingScope): Promise<ChannelRefused | undefined> {
  if (listing !== null && channel === null)
    return refuseChannel('INVALID', 'name the channel of the listing too: listings are named within a channel', {
      field: 'channel',
    })
  const { rows } = await sql<{ channel: boolean; sku: boolean }>`
    select ${channel}::text is null or exists (select from ${sql.table('channel')} where code = ${channel}::text) as channel,
           ${sku}::text is null or exists (select from ${sql.table('sku')} where code = ${sku}::text) as sku`.execute(
    merchantDb(tx),
  )
  if (rows[0]?.channel === false) return unknownChannel(channel ?? '')
  if (rows[0]?.sku === false) return refuseChannel('UNKNOWN_SKU', `no SKU ${sku}`, { field: 'sku' })
  return undefined
}

function nothingIn(scope: SellingScope): string {
  return `${nameOf(scope)} has no listing that is published: let its channel join first`
}

function nameOf({ channel, listing, sku }: SellingScope): string {
  const parts = [channel && `channel ${channel}`, listing && `listing ${listing}`, sku && `SKU ${sku}`].filter((part) => part)
  return parts.length === 0 ? 'everything' : parts.join(', ')
}
