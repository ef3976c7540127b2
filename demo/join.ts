import { surely } from '../replay/product/surely.ts'
import type { Clock } from '../src/clock.ts'
import { openingOf } from './goods.ts'
import { listRest } from './shops.ts'
import type { DemoMerchant } from './merchant.ts'
import type { Say } from './say.ts'
import type { DemoWorld } from './world.ts'

const LOOK_MS = 500
/** Whoever reads JD one by one needs a quarter of an hour; a start that takes longer than this goes on at the next one. */
const LOOKS_MAX = 20_000

interface Joining {
  readonly world: DemoWorld
  readonly merchant: DemoMerchant
  readonly clock: Clock
  readonly say: Say
  readonly signal: AbortSignal
}

/**
 * What joins first is shared within a minute; the rest of the catalogue is listed once that is in, sells from equal parts at once, and is
 * shared as it joins while the evening runs.
 */
export async function joinAll(joining: Joining): Promise<void> {
  const { world, merchant, say, signal } = joining
  const beganMs = joining.clock.now().getTime()
  await until(joining, async () => (await merchant.count(`task = 'discovery' and done_at is null`, 'channel_task')) === 0)
  await surely(signal, () => merchant.join())
  if (!world.isAllListed) await keepRest(joining)
  await until(joining, async () => (await merchant.count(`state <> 'live'`, 'channel')) === 0)
  await surely(signal, () => merchant.shareAll())
  say.line(
    `The ${world.market.shops.length} shops have joined (${seconds(joining, beganMs)} s): from now on each shows what it may sell.`,
  )
  if (!world.isAllListed) {
    listRest(world.market, world.goods, world.progress.deeds)
    world.journal.write({ kind: 'all listed' })
    world.isAllListed = true
  }
  for (const { code } of world.market.shops) await surely(signal, () => merchant.desk.askDiscovery(code))
  const wanted = world.market.shops.reduce((sum, { listings }) => sum + listings.size, 0)
  await until(joining, async () => {
    await shareJoined(joining)
    return (await merchant.count('joined_at is not null', 'listing')) >= wanted
  })
  await shareJoined(joining)
  say.line(`All ${wanted} listings of the catalogue have joined (${seconds(joining, beganMs)} s).`)
}

/** All of what is listed later is kept until each of its shops has joined with it: what they show is not shared a second time. */
async function keepRest({ world: { goods }, merchant, signal }: Joining): Promise<void> {
  const rest = new Set([...goods.rest.values()].flat())
  const units = [...rest].map((sku): [string, number] => [sku, openingOf(goods, sku)]).filter(([, own]) => own > 0)
  await merchant.keep(new Map(units), 'kept', signal)
}

/** What all its shops have joined with moves to where it sells from now on. */
async function shareJoined({ world: { market }, merchant, signal }: Joining): Promise<void> {
  const joined = await merchant.joinedOfKept()
  const whole = [...joined].filter(([sku, count]) => count >= market.shops.filter(({ listings }) => listings.has(sku)).length)
  await merchant.keep(new Map(whole.map(([sku]): [string, number] => [sku, 0])), 'shared', signal)
}

async function until({ clock, signal }: Joining, condition: () => Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    if (await surely(signal, condition)) return
    await clock.sleep(LOOK_MS, signal)
  }
}

function seconds({ clock }: Joining, sinceMs: number): number {
  return Math.round((clock.now().getTime() - sinceMs) / 1_000)
}
