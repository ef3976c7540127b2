import { assert } from '../domain/assert.ts'
import type { Em } from '../db/orm.ts'
import { ChannelEntity } from './channel.entity.ts'
import { toChannel, type Channel } from './channel.ts'
import { catalogueLimits } from './limits.ts'

/** A merchant has few channels, so they are read whole, in the order of their codes. */
export async function listChannels(em: Em): Promise<readonly Channel[]> {
  const rows = await em.find(
    ChannelEntity,
    {},
    { orderBy: { code: 'asc' }, limit: catalogueLimits.channels, disableIdentityMap: true },
  )
  return rows.map(toChannel)
}

/** Many codes in one statement; a code that is not there is not in the map. */
export async function findChannelsByCode(em: Em, codes: readonly string[]): Promise<ReadonlyMap<string, Channel>> {
  assert(codes.length <= catalogueLimits.rowsPerStatement, `${codes.length} codes in one look-up`)
  const rows = await em.find(ChannelEntity, { code: { $in: codes } }, { disableIdentityMap: true })
  return new Map(rows.map((row) => [row.code, toChannel(row)]))
}

export async function findChannelsById(em: Em, ids: readonly string[]): Promise<ReadonlyMap<string, Channel>> {
  assert(ids.length <= catalogueLimits.rowsPerStatement, `${ids.length} ids in one look-up`)
  const rows = await em.find(ChannelEntity, { id: { $in: ids } }, { disableIdentityMap: true })
  return new Map(rows.map((row) => [row.id, toChannel(row)]))
}
