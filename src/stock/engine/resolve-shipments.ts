import { orderRef, type Hold } from '../../domain/hold.ts'
import { parseHoldId, type HoldId, type LocationId, type SkuId } from '../../domain/ids.ts'
import type { ShippedFigures } from '../../domain/shipments.ts'
import type { Em } from '../../db/orm.ts'
import { orderSkuOf } from '../figure-key.ts'
import { readAcknowledgements } from '../sql/documents.ts'
import { readFigures } from '../sql/figures.ts'
import type { Acknowledgement } from './journal.ts'

export type Shipments = ReadonlyMap<string, ReadonlyMap<SkuId, ShippedFigures>>

/** What was told so far of the orders whose shipments are booked, however each of them was named. */
export async function readShipments(em: Em, orders: readonly string[], holds: readonly Hold[]): Promise<Shipments> {
  if (orders.length === 0) return new Map()
  const refs = orders.map((text) => {
    const hold = holds.find((one) => goesBy(one, text))
    return hold ? orderRef(hold) : text
  })
  const figures = [...(await readFigures(em, refs))].map(([key, told]) => ({ ...orderSkuOf(key), told }))
  return new Map(
    refs.map((ref) => [ref, new Map(figures.filter((one) => one.orderRef === ref).map(({ skuId, told }) => [skuId, told]))]),
  )
}

function goesBy({ id, reference }: Hold, text: string): boolean {
  return reference === text || id === parseHoldId(text)
}

export type Acknowledgements = ReadonlyMap<HoldId, readonly Acknowledgement[]>

/** Since when which locations know of these orders, for all of their holds. */
export async function readKnown(em: Em, orders: readonly string[], holds: readonly Hold[]): Promise<Acknowledgements> {
  const asked = holds.filter((hold) => orders.some((text) => goesBy(hold, text))).map(({ id }) => id)
  const rows = asked.length === 0 ? [] : await readAcknowledgements(em, asked)
  return new Map(asked.map((id) => [id, rows.filter(({ holdId }) => holdId === id)]))
}

export function acknowledgedAt(known: Acknowledgements): readonly LocationId[] {
  return [...known.values()].flatMap((rows) => rows.map(({ locationId }) => locationId))
}

export function placesOf(shipments: Shipments): readonly LocationId[] {
  return [...shipments.values()].flatMap((bySku) =>
    [...bySku.values()].flatMap((figures) => [...figures.values()].map(({ locationId }) => locationId)),
  )
}
