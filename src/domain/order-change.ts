import type { KnownLine, KnownOrder } from './channel-order.ts'

/** One thing that a telling changed, in words a person can read; `line` is the platform's id of the line. */
export interface ChangedFact {
  readonly what: string
  readonly line: string | null
  readonly from: string | null
  readonly to: string | null
}

/** What one telling changed of an order: kept for ever, in the order in which it was learned. */
export interface OrderChange {
  readonly channelId: string
  readonly orderId: string
  readonly revision: number
  /** The platform's time of the telling. */
  readonly happenedAtMs: number
  readonly toldBy: string
  readonly facts: readonly ChangedFact[]
}

/** An order of hundreds of lines is told once more in one entry, not in hundreds. */
const FACTS_MAX = 60
const TEXT_MAX = 120

type Shown<Of> = Readonly<Record<string, (of: Of) => string | null>>

const ofOrder: Shown<KnownOrder> = {
  state: ({ state }) => state,
  'paid at': ({ paidAtMs }) => instant(paidAtMs),
  'shipped at': ({ shippedAtMs }) => instant(shippedAtMs),
  'cancelled at': ({ cancelledAtMs }) => instant(cancelledAtMs),
  'ship by': ({ shipByMs }) => instant(shipByMs),
  'shipping hold': ({ shippingHold }) => shippingHold,
  'split from': ({ parentId }) => parentId,
  split: ({ leaf }) => (leaf ? null : 'into other orders'),
  presale: ({ presale }) => presale && `${presale.kind}: ${presale.step}`,
  'promised for': ({ presale }) => instant(presale?.promisedAtMs ?? null),
}

const ofLine: Shown<KnownLine> = {
  listing: ({ listing }) => listing,
  units: ({ units }) => String(units),
  state: ({ state }) => state,
  'shipped units': ({ shippedUnits }) => (shippedUnits === 0 ? null : String(shippedUnits)),
  refund: ({ refund }) => (refund === 'none' ? null : refund),
  'charged to the listing': ({ charged }) => (charged === 0 ? null : String(charged)),
  mapped: ({ recipeVersionId }) => (recipeVersionId === null ? null : 'yes'),
  'taken out': ({ present }) => (present ? null : 'no longer part of the order'),
  gift: ({ gift }) => (gift ? 'yes' : null),
  oversold: ({ oversold }) => (oversold ? 'the platform says so' : null),
}

/** What differs between an order as it was known and as it is now. */
export function changedFacts(before: KnownOrder | undefined, after: KnownOrder): readonly ChangedFact[] {
  const known = new Map(before?.lines.map((line) => [line.lineId, line]))
  const facts = [
    ...differences(ofOrder, { before, after, line: null }),
    ...after.lines.flatMap((line) => differences(ofLine, { before: known.get(line.lineId), after: line, line: line.lineId })),
  ]
  if (facts.length <= FACTS_MAX) return facts
  const left = facts.length - FACTS_MAX + 1
  return [...facts.slice(0, FACTS_MAX - 1), { what: 'more', line: null, from: null, to: `${left} more` }]
}

function differences<Of>(
  shown: Shown<Of>,
  { before, after, line }: { readonly before: Of | undefined; readonly after: Of; readonly line: string | null },
): readonly ChangedFact[] {
  return Object.entries(shown).flatMap(([what, of]) => {
    const [from, to] = [before === undefined ? null : of(before), of(after)]
    return from === to ? [] : [{ what, line: cut(line), from: cut(from), to: cut(to) }]
  })
}

function cut(text: string | null): string | null {
  return text === null || text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX - 1)}…`
}

function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
