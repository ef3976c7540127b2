import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { checkCode, checkName } from './check-text.ts'
import { findPoolByCode, listPools } from './find-pools.ts'
import { catalogueLimits } from './limits.ts'
import type { Pool } from './pool.ts'
import { firstNo, invalid, refusedBy, type CatalogueRefused } from './refusal.ts'

export interface CreatePool {
  readonly code: string
  readonly name: string
  /** Behind the pools there are when not given. */
  readonly position?: number
}

export type CreatePoolOutcome =
  { readonly kind: 'created'; readonly pool: Pool } | { readonly kind: 'existed'; readonly pool: Pool } | CatalogueRefused

export async function createPool(em: Em, input: CreatePool, now: Date): Promise<CreatePoolOutcome> {
  const no = firstNo(checkCode(input.code, 'code'), checkName(input.name), checkPosition(input.position))
  if (no) return no
  const { code } = input
  const name = input.name.trim()
  return em.fork().transactional(async (tx) => {
    const pools = await listPools(tx)
    const position = input.position ?? Math.max(0, ...pools.map((pool) => pool.position)) + 1
    const known = pools.some((pool) => pool.code === code)
    if (!known && pools.length >= catalogueLimits.pools) {
      return invalid('code', `a merchant has at most ${catalogueLimits.pools} pools`)
    }
    const { rows } = await sql`
      insert into ${sql.table('pool')} (code, name, position, created_at) values (${code}, ${name}, ${position}, ${now})
          on conflict (code) do nothing
      returning id`.execute(merchantDb(tx))
    const pool = await findPoolByCode(tx, code)
    if (!pool) throw new Error('a pool vanished while it was created')
    if (rows.length === 1) return { kind: 'created', pool }
    const same = pool.name === name && (input.position === undefined || pool.position === input.position)
    return same
      ? { kind: 'existed', pool }
      : refusedBy('code', 'CODE_TAKEN', `there is a pool ${code} already, called ${pool.name}`)
  })
}

export function checkPosition(position: number | undefined): CatalogueRefused | undefined {
  if (position === undefined) return undefined
  if (Number.isInteger(position) && position >= 0 && position <= catalogueLimits.poolPosition) return undefined
  return invalid('position', `position must be a whole number from 0 to ${catalogueLimits.poolPosition}`)
}
