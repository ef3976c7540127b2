import type { Listing, TakesAt } from '../../src/channels/listing.ts'
import type { TopClient } from './top-client.ts'
import { itemFields, ItemList, ItemPage, type ItemWire, type SkuWire } from './wire-item.ts'

const pageItems = 200
const itemsPerRead = 20
/** The lists of items that are not on sale must be asked for one by one (API page 162). */
const banners = ['for_shelved', 'sold_out', 'off_shelf', 'never_on_shelf', 'regular_shelved', 'violation_off_shelf']
/** Far more pages than the platform serves of one list. */
const mostPages = 500

/** Every row of the shop: the lists give items, their SKUs are read 20 items at a time. An item may be in two lists; it comes once. */
export async function* listListings(client: TopClient, signal: AbortSignal): AsyncIterable<readonly Listing[]> {
  const seen = new Set<string>()
  for await (const { ids, combined } of itemIds(client, signal)) {
    const fresh = ids.filter((id) => !seen.has(id))
    for (const id of fresh) seen.add(id)
    for (let start = 0; start < fresh.length; start += itemsPerRead) {
      const items = await readItems(client, fresh.slice(start, start + itemsPerRead), signal)
      yield items.flatMap((item) => toListings(item, combined))
    }
  }
}

/** At most 20 items; unknown and foreign ones are left out by the platform without a word. */
export async function readItems(
  client: TopClient,
  itemIds: readonly string[],
  signal: AbortSignal,
): Promise<readonly ItemWire[]> {
  const parameters = { num_iids: itemIds.join(','), fields: itemFields }
  return (await client.read('taobao.items.seller.list.get', ItemList, { signal, parameters })).items
}

async function* itemIds(client: TopClient, signal: AbortSignal): AsyncIterable<{ ids: readonly string[]; combined: boolean }> {
  const lists = [
    { method: 'taobao.items.onsale.get', is_combine: 'true' },
    { method: 'taobao.items.onsale.get' },
    ...banners.map((banner) => ({ method: 'taobao.items.inventory.get', banner })),
  ]
  for (const { method, ...filter } of lists) {
    for (let page = 1; page <= mostPages; page += 1) {
      const parameters = { ...filter, fields: 'num_iid', page_no: page, page_size: pageItems }
      const { items, total_results: total } = await client.read(method, ItemPage, { signal, parameters })
      yield { ids: items.map(({ num_iid: id }) => id), combined: 'is_combine' in filter && filter.is_combine === 'true' }
      if (page * pageItems >= total) break
    }
  }
}

/** An item with SKUs has one row per SKU; one without is a row itself. */
export function toListings(item: ItemWire, combined: boolean): Listing[] {
  const skus = [...item.skus, ...item.sku].filter(({ status }) => status !== 'delete')
  return skus.length === 0 ? [toListing(item, null, combined)] : skus.map((sku) => toListing(item, sku, combined))
}

function toListing(item: ItemWire, sku: SkuWire | null, combined: boolean): Listing {
  return {
    ref: { itemId: item.num_iid, skuId: sku?.sku_id ?? null, warehouseId: null },
    merchantCode: (sku ?? item).outer_id,
    title: item.title ?? '',
    onSale: item.approve_status === 'onsale',
    takesAt: takesAt(item.sub_stock),
    priceFen: (sku ?? item).price,
    shownUnits: (sku ? sku.quantity : item.num) ?? null,
    reservedUnits: (sku ?? item).with_hold_quantity ?? null,
    loweringBlocked: null,
    combined,
    presale: false,
    facts: {},
  }
}

/** `sub_stock`: 1 deducts when ordered, 2 when paid (API page 24625). Left out, it is the shop's default, which is not told. */
function takesAt(subStock: number | undefined): TakesAt {
  if (subStock === 1) return 'order'
  return subStock === 2 ? 'payment' : 'unknown'
}
