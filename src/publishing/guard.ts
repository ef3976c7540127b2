import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { SharedGuard } from '../stock/engine/guards.ts'

/** The channel was paused, handed back or archived meanwhile: nothing is written to it any more. */
export class ChannelQuiet extends Error {
  override readonly name = 'ChannelQuiet'
}

/** Whether the channel is written to stays as it is until the intents are committed. */
export function writtenGuard(channelId: string): SharedGuard {
  return new WrittenGuard(channelId)
}

class WrittenGuard implements SharedGuard {
  readonly together = checkWritten
  readonly channelId: string

  constructor(channelId: string) {
    this.channelId = channelId
  }
}

async function checkWritten(tx: Em, guards: readonly SharedGuard[]): Promise<void> {
  const channelIds = [...new Set(guards.flatMap((guard) => (guard instanceof WrittenGuard ? [guard.channelId] : [])))]
  const { rows } = await sql<{ id: string; state: string }>`
    select id, state from ${sql.table('channel')} where id = any(${channelIds}::bigint[]) order by id for share`.execute(
    merchantDb(tx),
  )
  for (const id of channelIds) {
    const state = rows.find((row) => row.id === id)?.state ?? 'gone'
    if (state !== 'live' && state !== 'joining') throw new ChannelQuiet(`channel ${id} is ${state}: nothing is written`)
  }
}
