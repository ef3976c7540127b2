import { assert } from '../domain/assert.ts'
import { giveBack, takeByFact } from '../domain/flows.ts'
import type { Hold } from '../domain/hold.ts'
import type { PoolId } from '../domain/ids.ts'
import { departures, type Departure, type ShippedFigures } from '../domain/shipments.ts'
import type { Book } from './engine/book.ts'
import type { Scene } from './engine/operation.ts'
import { moveGoods, type PoolSide } from './move-goods.ts'
import type { ShippedTelling } from './record-shipped.ts'

/** Units by which the claims of a hold fall (below zero: rise) in each pool. */
export type Claims = ReadonlyMap<PoolId, number>

interface Shipped {
  readonly telling: ShippedTelling
  readonly before: ShippedFigures
  readonly after: ShippedFigures
  readonly hold: Hold | undefined
  readonly claims: Claims
}

/** Moves the goods that left, and those that by the newest telling left elsewhere or at another time. */
export function bookDepartures(book: Book, { telling, before, after, hold, claims }: Shipped, scene: Scene): void {
  const { skuId, toldBy } = telling
  const open = new Map(claims)
  const source = { actor: scene.actor, toldBy }
  for (const departure of changes(departures(before), departures(after))) {
    const location = scene.names.locationById(departure.locationId)
    assert(location !== undefined, 'the places of an order are looked up before it is booked')
    const { units, line, happenedAtMs } = departure
    const known = hold?.lines.some((part) => part.line === line && part.skuId === skuId)
    const move = {
      location,
      skuId,
      condition: 'sellable' as const,
      units: -units,
      document: hold && known ? `hold:${hold.id}/${line}` : departure.toldBy,
      reason: reasonOf(units, toldBy),
      actor: scene.actor,
      happenedAtMs,
      // What happens now happens after every booked count, even one of a clock that runs a little ahead.
      nowMs: Math.max(scene.nowMs, happenedAtMs),
    }
    moveGoods(book, move, payFromHold(book, { move, open }))
  }
  // Shipped from a location of another pool: there the goods are gone, here the claim ends.
  for (const [poolId, claim] of open) {
    if (claim === 0) continue
    const balance = book.balance(poolId, skuId)
    const postings = claim > 0 ? giveBack(balance, claim, 'held') : takeByFact(balance, -claim, 'held')
    const document = hold ? `hold:${hold.id}` : toldBy
    book.post({ poolId, skuId }, postings, {
      reason: reasonOf(claim, toldBy),
      document,
      happenedAtMs: scene.nowMs,
      actor: source.actor,
    })
  }
}

function reasonOf(units: number, toldBy: string): string {
  return `${units > 0 ? 'ship' : 'ship_corrected'} ${toldBy}`
}

/** What leaves (units above zero) and what did not leave after all, place by place; what comes back goes first. */
function changes(before: readonly Departure[], after: readonly Departure[]): readonly Departure[] {
  const taken = before.map((departure) => ({ ...departure, units: -departure.units }))
  const places = Map.groupBy([...after, ...taken], ({ line, locationId, happenedAtMs }) =>
    JSON.stringify([line, locationId, happenedAtMs]),
  )
  return [...places.values()]
    .flatMap((all) => {
      const [first] = all
      const units = all.reduce((sum, departure) => sum + departure.units, 0)
      return first && units !== 0 ? [{ ...first, units }] : []
    })
    .toSorted((a, b) => a.units - b.units)
}

interface Payment {
  readonly move: { readonly units: number; readonly reason: string; readonly document: string; readonly actor: string }
  readonly open: Map<PoolId, number>
}

/** The units leave from the hold as far as it claimed them, the rest by the rule for facts; a correction brings them back. */
function payFromHold(book: Book, { move, open }: Payment): PoolSide {
  return (at, happenedAtMs) => {
    const why = { reason: move.reason, document: move.document, actor: move.actor, happenedAtMs }
    const leaving = -move.units
    const claim = open.get(at.poolId) ?? 0
    const claimed = leaving > 0 ? Math.max(0, Math.min(leaving, claim)) : Math.min(0, Math.max(leaving, claim))
    if (claimed !== 0) open.set(at.poolId, claim - claimed)
    if (claimed > 0) book.post(at, [{ from: 'held', to: 'outside', units: claimed }], why)
    if (claimed < 0) book.post(at, [{ from: 'outside', to: 'held', units: -claimed }], why)
    const beyond = leaving - claimed
    if (beyond === 0) return
    const balance = book.balance(at.poolId, at.skuId)
    book.post(at, beyond > 0 ? takeByFact(balance, beyond, 'outside') : giveBack(balance, -beyond, 'outside'), why)
  }
}
