import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { findLocationByCode } from './find-locations.ts'
import { findPoolByCode, listPools } from './find-pools.ts'
import { checkLocation, type Location, type LocationFields } from './location.ts'
import type { Pool } from './pool.ts'
import { refusedBy, type CatalogueRefused } from './refusal.ts'

export interface CreateLocation extends Partial<LocationFields> {
  readonly code: string
  readonly name: string
  readonly kind: LocationFields['kind']
  /** The code of its pool. Not given: the merchant's first pool; `null`: none. */
  readonly pool?: string | null
}

export type CreateLocationOutcome =
  | { readonly kind: 'created'; readonly location: Location }
  /** It was there already with the same content: a request that was sent twice. */
  | { readonly kind: 'existed'; readonly location: Location }
  | CatalogueRefused

const DEFAULTS = { coordinates: null, hours: null, pickUp: false, onHandOwner: 'onepool', figuresIncludeUnshipped: true }

export async function createLocation(em: Em, input: CreateLocation, now: Date): Promise<CreateLocationOutcome> {
  const no = checkLocation(input)
  if (no) return no
  return em.fork().transactional(async (tx) => {
    const pool = await wantedPool(tx, input.pool)
    if (pool && 'kind' in pool) return pool
    const fields: Omit<LocationFields, 'poolId'> = { ...DEFAULTS, ...input, name: input.name.trim() }
    const isNew = await insertLocation(tx, { ...fields, code: input.code, poolId: pool?.id ?? null }, now)
    const location = await findLocationByCode(tx, input.code)
    if (!location) throw new Error('a location vanished while it was created')
    if (isNew) return { kind: 'created', location }
    const same = location.poolId === (pool?.id ?? null) && contentOf(location) === contentOf(fields)
    if (same) return { kind: 'existed', location }
    return refusedBy('code', 'CODE_TAKEN', `there is a location ${input.code} already, called ${location.name}`)
  })
}

async function wantedPool(tx: Em, code: string | null | undefined): Promise<Pool | undefined | CatalogueRefused> {
  if (code === null) return undefined
  if (code === undefined) return (await listPools(tx))[0]
  return (await findPoolByCode(tx, code)) ?? refusedBy('pool', 'UNKNOWN_POOL', `no pool ${code}`)
}

async function insertLocation(
  tx: Em,
  location: LocationFields & { readonly code: string; readonly poolId: string | null },
  now: Date,
): Promise<boolean> {
  const { code, name, kind, poolId, coordinates, hours, pickUp, onHandOwner, figuresIncludeUnshipped } = location
  const { rows } = await sql`
    insert into ${sql.table('location')}
           (code, name, kind, pool_id, latitude, longitude, hours, pick_up, on_hand_owner, figures_include_unshipped, created_at, updated_at)
    values (${code}, ${name}, ${kind}, ${poolId}, ${coordinates?.latitude ?? null}, ${coordinates?.longitude ?? null},
            ${hours ? JSON.stringify(hours) : null}::jsonb, ${pickUp}, ${onHandOwner}, ${figuresIncludeUnshipped}, ${now}, ${now})
        on conflict (code) do nothing
    returning id`.execute(merchantDb(tx))
  return rows.length === 1
}

function contentOf({ name, kind, coordinates, hours, pickUp, onHandOwner, figuresIncludeUnshipped }: LocationFields): string {
  const place = coordinates && [coordinates.latitude, coordinates.longitude]
  return JSON.stringify([name, kind, place, hours && ordered(hours), pickUp, onHandOwner, figuresIncludeUnshipped])
}

/** `jsonb` gives its keys back in an order of its own. */
function ordered({ timeZone, weekly, exceptions }: NonNullable<LocationFields['hours']>): unknown {
  const span = ({ opens, closes }: { readonly opens: string; readonly closes: string }) => [opens, closes]
  return [timeZone, weekly.map((entry) => [entry.day, span(entry)]), exceptions.map(({ date, spans }) => [date, spans.map(span)])]
}
