import type { FilterQuery } from '@mikro-orm/core'
import type { PoolId } from '../domain/ids.ts'
import type { Em } from '../db/orm.ts'
import { LocationEntity } from './location.entity.ts'
import { toLocation, type Location, type LocationKind } from './location.ts'
import { behind, checkFirst, decodeCursor, encodeCursor, toPage, type Direction, type Page, type PageRequest } from './page.ts'
import type { CatalogueRefused } from './refusal.ts'

export const locationOrders = ['code', 'name', 'created'] as const
export type LocationOrder = (typeof locationOrders)[number]

export interface LocationFilter {
  /** `null`: those in no pool. */
  readonly poolId?: PoolId | null
  readonly kind?: LocationKind
  readonly pickUp?: boolean
  readonly codes?: readonly string[]
  /** `undefined` means active ones only. */
  readonly archived?: 'active' | 'archived' | 'all'
}

export interface ListLocations extends PageRequest {
  readonly filter?: LocationFilter
  readonly orderBy?: LocationOrder
  readonly direction?: Direction
}

export async function listLocations(em: Em, request: ListLocations): Promise<Page<Location> | CatalogueRefused> {
  const { first, after, filter = {}, orderBy = 'code', direction = 'asc' } = request
  const no = checkFirst(request)
  if (no) return no
  const order = `location.${orderBy}.${direction}`
  const from = after === null ? undefined : decodeCursor(order, after)
  if (from && 'kind' in from) return from

  const column = COLUMNS[orderBy]
  const where = [...conditionsOf(filter), ...(from ? [{ [behind(column, from, direction).key]: [] }] : [])]
  const rows = await em.find(LocationEntity, where.length > 0 ? { $and: where } : {}, {
    orderBy: column === 'id' ? [{ id: direction }] : [{ [column]: direction }, { id: direction }],
    limit: first + 1,
    disableIdentityMap: true,
  })
  const cursorOf = (location: Location) => encodeCursor(order, { value: location[column], id: location.id })
  return toPage(rows.map(toLocation), { first, cursorOf })
}

const COLUMNS = { code: 'code', name: 'name', created: 'id' } as const satisfies Record<LocationOrder, keyof Location>

function conditionsOf({ poolId, kind, pickUp, codes, archived = 'active' }: LocationFilter): FilterQuery<LocationEntity>[] {
  const found: FilterQuery<LocationEntity>[] = []
  if (archived !== 'all') found.push({ archivedAt: archived === 'active' ? null : { $ne: null } })
  if (poolId !== undefined) found.push({ poolId })
  if (kind !== undefined) found.push({ kind })
  if (pickUp !== undefined) found.push({ pickUp })
  if (codes !== undefined) found.push({ code: { $in: codes } })
  return found
}
