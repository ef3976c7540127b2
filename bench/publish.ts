import { merchantSchema } from '../src/db/merchant-db.ts'
import { openSellingDesk } from '../src/gateway/selling-desk.ts'
import type { Bench, BenchContext, Figure } from './harness/bench.ts'
import { benchMerchant } from './harness/bench-merchant.ts'
import { holdToCall } from './harness/hold-to-call.ts'
import { publishedShops } from './harness/published-shops.ts'
import { reconcilerProcess } from './harness/reconciler-process.ts'
import { seedPublished } from './harness/seed-published.ts'

const STOPS = 40
const alone = { baseline: null, ratio: null, p50Ms: null, p99Ms: null } as const

export const publish: Bench = {
  name: 'publish',
  describe:
    'from "stop selling", and from a hold at 200 a second (--seconds N), to the call sent, over 3 shops; listings reconciled with nothing to change (--rows N)',
  run: async (context) => [await stops(context), await holdToCall(context), ...(await nothingToChange(context))],
}

/** Every stop is asked while its listing sells; what is measured ends when its call reaches the shop. */
async function stops(context: BenchContext): Promise<Figure> {
  await using shops = await publishedShops(context, { code: 'stops', listed: STOPS, unlisted: 0, unitsEach: 15, shownEach: 5 })
  const { merchant, platforms, dispatcher, schema } = shops
  const desk = openSellingDesk({ em: merchant.em, clock: context.clock, platforms }, () => dispatcher.wake(schema))
  const tookMs: number[] = []
  for (const { channel, listing, item } of shops.listings) {
    const answered = shops.nextCall([item])
    const askedMs = performance.now()
    await desk.stop({ channel, listing, sku: null }, 'bench', null)
    tookMs.push((await Promise.race([answered, tooLate(context)])) - askedMs)
  }
  const sorted = tookMs.toSorted((a, b) => a - b)
  const at = (part: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0)
  return { ...alone, figure: 'stop-selling', value: sorted.length, unit: 'stops', p50Ms: at(0.5), p99Ms: at(0.99) }
}

/** A stop that reaches nobody ends the benchmark instead of holding it up. */
async function tooLate({ clock, signal }: BenchContext): Promise<never> {
  await clock.sleep(20_000, signal)
  throw new Error('a stop reached no shop within 20 seconds')
}

/** The slow look at everything, over so many listings of which none has to change. */
async function nothingToChange(context: BenchContext): Promise<readonly Figure[]> {
  const listings = context.option('rows', 1_000_000)
  await using undo = new AsyncDisposableStack()
  const merchant = await benchMerchant(context, { code: 'still', skus: 0, unitsEach: 0, connectionsMax: 4 })
  undo.defer(() => merchant.dispose())
  const seedingMs = performance.now()
  await seedPublished(merchant.em, { listings, now: context.clock.now() })
  context.say(`${listings} listings were made in ${Math.round((performance.now() - seedingMs) / 1_000)} s`)
  const { seconds, skus, changed, idleBytes, peakBytes } = await reconcilerProcess(context, merchantSchema(merchant.em))
  context.say(`${skus} SKUs were looked at by a process of its own, of ${Math.round(idleBytes / 1e6)} MB before it began`)
  if (changed > 0) context.say(`${changed} listings were changed, although nothing had to`)
  return [
    { ...alone, figure: `still-${listings}`, value: Math.round(seconds * 10) / 10, unit: 's' },
    { ...alone, figure: `still-${listings}-memory`, value: Math.round(peakBytes / 1e6), unit: 'MB at most, of the process' },
  ]
}
