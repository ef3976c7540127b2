import { sql } from 'kysely'
import { recordChange } from '../access/record-change.ts'
import type { Channel } from '../catalogue/channel.ts'
import { checkCode, checkName } from '../catalogue/check-text.ts'
import { findChannelsByCode } from '../catalogue/find-channels.ts'
import { listPools } from '../catalogue/find-pools.ts'
import { catalogueLimits } from '../catalogue/limits.ts'
import type { CatalogueRefused } from '../catalogue/refusal.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { MasterKeys } from '../secrets/master-keys.ts'
import { channelOf } from './channel-of.ts'
import type { ChannelTools } from './channel-tools.ts'
import { readSecret, writeSecret } from './channel-secrets.ts'
import { checkAddresses } from './check-addresses.ts'
import { checkApplication } from './check-credentials.ts'
import type { Application, SandboxAddresses } from './connect.ts'
import { isDemo } from './is-demo.ts'
import { noMasterKey } from './no-master-key.ts'
import type { Platform } from './platform.ts'
import { refuseChannel, type ChannelRefused } from './refusal.ts'
import { findShopChannel } from './shop-channel.ts'

export interface CreateChannel {
  readonly actor: string
  readonly code: string
  readonly name: string
  readonly platform: Platform
  /** What the merchant has registered at the platform. The secret is sealed and never shown again. */
  readonly app: Application
  readonly sandbox: SandboxAddresses | null
  readonly relayUrl: string | null
  /** Codes, in the order in which orders take from them; empty: the first pool. */
  readonly pools: readonly string[]
}

export type CreateChannelOutcome =
  | { readonly kind: 'created'; readonly channel: Channel }
  /** It was there already with the same content: a request that was sent twice. */
  | { readonly kind: 'existed'; readonly channel: Channel }
  | ChannelRefused
  | CatalogueRefused

/** Adds a shop on a platform. It begins in shadow: nothing is ever written to it before somebody says so. */
export async function createChannel(
  { em, platforms, keys, clock }: ChannelTools,
  input: CreateChannel,
): Promise<CreateChannelOutcome> {
  const no =
    checkCode(input.code, 'code') ?? checkName(input.name) ?? checkApplication(input.app) ?? checkAddresses(input, platforms)
  if (no) return no
  if (!keys) return noMasterKey()
  return em.fork().transactional(async (tx) => {
    // Two creations must not meet, one of a sandbox and one of a real shop.
    await sql`lock table ${sql.table('channel')} in share row exclusive mode`.execute(merchantDb(tx))
    const earlier = (await findChannelsByCode(tx, [input.code])).get(input.code)
    if (earlier) return (await saysTheSame(tx, input, keys)) ? { kind: 'existed', channel: earlier } : codeTaken(earlier)
    const refused = await checkCompany(tx, input)
    if (refused) return refused
    const poolIds = await findPools(tx, input.pools)
    if ('kind' in poolIds) return poolIds
    const id = await insertChannel(tx, { input, poolIds, now: clock.now() })
    await writeSecret(
      tx,
      { channelId: id, kind: 'application', content: { secret: input.app.secret } },
      { keys, now: clock.now() },
    )
    const change = { actor: input.actor, action: 'create_channel', subject: `channel:${input.code}` } as const
    await recordChange(tx, { ...change, facts: { platform: input.platform, appKey: input.app.key } }, clock.now())
    return { kind: 'created', channel: await channelOf(tx, input.code) }
  })
}

function codeTaken({ code, name }: Channel): ChannelRefused {
  return refuseChannel('CODE_TAKEN', `there is another channel ${code} already, called ${name}`, { field: 'code' })
}

