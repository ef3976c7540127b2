import type { FilterQuery } from '@mikro-orm/core'
import type { Em } from '../db/orm.ts'
import { catalogueLimits } from './limits.ts'
import { behind, checkFirst, decodeCursor, encodeCursor, toPage, type Direction, type Page, type PageRequest } from './page.ts'
import { invalid, type CatalogueRefused } from './refusal.ts'
import { SkuEntity } from './sku.entity.ts'
import { toSku, type Sku } from './sku.ts'

export const skuOrders = ['code', 'name', 'created'] as const
export type SkuOrder = (typeof skuOrders)[number]

export interface SkuFilter {
  /** A part of the code, the name or the barcode, whatever its case. */
  readonly text?: string
  readonly tag?: string
  readonly productGroup?: string
  /** `undefined` means active ones only. */
  readonly archived?: 'active' | 'archived' | 'all'
}

export interface ListSkus extends PageRequest {
  readonly filter?: SkuFilter
  readonly orderBy?: SkuOrder
  readonly direction?: Direction
}

/** One page of SKUs in one statement. Rows added or renamed while paging are seen or not; none is seen twice for standing still. */
export async function listSkus(em: Em, request: ListSkus): Promise<Page<Sku> | CatalogueRefused> {
  const { first, after, filter = {}, orderBy = 'code', direction = 'asc' } = request
  const no = checkFirst(request) ?? checkSearch(filter.text)
  if (no) return no
  const order = `sku.${orderBy}.${direction}`
  const from = after === null ? undefined : decodeCursor(order, after)
  if (from && 'kind' in from) return from

  const column = COLUMNS[orderBy]
  const where = [...conditionsOf(filter), ...(from ? [{ [behind(column, from, direction).key]: [] }] : [])]
  const rows = await em.find(SkuEntity, where.length > 0 ? { $and: where } : {}, {
    orderBy: column === 'id' ? [{ id: direction }] : [{ [column]: direction }, { id: direction }],
    limit: first + 1,
    disableIdentityMap: true,
  })
  return toPage(rows.map(toSku), {
    first,
    cursorOf: (sku) => encodeCursor(order, { value: column === 'id' ? sku.id : sku[column], id: sku.id }),
  })
}

/** Ids are given in the order of creation, and have an index. */
const COLUMNS = { code: 'code', name: 'name', created: 'id' } as const satisfies Record<SkuOrder, keyof Sku>

function checkSearch(text: string | undefined): CatalogueRefused | undefined {
  if (text === undefined || (text.length <= catalogueLimits.searchLength && !text.includes('\0'))) return undefined
  return invalid('filter.text', `filter.text must have at most ${catalogueLimits.searchLength} characters`)
}

function conditionsOf({ text, tag, productGroup, archived = 'active' }: SkuFilter): FilterQuery<SkuEntity>[] {
  const found: FilterQuery<SkuEntity>[] = []
  if (archived !== 'all') found.push({ archivedAt: archived === 'active' ? null : { $ne: null } })
  if (tag !== undefined) found.push({ tags: { $contains: [tag] } })
  if (productGroup !== undefined) found.push({ productGroup })
  if (text !== undefined && text.trim() !== '') {
    const pattern = { $ilike: `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%` }
    found.push({ $or: [{ code: pattern }, { name: pattern }, { barcode: pattern }] })
  }
  return found
}
