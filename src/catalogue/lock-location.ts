import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { LocationEntity } from './location.entity.ts'

/**
 * Locks a location against every booking of stock there: those pin their locations with a share lock, after their
 * balances, and look at the pool again. So nothing here may wait for a balance while it holds this lock.
 */
export async function lockLocation(tx: Em, code: string): Promise<LocationEntity | null> {
  await sql`select id from ${sql.table('location')} where code = ${code} for no key update`.execute(merchantDb(tx))
  // A statement of its own: only now does a snapshot show what was committed while we waited.
  return tx.findOne(LocationEntity, { code }, { refresh: true })
}

/** Whether goods lie there in any condition, or holds name it. Right only while the location is locked. */
export async function hasStock(tx: Em, locationId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from ${sql.table('location_stock')}
     where location_id = ${locationId} and (units <> 0 or named <> 0) limit 1`.execute(merchantDb(tx))
  return rows.length > 0
}
