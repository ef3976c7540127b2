import type { Goods } from './read-goods.ts'
import { namedRows, readWhole, shown, type NamedRow } from './named-rows.ts'
import { lineKey, streamChannels, type Cancellation, type Correction, type OrderLine, type StreamEvent } from './stream-event.ts'

const columns = [
  'seq',
  'event_time',
  'event_type',
  'order_no',
  'line_no',
  'channel',
  'customer',
  'sku',
  'qty',
  'ref_order_no',
  'ref_line_no',
  'ref_kind',
  'reason',
]

const UNITS_MAX = 1_000_000_000

/** All events of one instant. */
export interface Moment {
  readonly atMs: number
  readonly events: readonly StreamEvent[]
}

export interface ReadOrders {
  /** What the stream may name. */
  readonly goods: ReadonlyMap<string, Goods>
  readonly signal: AbortSignal
  /** So many lines of the file; left out, all. */
  readonly lines?: number
  /** Only what happens from then on; left out, everything. */
  readonly fromMs?: number
}

/** Reads an order stream instant by instant; no more than one instant is kept. @throws InputError naming the line. */
export async function* readMoments(
  path: string,
  { goods, signal, lines = Infinity, fromMs = -Infinity }: ReadOrders,
): AsyncGenerator<Moment> {
  const seen = new Set<string>()
  let moment: { readonly atMs: number; readonly events: StreamEvent[] } | undefined
  let count = 0
  for await (const row of namedRows(path, { columns, signal })) {
    const event = readEvent(row)
    if (event.atMs < fromMs) continue
    if ((count += 1) > lines) break
    if (!goods.has(event.sku)) row.fail(`SKU ${shown(event.sku)} is not in the SKU file`)
    if (event.kind === 'order') {
      const key = lineKey(event)
      if (seen.has(key)) row.fail(`line ${event.lineNo} of order ${event.orderNo} is there twice`)
      seen.add(key)
    }
    if (moment && event.atMs < moment.atMs) row.fail('event_time is before that of the line above: the stream is in time order')
    if (moment?.atMs === event.atMs) {
      moment.events.push(event)
      continue
    }
    if (moment) yield moment
    moment = { atMs: event.atMs, events: [event] }
  }
  if (moment) yield moment
}

function readEvent(row: NamedRow): StreamEvent {
  const type = row.text('event_type')
  switch (type) {
    case 'ORDER':
      return readOrderLine(row)
    case 'CANCEL':
      return readCancellation(row)
    case 'ADJUST':
      return readCorrection(row)
    default:
      return row.fail(`event_type is ORDER, CANCEL or ADJUST, not "${shown(type)}"`)
  }
}

function readOrderLine(row: NamedRow): OrderLine {
  const given = row.text('channel')
  const channel = streamChannels.find((one) => one === given)
  if (channel === undefined) return row.fail(`channel is ${streamChannels.join(', ')}, not "${shown(given)}"`)
  const customer = row.text('customer')
  return {
    ...readTold(row),
    kind: 'order',
    orderNo: readName(row, 'order_no'),
    lineNo: readName(row, 'line_no'),
    channel,
    customer: customer === '' ? null : customer,
    units: readWhole(row, 'qty', 1),
  }
}

function readCancellation(row: NamedRow): Cancellation {
  const kind = row.text('ref_kind')
  if (!['IN_STREAM', 'BEFORE_STREAM', 'UNLINKED'].includes(kind))
    row.fail(`ref_kind of a CANCEL is IN_STREAM, BEFORE_STREAM or UNLINKED, not "${shown(kind)}"`)
  const of = kind === 'IN_STREAM' ? { orderNo: readName(row, 'ref_order_no'), lineNo: readName(row, 'ref_line_no') } : null
  return { ...readTold(row), kind: 'cancel', units: readWhole(row, 'qty', 1), of }
}

function readCorrection(row: NamedRow): Correction {
  const change = readWhole(row, 'qty', -UNITS_MAX)
  if (change === 0) row.fail('qty of an ADJUST is not 0')
  const names = { document: readName(row, 'order_no'), lineNo: readName(row, 'line_no') }
  return { ...readTold(row), kind: 'adjust', change, ...names, reason: row.text('reason') }
}

function readTold(row: NamedRow): { readonly line: number; readonly atMs: number; readonly sku: string } {
  const time = row.text('event_time')
  const atMs = toInstant(time)
  if (Number.isNaN(atMs)) row.fail(`event_time is a time like 2011-11-07T07:38:00Z, not "${shown(time)}"`)
  return { line: row.line, atMs, sku: readName(row, 'sku') }
}

/** In milliseconds since 1970; not a number where it is no time with its zone. */
export function toInstant(time: string): number {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(time) ? Date.parse(time) : Number.NaN
}

function readName(row: NamedRow, column: string): string {
  const text = row.text(column)
  return text === '' || text.length > 100 ? row.fail(`${column} is a name of 1 to 100 characters`) : text
}
