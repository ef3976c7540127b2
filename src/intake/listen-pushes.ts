import { sql } from 'kysely'
import { anyOf } from '../any-signal.ts'
import type { PushSource, TakePushes } from '../channels/push.ts'
import type { ShopChannel } from '../channels/shop-channel.ts'
import type { ShopConnection, ShopConnections } from '../channels/shop-connections.ts'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { storable, takePushes } from './take-pushes.ts'

/** A connection is closed after so long, and opened again at once by whoever is free: other shops may have joined. */
const LISTEN_MS = 600_000
/** A shop whose application another shop's turn listens for is looked at again so often. */
const LOOK_MS = 300_000

export interface Listening {
  readonly connections: Pick<ShopConnections, 'pushSource'>
  readonly em: Em
  readonly clock: Clock
  /** Ends at the end of the turn, or when the program is told to stop. */
  readonly signal: AbortSignal
}

/**
 * Listens for what a platform pushes to an application, for all its shops; the first of them does it for the others.
 * Returns when that is due again; null where the platform pushes nothing.
 */
export async function listenPushes(
  connection: ShopConnection,
  { connections, em, clock, signal }: Listening,
): Promise<Date | null> {
  const { channel, connector } = connection
  const source = await connections.pushSource(em.fork(), channel)
  if (!source || !(await connector.enablePush(signal))) return null
  if ((await firstOf(em.fork(), channel)) !== channel.id) return later(clock, LOOK_MS)
  using bounded = anyOf(signal, clock.deadline(LISTEN_MS))
  await listen(source, { em, channel, clock, signal: bounded.signal })
  return clock.now()
}

async function listen(
  source: PushSource,
  { em, channel, clock, signal }: Omit<Listening, 'connections'> & { readonly channel: ShopChannel },
): Promise<void> {
  const onPushes: TakePushes = async (pushes) => {
    const shops = Map.groupBy(pushes, ({ hint }) => hint.shopId)
    const channelIds = await channelsOfShops(
      em.fork(),
      channel,
      [...shops.keys()].flatMap((shopId) => shopId ?? []),
    )
    // A shop that is not connected is nobody's here: what it pushes is confirmed, so that it does not come for ever.
    for (const [shopId, channelId] of channelIds) {
      await takePushes(em, { channelId, pushes: shops.get(shopId) ?? [], now: clock.now() })
    }
  }
  await source.listen(onPushes, signal)
}

function ofOneApplication({ platform, appKey, sandbox }: ShopChannel) {
  return sql`c.platform = ${platform} and c.app_key = ${appKey} and c.sandbox = ${sandbox !== null}
    and c.gateway_url is not distinct from ${sandbox?.gatewayUrl ?? null} and c.state <> 'archived'`
}

async function firstOf(em: Em, channel: ShopChannel): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select c.id from ${sql.table('channel')} c join ${sql.table('channel_authorisation')} a on a.channel_id = c.id
     where ${ofOneApplication(channel)} and a.ended_at is null order by c.id limit 1`.execute(merchantDb(em))
  return rows[0]?.id
}

/** By the platform's ids of the shops; of those that are connected. */
async function channelsOfShops(em: Em, channel: ShopChannel, shopIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; shop_id: string }>`
    select c.id, c.shop_id from ${sql.table('channel')} c
     where ${ofOneApplication(channel)} and c.shop_id = any(${shopIds.map(storable)}::text[])`.execute(merchantDb(em))
  return new Map(rows.map((row) => [row.shop_id, row.id]))
}

function later(clock: Clock, ms: number): Date {
  return new Date(clock.now().getTime() + ms)
}
