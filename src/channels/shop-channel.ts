import { sql } from 'kysely'
import { assert } from '../domain/assert.ts'
import type { ChannelState } from '../domain/channel-state.ts'
import { merchantDb } from '../db/merchant-db.ts'
import { gather } from '../db/gather.ts'
import type { Em } from '../db/orm.ts'
import { manyIds } from '../stock/sql/columns.ts'
import type { SandboxAddresses } from './connect.ts'
import { platforms, type Platform } from './platform.ts'

/** A channel that is a shop on a platform. Nothing in it is secret. */
export interface ShopChannel {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly platform: Platform
  readonly state: ChannelState
  readonly appKey: string
  /** The platform's id of the shop; null until it is authorised. */
  readonly shopId: string | null
  readonly sandbox: SandboxAddresses | null
  readonly relayUrl: string | null
}

interface Row {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly platform: string
  readonly state: ChannelState
  readonly app_key: string
  readonly shop_id: string | null
  readonly gateway_url: string | null
  readonly token_url: string | null
  readonly push_url: string | null
  readonly relay_url: string | null
}

const columns = sql`id, code, name, platform, state, app_key, shop_id, gateway_url, token_url, push_url, relay_url`

/** By id; direct channels are none. */
export async function findShopChannels(em: Em, ids: readonly string[]): Promise<ReadonlyMap<string, ShopChannel>> {
  const { rows } = await sql<Row>`select ${columns} from ${sql.table('channel')}
     where platform <> 'direct' and id = any(${ids}::bigint[])`.execute(merchantDb(em))
  return new Map(rows.map((row) => [row.id, toShopChannel(row)]))
}

/**
 * The shop with this code; direct channels are none. `lock` keeps its state as it is until the transaction ends. Its tasks are locked
 * before it: who works under the lease of one of them asks for its state next.
 */
export async function findShopChannel(
  em: Em,
  by: { readonly code: string } | { readonly id: string },
  lock: 'no lock' | 'lock' = 'no lock',
): Promise<ShopChannel | undefined> {
  if (lock === 'lock') {
    await sql`
      select from ${sql.table('channel_task')} t join ${sql.table('channel')} c on c.id = t.channel_id
       where ${'code' in by ? sql`c.code = ${by.code}` : sql`c.id = ${by.id}`} order by t.task for update of t`.execute(
      merchantDb(em),
    )
  }
  const { rows } = await sql<Row>`
    select ${columns} from ${sql.table('channel')}
     where platform <> 'direct' and ${'code' in by ? sql`code = ${by.code}` : sql`id = ${by.id}`}
    ${lock === 'lock' ? sql`for update` : sql``}`.execute(merchantDb(em))
  return rows[0] && toShopChannel(rows[0])
}

interface AuthorisedShop {
  readonly channel: ShopChannel
  readonly version: string
}

/** A shop that was authorised, and the version of its authorisation: a turn begins with it that has no connection of that version yet. */
export const findAuthorisedShop = gather<string, AuthorisedShop | undefined>(async (em, channelIds) => {
  const { rows } = await sql<Row & { readonly version: string }>`
    select ${columns}, a.version
      from ${sql.table('channel')} c join ${sql.table('channel_authorisation')} a on a.channel_id = c.id
     where c.platform <> 'direct' and c.id = any(${manyIds(channelIds)})`.execute(merchantDb(em))
  const found = new Map(rows.map((row) => [row.id, { channel: toShopChannel(row), version: row.version }]))
  return channelIds.map((id) => found.get(id))
})

function toShopChannel(row: Row): ShopChannel {
  const platform = platforms.find((name) => name === row.platform)
  assert(platform !== undefined, `channel ${row.code} is on ${row.platform}, which is no platform`)
  const { gateway_url: gatewayUrl, token_url: tokenUrl } = row
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    platform,
    state: row.state,
    appKey: row.app_key,
    shopId: row.shop_id,
    sandbox: gatewayUrl === null || tokenUrl === null ? null : { gatewayUrl, tokenUrl, pushUrl: row.push_url },
    relayUrl: row.relay_url,
  }
}
