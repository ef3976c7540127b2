import { applyRules } from '../../src/allocation/apply-rules.ts'
import { NOTHING_SAID } from '../../src/domain/allocation/rule.ts'
import { everySecond } from '../../src/jobs/every-second.ts'
import { Reconciler } from '../../src/publishing/reconciler.ts'
import { holdUnits } from '../../src/stock/commands/hold-units.ts'
import { atShare } from './at-share.ts'
import type { BenchContext, Figure } from './bench.ts'
import { dueBy } from './due-by.ts'
import { publishedShops, type PublishedShops } from './published-shops.ts'

const PER_SECOND = 200
/** One application may make 20 calls a second: no more holds than half of that may need one. */
const MEASURED_PER_SECOND = 10
const SHOWN_EACH = 10
/** So many units stay free for direct sales, and a hold that is measured takes all of them: as many go off sale at a shop. */
const RESERVE = 4
/** Goods that no shop lists, enough of them for the holds between. */
const PLAIN = 200
const LATE_MS = 20_000

/**
 * From a direct hold that takes a SKU's reserve, at 200 holds a second, until the call that lowers a shop's number for it is
 * sent. The holds between take goods that no shop has to be lowered for.
 */
export async function holdToCall(context: BenchContext): Promise<Figure> {
  const { clock, log, signal } = context
  const seconds = context.option('seconds', 10)
  const measured = seconds * MEASURED_PER_SECOND
  const unitsEach = 3 * SHOWN_EACH + RESERVE
  await using shops = await publishedShops(context, {
    code: 'holds',
    listed: measured,
    unlisted: PLAIN,
    unitsEach,
    shownEach: SHOWN_EACH,
  })
  await keepReserve(context, shops)
  const stop = new AbortController()
  const onPlanned = (schema: string): void => shops.dispatcher.wake(schema)
  const { orm } = shops.merchant
  const reconciler = new Reconciler({ orm, desks: shops.desks, clock, log, signal: stop.signal, onPlanned })
  shops.desks.onCommitted((schema) => reconciler.wake(schema))
  everySecond(() => {
    reconciler.tick()
    shops.dispatcher.tick()
  }, stop.signal)
  try {
    const tookMs = await hold(context, { shops, measured })
    const at = (share: number): number => Math.round(atShare(tookMs, share))
    context.say(`${tookMs.length} of ${measured * (PER_SECOND / MEASURED_PER_SECOND)} holds lowered a shop`)
    return {
      figure: 'hold-to-call',
      value: at(0.99),
      unit: 'ms at p99',
      baseline: null,
      ratio: null,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
    }
  } finally {
    stop.abort()
    signal.throwIfAborted()
    await reconciler.drain()
  }
}

/** Of each SKU one shop, in turn, shows more than the others need: that one gives up what the reserve is refilled with. */
async function keepReserve({ clock }: BenchContext, { merchant, listings }: PublishedShops): Promise<void> {
  const { channels: _, ...values } = NOTHING_SAID
  const bySku = [...Map.groupBy(listings, ({ sku }) => sku)]
  const rules = bySku.map(([sku, shown], n) => ({
    name: null,
    scope: { kind: 'sku' as const, sku },
    channels: shown.flatMap(({ channel }, place) =>
      place === n % shown.length ? [] : [{ channel, rank: null, sharePercent: null, floorUnits: SHOWN_EACH, capUnits: null }],
    ),
    values: { ...values, reserveUnits: RESERVE },
  }))
  const at = { ends: [], fromMs: null, untilMs: null, key: 'reserve', basedOn: 0, reason: 'direct sales', actor: 'bench' }
  const done = await applyRules({ em: merchant.em, clock }, { rules, ...at })
  if (done.kind !== 'applied') throw new Error(`the reserve was refused: ${done.message}`)
}

interface Holding {
  readonly shops: PublishedShops
  readonly measured: number
}

/** Holds at an even pace. Returns how long each that is measured took until its call, shortest first. */
async function hold({ clock, signal }: BenchContext, { shops, measured }: Holding): Promise<readonly number[]> {
  const desk = shops.desks.of(shops.schema)
  const tight = shops.merchant.skuCodes
  const items = Map.groupBy(shops.listings, ({ sku }) => sku)
  const each = PER_SECOND / MEASURED_PER_SECOND
  const total = measured * each
  const calls: Promise<number>[] = []
  const holds: Promise<unknown>[] = []
  const beganMs = performance.now()
  const late = clock.deadline((measured / MEASURED_PER_SECOND) * 1_000 + LATE_MS)
  const take = async (sku: string | undefined, units: number): Promise<void> => {
    const lines = [{ sku: sku ?? null, recipe: null, units, location: null }]
    const args = { pool: null, lines, ttlMs: 900_000, reference: null, channel: null }
    const answer = await desk.do(holdUnits, args, { key: crypto.randomUUID(), actor: 'bench' })
    if (answer.kind !== 'held') throw new Error(`a hold was refused: ${answer.message}`)
  }
  for (let done = 0; done < total;) {
    for (; done < dueBy(performance.now() - beganMs, { perSecond: PER_SECOND, total }); done += 1) {
      const sku = done % each === 0 ? tight[done / each] : undefined
      if (sku !== undefined) {
        const askedMs = performance.now()
        calls.push(shops.nextCall((items.get(sku) ?? []).map(({ item }) => item)).then((atMs) => atMs - askedMs))
      }
      holds.push(sku === undefined ? take(shops.unlisted[done % PLAIN], 1) : take(sku, RESERVE))
    }
    await clock.sleep(2, signal)
  }
  await Promise.all(holds)
  const tooLate = new Promise<never>((_resolve, reject) =>
    late.addEventListener('abort', () => reject(new Error('a hold lowered no shop within 20 seconds')), { once: true }),
  )
  return (await Promise.race([Promise.all(calls), tooLate])).toSorted((a, b) => a - b)
}
