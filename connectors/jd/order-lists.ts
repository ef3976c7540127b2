import { ChannelError } from '../../src/channels/errors.ts'
import type { OrderList } from '../../src/channels/feed.ts'
import type { ChannelOrder } from '../../src/channels/order.ts'
import { toChinaTime } from '../shared/china-time.ts'
import type { JdClient } from './jd-client.ts'
import { toOrder } from './map-order.ts'
import { toUnpaidOrder } from './map-unpaid.ts'
import type { WareIds } from './ware-ids.ts'
import type { Paged, TimeSpan } from './walk-window.ts'
import { orderFields, OrderSearch, orderStates, UnpaidPage } from './wire-order.ts'

const day = 86_400_000
/** JD's page says 100, those who pass its calls on say 50: with 50 nobody is refused. */
export const pageOrders = 50

/** How late an order may be in a list: JD states nothing, a minute is what pollers leave it. */
export const lagMs = 60_000

const search = 'jingdong.pop.order.enSearch'
export const byChange = `${search}?dateType=0`
export const byCreation = `${search}?dateType=1`
export const unpaid = 'jingdong.pop.order.notPayOrderInfo'

/**
 * JD books units when ordered, and its lists of orders show only paid ones. What the list by change proves is proved of those:
 * an order enters it when it is paid; the orders before that are the hidden ones that `semanticsOf` declares. The list by
 * creation takes in older orders whenever they are paid, and an unpaid order leaves its list unseen when called off: both only
 * fill gaps, and an order known from the list of unpaid ones is settled by reading it again. Source: open.jd.com, API 2388.
 */
export function orderLists(futureEnd: OrderList['futureEnd']): readonly OrderList[] {
  const all = { horizonMs: 30 * day, maxPageOrders: pageOrders, lagMs, maxWindowMs: 1_800_000, futureEnd } as const
  return [
    { ...all, id: byChange, keyedBy: 'modified', shows: 'paid orders', proves: ['taken at order', 'taken at payment', 'back'] },
    { ...all, id: byCreation, keyedBy: 'created', shows: 'paid orders', proves: [] },
    { ...all, id: unpaid, keyedBy: 'created', shows: 'unpaid orders', proves: [] },
  ]
}

export interface PageRequest extends TimeSpan {
  readonly list: OrderList['id']
  readonly page: number
  readonly pageSize: number
  /** Left out: every state. */
  readonly states?: string
}

/** One page of one list, newest first. Throws a ChannelError; a page without a total says nothing and counts as malformed. */
export async function readOrderPage(
  { client, wareIds }: { readonly client: JdClient; readonly wareIds: WareIds },
  request: PageRequest,
  signal: AbortSignal,
): Promise<Paged<ChannelOrder>> {
  const { list, from, to, page, pageSize } = request
  if (list === unpaid) {
    const parameters = { startDate: toChinaTime(from), endDate: toChinaTime(to), page, pageSize }
    const { paginatedInfo: info } = await client.read(unpaid, UnpaidPage, { signal, parameters })
    const rows = info?.pageList ?? []
    const wares = await wareIds.find(
      rows.flatMap(({ itemList }) => itemList.map(({ skuId }) => skuId)),
      signal,
    )
    return { total: totalOf(unpaid, info?.totalItem, rows), rows: rows.map((row) => toUnpaidOrder(row, wares)) }
  }
  if (list !== byChange && list !== byCreation) throw new TypeError(`jd has no order list ${list}`)
  const parameters = {
    start_date: toChinaTime(from),
    end_date: toChinaTime(to),
    order_state: request.states ?? orderStates,
    optional_fields: orderFields,
    page: String(page),
    page_size: String(pageSize),
    sortType: 1,
    dateType: list === byCreation ? 1 : 0,
  }
  const { searchorderinfo_result: result } = await client.read(search, OrderSearch, { signal, parameters })
  client.requireSuccess(search, result.apiResult)
  return { total: totalOf(search, result.orderTotal, result.orderInfoList), rows: result.orderInfoList.map(toOrder) }
}

function totalOf(method: string, total: number | undefined, rows: readonly unknown[]): number {
  if (total !== undefined) return total
  if (rows.length === 0) return 0
  throw new ChannelError('jd', 'malformed', `${method}: rows without a total`)
}
