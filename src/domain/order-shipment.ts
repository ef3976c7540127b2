import type { KnownLine, KnownOrder } from './channel-order.ts'
import { leftUnits } from './line-claim.ts'

export const shipmentStates = ['waiting', 'told', 'problem', 'withdrawn'] as const
/**
 * `waiting`: the shop has still to be told, or is asked what became of a try. `told`: it knows. `problem`: it refused, and a
 * person has to correct or withdraw it. `withdrawn`: it shall not be told.
 */
export type ShipmentState = (typeof shipmentStates)[number]

export const shipmentOutcomes = ['shipped', 'found shipped', 'shipped elsewhere'] as const
/** `found shipped`: no answer said so, the order itself did. */
export type ShipmentOutcome = (typeof shipmentOutcomes)[number]

export const shipmentProblems = [
  'order not found',
  'wrong state',
  'refund under way',
  'carrier or waybill',
  'way of shipping',
  'parts do not fit',
  'further parcels',
  'called off',
  'in doubt',
  'busy',
  'other',
] as const
export type ShipmentProblem = (typeof shipmentProblems)[number]

export interface ParcelLine {
  readonly lineId: string
  readonly units: number
}

/** `lines` null: whatever is left of the order. */
export interface OrderParcel {
  readonly carrier: string
  readonly waybill: string
  readonly lines: readonly ParcelLine[] | null
}

/** Units of one line of an order, as its listing counts them. */
export interface ShippedLine extends ParcelLine {
  readonly line: number
  /** Units of the line that had left before, by the shop's word or in earlier shipments: told is the sum (R7). */
  readonly before: number
}

/** Parcels of one order that left together, and how far its shop has been told. */
export interface OrderShipment {
  readonly id: string
  readonly channelId: string
  readonly orderId: string
  /** Grows with every change a person makes. */
  readonly revision: number
  readonly state: ShipmentState
  readonly parcels: readonly OrderParcel[]
  readonly lines: readonly ShippedLine[]
  readonly outcome: ShipmentOutcome | null
  readonly problem: ShipmentProblem | null
  readonly message: string | null
  /** How often the shop's gateway refused in a row. */
  readonly failures: number
  readonly dueAtMs: number | null
  readonly shippedAtMs: number
  readonly createdAtMs: number
  readonly settledAtMs: number | null
  readonly actor: string
  /** A try may have been carried out, and nobody knows yet. */
  readonly inDoubt: boolean
}

export interface ShipLimits {
  readonly parcels: number
  /** Whether an order may be shipped in parts. */
  readonly parts: boolean
}

/** Units of the line that neither the shop nor one of these shipments says have left. */
export function unshippedUnits(line: KnownLine, shipments: readonly OrderShipment[]): number {
  if (!line.present || (line.state !== 'paid' && line.state !== 'shipped')) return 0
  return Math.max(0, line.units - leftBefore(line, shipments))
}

/** The largest figure of the shop and of these shipments, those withdrawn apart. */
function leftBefore(line: KnownLine, shipments: readonly OrderShipment[]): number {
  const counted = shipments.filter(({ state }) => state !== 'withdrawn').flatMap(({ lines }) => lines)
  const own = counted.filter((part) => part.line === line.line).map(({ before, units }) => before + units)
  return Math.max(leftUnits(line), ...own)
}

export type Packed =
  | { readonly kind: 'packed'; readonly lines: readonly ShippedLine[]; readonly parcels: readonly OrderParcel[] }
  | { readonly kind: 'unfit'; readonly why: 'nothing' | 'line' | 'units' | 'parts' | 'parcels'; readonly at: number }

/**
 * What these parcels hold, of what is left of the order, and how the shop is told: where it ships whole orders only, parcels
 * that hold all of it together are told without their contents.
 */
