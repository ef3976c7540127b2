import { createHash } from 'node:crypto'
import { readGoods, type Goods } from '../replay/input/read-goods.ts'
import { readMoments } from '../replay/input/read-orders.ts'
import { shopOf } from '../replay/market/shops.ts'
import { toEvening, type Deed } from './evening.ts'

const ORDERS = 'replay/stream/order_stream.csv.gz'
const SKUS = 'replay/stream/order_stream_skus.csv.gz'
/** The last week of the stream. */
const LINES = 17_653
const THIN_SKUS = 12
const THIN_UNITS_MAX = 5
const HOT_UNITS = 400
/** So many SKUs join first: a shop that is read one by one has them in seconds. */
const FIRST_JOINED = 25

/** What everybody wants. */
export const HOT = 'HOT'

export interface DemoGoods {
  /** The catalogue of the stream, and the corner, by SKU. */
  readonly all: ReadonlyMap<string, Goods>
  /** A handful of units each, wanted in eight shops, and the one that all want. */
  readonly corner: readonly string[]
  /** What joins before the rest: the corner, and what is ordered most early in the evening. */
  readonly first: readonly string[]
  /** The others of a shop, by its code: what is ordered of it soonest comes first, then the rest of the catalogue; of a shorter evening, what is ordered in it. */
  readonly rest: ReadonlyMap<string, readonly string[]>
  readonly deeds: readonly Deed[]
  /** Changes with anything of it: who kept something of another evening cannot go on with this one. */
  readonly fingerprint: string
}

/** Opening stock: what was sold of it in the four weeks before, as one who restocks would have it. */
export function openingOf({ all }: Pick<DemoGoods, 'all'>, sku: string): number {
  return all.get(sku)?.soldBefore ?? 0
}

/** What there is of each SKU, sales apart, once so many deeds are done: what was received, and what the warehouse has found or lost since. */
export function stockAfter(goods: DemoGoods, deeds: number): ReadonlyMap<string, number> {
  const there = new Map([...goods.all.keys()].map((sku) => [sku, openingOf(goods, sku)]))
  for (const event of goods.deeds.slice(0, deeds).flatMap(({ events }) => events))
    if (event.kind === 'adjust') there.set(event.sku, (there.get(event.sku) ?? 0) + event.change)
  return there
}

export async function readDemoGoods(wantedLines: number | null, signal: AbortSignal): Promise<DemoGoods> {
  const real = await readGoods(SKUS, signal)
  const moments = await Array.fromAsync(readMoments(ORDERS, { goods: real, signal }))
  const events = moments.flatMap(({ events: own }) => own)
  const last = events.slice(-(wantedLines ?? LINES))
  const own = new Set(last)
  const deeds = toEvening(moments.map((moment) => ({ ...moment, events: moment.events.filter((event) => own.has(event)) })))
  const corner = cornerGoods()
  const all = new Map([...corner.map((one): [string, Goods] => [one.sku, one]), ...real])
  const popular = mostOrdered(deeds.slice(0, Math.ceil(deeds.length / 4)))
  const first = [...corner.map(({ sku }) => sku), ...popular]
  const isFirst = new Set(first)
  const wanted = Map.groupBy(
    last.filter((event) => event.kind === 'order'),
    shopOf,
  )
  const rest = new Map(
    [...wanted].map(([shop, lines]): [string, readonly string[]] => {
      const soonest = new Set([...lines.map(({ sku }) => sku), ...(wantedLines === null ? real.keys() : [])])
      return [shop, [...soonest].filter((sku) => !isFirst.has(sku))]
    }),
  )
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([last, [...all.keys()]]))
    .digest('hex')
    .slice(0, 16)
  return { all, corner: corner.map(({ sku }) => sku), first, rest, deeds, fingerprint }
}

function cornerGoods(): readonly Goods[] {
  const thin = Array.from({ length: THIN_SKUS }, (_, n) => {
    const soldBefore = 1 + (n % THIN_UNITS_MAX)
    return { sku: `THIN-${String(n + 1).padStart(2, '0')}`, name: `孤品 ${n + 1}`, soldBefore }
  })
  return [{ sku: HOT, name: '爆款', soldBefore: HOT_UNITS }, ...thin]
}

function mostOrdered(deeds: readonly Deed[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const event of deeds.flatMap(({ events }) => events))
    if (event.kind === 'order') counts.set(event.sku, (counts.get(event.sku) ?? 0) + 1)
  const sorted = [...counts].toSorted(([, one], [, other]) => other - one)
  return sorted.slice(0, FIRST_JOINED).map(([sku]) => sku)
}
