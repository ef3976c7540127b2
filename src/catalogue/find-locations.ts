import { assert } from '../domain/assert.ts'
import { toLocationId, type LocationId } from '../domain/ids.ts'
import type { Em } from '../db/orm.ts'
import { catalogueLimits } from './limits.ts'
import { LocationEntity } from './location.entity.ts'
import { toLocation, type Location } from './location.ts'

export async function findLocationByCode(em: Em, code: string): Promise<Location | undefined> {
  return (await findLocationsByCode(em, [code])).get(code)
}

/** Many codes in one statement, archived ones too; a code that is not there is not in the map. */
export async function findLocationsByCode(em: Em, codes: readonly string[]): Promise<ReadonlyMap<string, Location>> {
  assert(codes.length <= catalogueLimits.rowsPerStatement, `${codes.length} codes in one look-up`)
  const rows = await em.find(LocationEntity, { code: { $in: codes } }, { disableIdentityMap: true })
  return new Map(rows.map((row) => [row.code, toLocation(row)]))
}

export async function findLocationsById(em: Em, ids: readonly LocationId[]): Promise<ReadonlyMap<LocationId, Location>> {
  assert(ids.length <= catalogueLimits.rowsPerStatement, `${ids.length} ids in one look-up`)
  const rows = await em.find(LocationEntity, { id: { $in: ids } }, { disableIdentityMap: true })
  return new Map(rows.map((row) => [toLocationId(row.id), toLocation(row)]))
}
