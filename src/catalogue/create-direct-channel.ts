import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { Channel } from './channel.ts'
import { checkCode, checkName } from './check-text.ts'
import { findChannelsByCode } from './find-channels.ts'
import { catalogueLimits } from './limits.ts'
import { firstNo, invalid, refusedBy, type CatalogueRefused } from './refusal.ts'

export type CreateChannelOutcome =
  | { readonly kind: 'created'; readonly channel: Channel }
  | { readonly kind: 'existed'; readonly channel: Channel }
  | CatalogueRefused

/** A shop, app or till of the merchant's own. It is live from the start: no number of it is kept on somebody else's machine. */
export async function createDirectChannel(
  em: Em,
  input: { readonly code: string; readonly name: string },
  now: Date,
): Promise<CreateChannelOutcome> {
  const no = firstNo(checkCode(input.code, 'code'), checkName(input.name))
  if (no) return no
  const { code } = input
  const name = input.name.trim()
  return em.fork().transactional(async (tx) => {
    const { rows } = await sql`
      insert into ${sql.table('channel')} (code, name, platform, state, created_at)
      select ${code}, ${name}, 'direct', 'live', ${now}::timestamptz
       where (select count(*) from ${sql.table('channel')}) < ${catalogueLimits.channels}
          on conflict (code) do nothing
      returning id`.execute(merchantDb(tx))
    const channel = (await findChannelsByCode(tx, [code])).get(code)
    if (!channel) return invalid('code', `a merchant has at most ${catalogueLimits.channels} channels`)
    if (rows.length === 1) return { kind: 'created', channel }
    if (channel.platform === 'direct' && channel.name === name) return { kind: 'existed', channel }
    return refusedBy('code', 'CODE_TAKEN', `there is a channel ${code} already, called ${channel.name}`)
  })
}
