import { sql } from 'kysely'
import type { ShopConnection } from '../../src/channels/shop-connections.ts'
import type { Clock } from '../../src/clock.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { Em } from '../../src/db/orm.ts'
import type { HandEditPolicy } from '../../src/domain/publishing/judge-reading.ts'
import { mapByCode } from '../../src/listings/map-by-code.ts'
import { writeListings } from '../../src/listings/write-listings.ts'
import type { ShopFront } from '../world/shop-front.ts'

interface Connecting {
  readonly em: Em
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly handEdits: HandEditPolicy
  /** The places of the pools it sells from, in order; null: the merchant's first. */
  readonly pools: readonly number[] | null
}

/** The channel of a shop as authorising, discovery and probes would have left it: in shadow, its listing mapped, its facts settled. */
export async function connectFront(
  front: ShopFront,
  { em, clock, signal, handEdits, pools }: Connecting,
): Promise<ShopConnection> {
  const { connector, code, platform } = front
  const db = merchantDb(em)
  const { rows } = await sql<{ id: string }>`
    insert into ${sql.table('channel')} (code, name, platform, state, hand_edits, created_at)
    values (${code}, ${code}, ${platform}, 'shadow', ${handEdits}, ${clock.now()}::timestamptz) returning id`.execute(db)
  const channelId = rows[0]?.id
  if (channelId === undefined) throw new Error(`no channel for ${code}`)
  if (pools)
    await sql`
      insert into ${sql.table('channel_pool')} (channel_id, pool_id, position)
      select ${channelId}, p.id, o.place
        from unnest(${pools.map((pool) => pool + 1)}::integer[]) with ordinality as o (position, place)
        join ${sql.table('pool')} p on p.position = o.position`.execute(db)
  for await (const listings of connector.listListings(signal)) {
    const keys = await writeListings(em, { channelId, listings }, clock.now())
    await mapByCode(em, { channelId, channel: code, keys }, clock.now())
  }
  await sql`update ${sql.table('listing')} set facts = facts || ${JSON.stringify(front.facts)}::text::jsonb
    where channel_id = ${channelId}`.execute(db)
  // What was ordered earlier has been read before: nothing was.
  for (const { id: list } of connector.orderLists)
    await sql`insert into ${sql.table('channel_walk')} (channel_id, list, walked_through)
      values (${channelId}, ${list}, ${clock.now()}::timestamptz)`.execute(db)
  await connector.measureClock(signal)
  const channel = {
    id: channelId,
    code,
    name: code,
    platform,
    state: 'live',
    appKey: '',
    shopId: 'A',
    sandbox: null,
    relayUrl: null,
  } as const
  return { connector, version: '1', refreshToken: null, channel }
}
