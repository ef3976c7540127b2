import { z } from 'zod'
import type { ChannelRefund } from '../../src/channels/feed.ts'
import { toChinaTime } from '../shared/china-time.ts'
import { wireId, wireIdOrNone, wireInt, wireList, wireText } from '../shared/wire.ts'
import { readShopId } from './listings.ts'
import type { OrderReading } from './orders.ts'
import { walkWindow, type Paged, type TimeSpan } from './walk-window.ts'

const method = 'jingdong.asc.sync.list'
const pageRows = 50
/** Whoever asks has to name an operator; any name will do. */
const operator = 'onepool'

const ServiceWire = z.object({
  serviceId: wireId,
  orderId: wireId,
  skuId: wireIdOrNone,
  wareNum: wireInt.nullish(),
  customerExpect: wireInt.nullish(),
  serviceStatusName: wireText,
})
export type ServiceWire = z.output<typeof ServiceWire>
export const ServiceList = z.object({ pageResult: z.object({ data: wireList(ServiceWire) }).nullish() })

/** What the buyer wants. Source: open.jd.com, API 2171. */
const kinds: Readonly<Record<number, ChannelRefund['kind']>> = {
  10: 'return',
  11: 'refund',
  20: 'exchange',
  30: 'repair',
  80: 're-send',
}

/** Service orders of the time after delivery, by change. They say what buyers want, never that goods are back. */
export async function* pullServiceOrders(
  reading: OrderReading,
  { from, to }: TimeSpan,
  signal: AbortSignal,
): AsyncIterable<readonly ChannelRefund[]> {
  const { client, wareIds } = reading
  const buId = await readShopId(client, signal)
  const read = async (span: TimeSpan, page: number): Promise<Paged<ChannelRefund>> => {
    const times = { updateTimeBegin: toChinaTime(span.from), updateTimeEnd: toChinaTime(span.to) }
    const parameters = { buId, operatePin: operator, operateNick: operator, ...times, pageNumber: page, pageSize: pageRows }
    const { pageResult } = await client.read(method, ServiceList, { signal, parameters })
    const rows = pageResult?.data ?? []
    const wares = await wareIds.find(
      rows.flatMap(({ skuId }) => skuId ?? []),
      signal,
    )
    // How many there are is told under no name we know: a full page counts as two, so that its window is cut.
    const total = rows.length < pageRows ? rows.length : 2 * pageRows
    return { total, rows: rows.map((row) => toServiceOrder(row, { wareIds: wares, changedBy: span.to })) }
  }
  yield* walkWindow({ from, to }, { pageRows, deepestPage: 1, read })
}

/** `changedBy`: the row does not say when it changed, only the window it was found in does. */
export function toServiceOrder(
  wire: ServiceWire,
  { wareIds, changedBy }: { readonly wareIds: ReadonlyMap<string, string>; readonly changedBy: Date },
): ChannelRefund {
  const { skuId } = wire
  return {
    refundId: wire.serviceId,
    orderId: wire.orderId,
    lineId: null,
    listing: skuId === null ? null : { itemId: wareIds.get(skuId) ?? '', skuId, warehouseId: null },
    units: wire.wareNum ?? null,
    state: stateOf(wire.serviceStatusName ?? ''),
    kind: kinds[wire.customerExpect ?? 0] ?? 'other',
    phase: 'after shipping',
    modifiedAt: changedBy,
  }
}

/** The numbers are listed nowhere; the words beside them say what they mean. Words we do not know leave the case open. */
function stateOf(name: string): ChannelRefund['state'] {
  if (/取消|关闭/.test(name)) return 'closed'
  if (name.includes('完成')) return 'done'
  return /待收货|待处理/.test(name) ? 'agreed' : 'asked'
}
