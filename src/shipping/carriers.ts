import { sql } from 'kysely'
import { ChannelError } from '../channels/errors.ts'
import type { Carrier } from '../channels/shipping.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { fenced } from '../jobs/fenced.ts'
import { msOf } from '../stock/sql/instants.ts'
import { texts } from '../stock/sql/columns.ts'
import { refused, type Refused } from '../stock/refusal.ts'
import type { Telling } from './tell-shipment.ts'

const CARRIERS_MS = 86_400_000
const CARRIERS_RETRY_MS = 3_600_000

/** Reads the shop's carriers once a day. Returns when that is due again; a shop that does not tell them is asked again later. */
export async function keepCarriers(telling: Telling): Promise<Date> {
  try {
    return await readCarriers(telling)
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
    return new Date(telling.clock.now().getTime() + CARRIERS_RETRY_MS)
  }
}

async function readCarriers({ connection, em, lease, clock, signal }: Telling): Promise<Date> {
  const channelId = connection.channel.id
  const { rows } = await sql<{ ms: number | null }>`
    select ${msOf('seen')} as ms from (
      select min(seen_at) as seen from ${sql.table('channel_carrier')} where channel_id = ${channelId}) x`.execute(
    merchantDb(em.fork()),
  )
  const now = clock.now()
  const seenMs = rows[0]?.ms ?? null
  if (seenMs !== null && seenMs + CARRIERS_MS > now.getTime()) return new Date(seenMs + CARRIERS_MS)
  const carriers = [...new Map((await connection.connector.listCarriers(signal)).map((one) => [one.code, one])).values()]
  await fenced(em.fork(), lease, async (tx) => {
    await sql`delete from ${sql.table('channel_carrier')} where channel_id = ${channelId}`.execute(merchantDb(tx))
    await sql`
      insert into ${sql.table('channel_carrier')} (channel_id, code, name, seen_at)
      select ${channelId}, code, name, ${now}::timestamptz
        from unnest(${texts(carriers.map(({ code }) => code))}::text[], ${texts(carriers.map(({ name }) => name))}::text[]) as c (code, name)`.execute(
      merchantDb(tx),
    )
  })
  return new Date(now.getTime() + CARRIERS_MS)
}

export interface ListedCarrier extends Carrier {
  /** What the merchant's own systems call it. */
  readonly ownNames: readonly string[]
}

/** The carriers of a channel as its shop last listed them; empty until it was read. */
export async function listCarriersOf(em: Em, channelId: string): Promise<readonly ListedCarrier[]> {
  const { rows } = await sql<{ code: string; name: string; own_names: string[] }>`
    select c.code, c.name, array(
             select n.name from ${sql.table('carrier_name')} n where n.channel_id = c.channel_id and n.code = c.code
              order by n.name) as own_names
      from ${sql.table('channel_carrier')} c where c.channel_id = ${channelId} order by c.code`.execute(merchantDb(em.fork()))
  return rows.map(({ code, name, own_names: ownNames }) => ({ code, name, ownNames }))
}

export interface NameCarrier {
  readonly channelId: string
  /** What the merchant's own systems say. */
  readonly name: string
  /** The platform's code; null: the name means nothing any more. */
  readonly code: string | null
}

/** Says which of a shop's carriers a name of the merchant's own means. */
export async function nameCarrier(
  em: Em,
  { channelId, name, code }: NameCarrier,
): Promise<{ readonly kind: 'carrierNamed'; readonly carriers: readonly ListedCarrier[] } | Refused> {
  if (name.trim() === '' || name.length > 100 || name.includes('\0')) {
    return refused('INVALID', 'name must be a text of 1 to 100 characters', { field: 'name' })
  }
  const db = merchantDb(em.fork())
  if (code === null) {
    await sql`delete from ${sql.table('carrier_name')} where channel_id = ${channelId} and name = ${name}`.execute(db)
  } else {
    const { numAffectedRows } = await sql`
      insert into ${sql.table('carrier_name')} (channel_id, name, code)
      select channel_id, ${name}, code from ${sql.table('channel_carrier')} where channel_id = ${channelId} and code = ${code}
          on conflict (channel_id, name) do update set code = excluded.code`.execute(db)
    if (numAffectedRows === 0n)
      return refused('UNKNOWN_CARRIER', `the shop lists no carrier with the code ${code}`, { field: 'carrier' })
  }
  return { kind: 'carrierNamed', carriers: await listCarriersOf(em, channelId) }
}

/**
 * The platform's code of each carrier, told by its code, its name at the shop or a name of the merchant's own. While the shop's
 * carriers have not been read yet, what was told is taken for the code: the shop will say if it is none.
 */
export async function carrierCodes(
  em: Em,
  { channelId, told }: { readonly channelId: string; readonly told: readonly string[] },
): Promise<readonly string[] | Refused> {
  const carriers = await listCarriersOf(em, channelId)
  if (carriers.length === 0) return told
  const codes: string[] = []
  for (const [n, name] of told.entries()) {
    const found =
      carriers.find(({ ownNames }) => ownNames.includes(name)) ??
      carriers.find(({ code }) => code === name) ??
      carriers.find((one) => one.name === name)
    if (!found) {
      const message = `the shop lists no carrier ${name.slice(0, 100)}: say with nameCarrier which of its carriers that is`
      return refused('UNKNOWN_CARRIER', message, { field: `parcels.${n}.carrier` })
    }
    codes.push(found.code)
  }
  return codes
}
