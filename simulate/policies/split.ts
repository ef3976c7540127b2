import { randomBytes } from 'node:crypto'
import type { StockMove, StockReading } from '../../src/channels/stock.ts'
import type { Pile } from '../supply.ts'
import type { ShopFront } from '../world/shop-front.ts'
import type { Policy, PolicyWorld } from './policy.ts'
import { SeenOrders } from './seen-orders.ts'

/** How a usual tool sees its stock, and how it spreads it: given what it believes is left, the number each of so many shops is shown. */
export type Spread = (left: number, shops: number) => number

/** The whole number in every shop. */
export const fullNumber: Spread = (left) => Math.max(0, left)
/** The same part of it in every shop. */
export const equalParts: Spread = (left, shops) => Math.max(0, Math.floor(left / shops))

/** These tools cannot be told to stop, and look at no hand's edits. */
const unasked: Pick<Policy, 'stop' | 'resume' | 'changeRecipe' | 'planCampaign' | 'endDay'> = {
  stop: () => Promise.resolve(),
  resume: () => Promise.resolve(),
  changeRecipe: () => Promise.resolve(),
  planCampaign: () => Promise.resolve(),
  endDay: () => Promise.resolve(),
}

/** Publishes after every poll what it believes is left: read the shop, send the difference, take silence for a failure. */
export function republishing(world: PolicyWorld, spread: Spread): Policy {
  const { fronts, clock, signal } = world
  const seen = new Map(fronts.map((front) => [front, new SeenOrders(front, clock)]))
  const joined = new Set<ShopFront>()
  let received = 0
  const left = (): number => received - [...seen.values()].reduce((sum, { units }) => sum + units, 0)
  const told = new Map<ShopFront, number>()
  const publish = async (): Promise<void> => {
    const units = spread(left(), fronts.length)
    // A number the shop was told before is not told again.
    const stale = [...joined].filter((front) => told.get(front) !== units)
    for (const front of stale) told.set(front, units)
    await Promise.all(stale.map((front) => publishTo(world, front, () => told.get(front) ?? 0)))
  }
  return {
    books: null,
    async join(front) {
      joined.add(front)
    },
    async receive(piles) {
      received += unitsOf(piles)
      await publish()
    },
    async poll(front) {
      await seen.get(front)?.poll(signal)
      await publish()
    },
    async push(front, orderId) {
      await seen.get(front)?.reread(orderId, signal)
      await publish()
    },
    ...unasked,
    dispose: () => Promise.resolve(),
  }
}

/** They know of no pools. */
function unitsOf(piles: readonly Pile[]): number {
  return piles.reduce((sum, { units }) => sum + units, 0)
}

const publishing = new WeakSet<ShopFront>()

async function publishTo({ clock, signal }: PolicyWorld, front: ShopFront, wanted: () => number): Promise<void> {
  if (publishing.has(front)) return
  publishing.add(front)
  try {
    const shown = await readShown(front, signal)
    if (shown !== null) await send(front, { units: wanted() - shown, now: clock.now(), signal })
  } finally {
    publishing.delete(front)
  }
}

/** What the shop has for sale by its own number; null where it cannot be read now. */
async function readShown({ connector, row, platform, shop }: ShopFront, signal: AbortSignal): Promise<number | null> {
  try {
    const [reading] = await connector.readStock([row], signal)
    if (!reading || 'missing' in reading) return null
    return platform === 'jd' && shop.rank % 2 === 1 ? netOf(reading) : reading.shownUnits
  } catch {
    return null
  }
}

function netOf({ shownUnits, reservedUnits }: StockReading): number {
  return shownUnits - (reservedUnits ?? 0)
}

type Sent = 'applied' | 'refused' | 'unknown'

async function send(
  { connector, row, shop }: ShopFront,
  { units, now, signal }: { readonly units: number; readonly now: Date; readonly signal: AbortSignal },
): Promise<Sent> {
  if (units === 0) return 'applied'
  const move: StockMove = units > 0 ? { kind: 'raise', units } : { kind: 'lower', units: -units }
  const call = shop.semantics === 'keyed' ? 'keyed delta' : 'delta'
  const change = { listing: row, call, move, key: randomBytes(16).toString('hex') } as const
  const [answer] = await connector.changeStock({ signedAt: connector.platformTime(now), changes: [change] }, signal)
  if (answer?.kind === 'acknowledged') return 'applied'
  return answer?.kind === 'refused by gateway' ? 'refused' : 'unknown'
}

/** Gives each shop its part once, and never moves a unit again. A part whose sending was not answered is left as it is. */
export function staticSplit({ scenario, fronts, clock, signal }: PolicyWorld): Policy {
  const owed = new Map<ShopFront, number>()
  const sending = new Set<ShopFront>()
  let begun = false
  const shownAtFirst = fronts.reduce((sum, { shop }) => sum + (shop.shown ?? 0), 0)
  const settle = async (front: ShopFront): Promise<void> => {
    const units = owed.get(front) ?? 0
    if (units <= 0 || sending.has(front)) return
    sending.add(front)
    const sent = await send(front, { units, now: clock.now(), signal })
    if (sent !== 'refused') owed.set(front, (owed.get(front) ?? 0) - units)
    sending.delete(front)
  }
  return {
    books: null,
    async join(front) {
      owed.set(front, (owed.get(front) ?? 0) + Math.floor((scenario.stock - shownAtFirst) / fronts.length))
      await settle(front)
    },
    async receive(piles) {
      // What is there at the start is shared as the shops join.
      if (begun) for (const front of fronts) owed.set(front, (owed.get(front) ?? 0) + Math.floor(unitsOf(piles) / fronts.length))
      begun = true
    },
    poll: settle,
    push: settle,
    ...unasked,
    dispose: () => Promise.resolve(),
  }
}
