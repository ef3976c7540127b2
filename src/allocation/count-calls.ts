import { sql } from 'kysely'
import { connectNobody } from '../channels/connect-nobody.ts'
import type { Platforms } from '../channels/connect.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { ids } from '../stock/sql/columns.ts'
import type { ChannelChanges } from './count-changes.ts'
import type { RulesTried } from './try-rules.ts'

export interface ChannelTried extends ChannelChanges {
  /** The most calls of its platform that telling the changed listings takes. */
  readonly calls: number
}

export interface TriedWithCalls extends Omit<RulesTried, 'channels'> {
  readonly channels: readonly ChannelTried[]
}

/** Says what a change costs in calls: platforms that take several listings in one call take them of one item only, or of any. */
export async function countCalls(em: Em, platforms: Platforms, tried: RulesTried): Promise<TriedWithCalls> {
  const { rows } = await sql<{ id: string; platform: string }>`
    select id, platform from ${sql.table('channel')}
     where id = any(${ids(tried.channels.map(({ channelId }) => channelId))}::bigint[])`.execute(merchantDb(em))
  const names = new Map(rows.map(({ id, platform }) => [id, platform]))
  const channels = tried.channels.map((channel) => {
    const connector = connectNobody(platforms, names.get(channel.channelId) ?? '')
    return { ...channel, calls: connector ? callsFor(channel.changed, connector.limits.stockLines) : 0 }
  })
  return { ...tried, channels }
}

interface Lines {
  readonly perCall: number
  readonly ofOneItem: boolean
}

function callsFor(changed: number, { perCall, ofOneItem }: Lines): number {
  return ofOneItem ? changed : Math.ceil(changed / perCall)
}
