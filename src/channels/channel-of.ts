import type { Channel } from '../catalogue/channel.ts'
import { findChannelsByCode } from '../catalogue/find-channels.ts'
import { assert } from '../domain/assert.ts'
import type { Em } from '../db/orm.ts'

/** A channel that is known to be there, as it is inside this transaction. */
export async function channelOf(tx: Em, code: string): Promise<Channel> {
  const channel = (await findChannelsByCode(tx, [code])).get(code)
  assert(channel !== undefined, `channel ${code} vanished`)
  return channel
}