export function packParcels(order: Pick<KnownOrder, 'lines'>, { parcels, shipments, limits }: PackWish): Packed {
  if (parcels.length > limits.parcels) return { kind: 'unfit', why: 'parcels', at: limits.parcels }
  const left = new Map(order.lines.map((line) => [line.lineId, { line, units: unshippedUnits(line, shipments) }]))
  const packed = new Map<string, number>()
  for (const [n, parcel] of parcels.entries()) {
    for (const { lineId, units } of parcel.lines ?? []) {
      const known = left.get(lineId)
      if (!known) return { kind: 'unfit', why: 'line', at: n }
      const sum = (packed.get(lineId) ?? 0) + units
      if (sum > known.units) return { kind: 'unfit', why: 'units', at: n }
      packed.set(lineId, sum)
    }
  }
  const takesRest = parcels.some(({ lines }) => lines === null)
  const lines = [...left].flatMap(([lineId, { line, units }]) => {
    const inside = takesRest ? units : (packed.get(lineId) ?? 0)
    return inside > 0 ? [{ line: line.line, lineId, units: inside, before: leftBefore(line, shipments) }] : []
  })
  if (lines.length === 0) return { kind: 'unfit', why: 'nothing', at: 0 }
  const isWhole = [...left].every(([lineId, { units }]) => takesRest || (packed.get(lineId) ?? 0) === units)
  if (!limits.parts && !isWhole) return { kind: 'unfit', why: 'parts', at: 0 }
  const bare = !limits.parts || (isWhole && parcels.length === 1)
  return { kind: 'packed', lines, parcels: bare ? parcels.map((parcel) => ({ ...parcel, lines: null })) : parcels }
}

export interface PackWish {
  readonly parcels: readonly OrderParcel[]
  /** Of the same order, so far. */
  readonly shipments: readonly OrderShipment[]
  readonly limits: ShipLimits
}

/** A line as the shop shows it now. */
export type SeenLine = Pick<KnownLine, 'lineId' | 'units' | 'state' | 'shippedUnits'>

export type Seen = 'gone' | 'split' | 'shipped' | 'called off' | 'unshipped' | 'says nothing'

/**
 * What an order, as its shop shows it, says of a shipment; `all` are the shipments of the order, of which the shop has not been
 * told of all. A shop that shows whole lines only says nothing of a part of one.
 */
export function seenOf(
  order: { readonly leaf: boolean; readonly lines: readonly SeenLine[] } | null,
  { shipment, all }: { readonly shipment: OrderShipment; readonly all: readonly OrderShipment[] },
): Seen {
  if (order === null) return 'gone'
  if (!order.leaf) return 'split'
  const others = all.filter(({ id, state }) => id !== shipment.id && (state === 'waiting' || state === 'problem'))
  const untold = others.flatMap(({ lines }) => lines)
  const seen = shipment.lines.map((part): Seen => {
    const line = order.lines.find(({ lineId }) => lineId === part.lineId)
    if (!line || line.state === 'cancelled') return 'called off'
    const unknown = untold.filter(({ line: n, before }) => n === part.line && before < part.before)
    const due = part.before + part.units - unknown.reduce((sum, { units }) => sum + units, 0)
    if (leftUnits(line) >= Math.min(due, line.units)) return 'shipped'
    return due < line.units ? 'says nothing' : 'unshipped'
  })
  const open = seen.filter((one) => one !== 'called off')
  if (open.length === 0) return 'called off'
  if (open.every((one) => one === 'shipped')) return 'shipped'
  return open.includes('unshipped') ? 'unshipped' : 'says nothing'
}

export interface ShipTry {
  /** Of the shipment, as it was then. */
  readonly revision: number
  readonly signedAtMs: number
  /** Null: no answer was booked. */
  readonly answer:
    'shipped' | 'already shipped' | 'partly shipped' | 'refused by gateway' | 'refused by business' | 'unknown' | null
}

/** Tries of which nobody can say whether they were carried out: the order itself has to be read. */
export function doubtfulTries(tries: readonly ShipTry[]): readonly ShipTry[] {
  return tries.filter(({ answer }) => answer === null || answer === 'unknown' || answer === 'already shipped')
}

/** When every one of these tries is dead: from then on none of them can be carried out any more. */
export function deadAtMs(tries: readonly ShipTry[], lifetimeMs: number): number {
  return Math.max(-Infinity, ...tries.map(({ signedAtMs }) => signedAtMs + lifetimeMs))
}