async function saysTheSame(tx: Em, input: CreateChannel, keys: MasterKeys): Promise<boolean> {
  const shop = await findShopChannel(tx, { code: input.code })
  if (!shop) return false
  const content = ({ name, platform, sandbox, relayUrl }: Pick<CreateChannel, 'name' | 'platform' | 'sandbox' | 'relayUrl'>) =>
    JSON.stringify([name.trim(), platform, sandbox?.gatewayUrl, sandbox?.tokenUrl, sandbox?.pushUrl, relayUrl])
  if (content(shop) !== content(input) || shop.appKey !== input.app.key) return false
  return (await readSecret(tx, { channelId: shop.id, kind: 'application' }, keys))?.secret === input.app.secret
}

/** Orders of a sandbox are nobody's: they must never be in the same books as real ones. */
async function checkCompany(tx: Em, { sandbox }: CreateChannel): Promise<ChannelRefused | undefined> {
  const { rows } = await sql<{ total: number; others: number; other: string | null }>`
    select count(*)::int as total, count(*) filter (where platform <> 'direct' and sandbox <> ${sandbox !== null})::int as others,
           min(code) filter (where platform <> 'direct' and sandbox <> ${sandbox !== null}) as other
      from ${sql.table('channel')}`.execute(merchantDb(tx))
  const { total = 0, others = 0, other } = rows[0] ?? {}
  if (total >= catalogueLimits.channels) {
    return refuseChannel('INVALID', `a merchant has at most ${catalogueLimits.channels} channels`, { field: 'code' })
  }
  if (!sandbox && (await isDemo(tx))) {
    const where =
      'connect real shops in a database of their own: DATA_FOLDER or DATABASE_URL names another, with npm start -- --bare'
    return refuseChannel('SANDBOX_BESIDE_REAL', `this database is a demo's: ${where}`, { field: 'sandbox' })
  }
  if (others === 0) return undefined
  const message = sandbox
    ? `this merchant sells in a real shop (channel ${other}): try sandboxes out with a merchant of their own`
    : `this merchant has a sandbox (channel ${other}), whose orders are in its books: connect real shops to another merchant`
  return refuseChannel('SANDBOX_BESIDE_REAL', message, { field: 'sandbox' })
}

async function findPools(tx: Em, codes: readonly string[]): Promise<readonly string[] | ChannelRefused> {
  const pools = await listPools(tx)
  const [first] = pools
  if (codes.length === 0 && first) return [first.id]
  if (new Set(codes).size !== codes.length) return refuseChannel('INVALID', 'a pool is named twice', { field: 'pools' })
  const ids = codes.map((code) => pools.find((pool) => pool.code === code)?.id)
  const place = ids.findIndex((id) => id === undefined)
  if (place >= 0 || ids.length === 0)
    return refuseChannel('UNKNOWN_POOL', `no pool ${codes[place] ?? ''}`, { field: `pools.${place}` })
  return ids.filter((id) => id !== undefined)
}

async function insertChannel(
  tx: Em,
  { input, poolIds, now }: { readonly input: CreateChannel; readonly poolIds: readonly string[]; readonly now: Date },
): Promise<string> {
  const { code, name, platform, app, sandbox, relayUrl } = input
  const { rows } = await sql<{ id: string }>`
    with added as (
      insert into ${sql.table('channel')} (code, name, platform, state, sandbox, app_key, gateway_url, token_url, push_url, relay_url, created_at)
      values (${code}, ${name.trim()}, ${platform}, 'shadow', ${sandbox !== null}, ${app.key}, ${sandbox?.gatewayUrl ?? null},
              ${sandbox?.tokenUrl ?? null}, ${sandbox?.pushUrl ?? null}, ${relayUrl}, ${now}::timestamptz)
      returning id),
    pools as (
      insert into ${sql.table('channel_pool')} (channel_id, pool_id, position)
      select added.id, p.id, p.position from added, unnest(${poolIds}::bigint[]) with ordinality as p (id, position))
    select id from added`.execute(merchantDb(tx))
  const [row] = rows
  if (!row) throw new Error('a channel was not inserted')
  return row.id
}
