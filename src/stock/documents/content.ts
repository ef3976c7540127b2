import type { Condition } from '../../domain/ids.ts'
import { checkChange, checkInstant, checkText, checkUnits, firstRefusal } from '../check-args.ts'
import type { DocumentLine } from '../engine/journal.ts'
import type { Mentions } from '../engine/operation.ts'
import { checkCondition } from '../goods-lines.ts'
import { refused, type Refused } from '../refusal.ts'

export const documentKinds = [
  'receipt',
  'return',
  'sale',
  'adjustment',
  'condition_change',
  'count',
  'dispatch',
  'arrival',
  'shipment',
  'acknowledgement',
] as const
export type DocumentKind = (typeof documentKinds)[number]

/** What one line of a document says; fields its kind does not use are null. */
export interface DocumentContent {
  readonly kind: DocumentKind
  readonly happenedAtMs: number
  /** Where it happened. A shipment without one is booked at the hold's location, else at the pool's default one. */
  readonly location: string | null
  readonly sku: string | null
  readonly condition: Condition
  /** Units moved or counted; signed for an adjustment; for a shipment all units of the order line shipped so far. */
  readonly units: number
  /** A condition change: what the goods became. */
  readonly toCondition: Condition | null
  /** A dispatch or an arrival: the transfer's name, and its other end where it is known. */
  readonly transfer: string | null
  readonly otherLocation: string | null
  /** A shipment or an acknowledgement: the hold's reference, or its id. Without a line, the order's first with this SKU. */
  readonly order: string | null
  readonly orderLine: number | null
  readonly reason: string | null
}

/** What most kinds leave out. */
export const NOTHING_MORE = {
  toCondition: null,
  transfer: null,
  otherLocation: null,
  order: null,
  orderLine: null,
  reason: null,
} as const satisfies Partial<DocumentContent>

/** What a stored content names, so that a correction can take it back. */
export function mentionsOfContent(content: DocumentContent): Mentions {
  const { kind, location, otherLocation, sku, order, transfer } = content
  return {
    locations: [location ?? [], otherLocation ?? []].flat(),
    skus: sku === null ? [] : [sku],
    references: order === null ? [] : [order],
    transfers: transfer === null ? [] : [transfer],
    shipments: (kind === 'shipment' || kind === 'acknowledgement') && order !== null ? [order] : [],
  }
}

/** When a line was booked that is told again of the same time: later than it says where its clock ran ahead of ours. */
export function bookedBefore({ happenedAtMs }: DocumentContent, told: DocumentLine | undefined): number | undefined {
  return told?.content.happenedAtMs === happenedAtMs ? told.happenedAtMs : undefined
}

/** A line of a document of some other system: its name never changes, its content may be corrected. */
export interface DocumentLineArgs extends DocumentContent {
  readonly source: string
  readonly document: string
  readonly line: string
}

/** The fields each kind must have besides its units and its time. */
const needs: Record<DocumentKind, readonly (keyof DocumentContent)[]> = {
  receipt: ['location', 'sku'],
  return: ['location', 'sku'],
  sale: ['location', 'sku'],
  adjustment: ['location', 'sku'],
  condition_change: ['location', 'sku', 'toCondition'],
  count: ['location', 'sku'],
  dispatch: ['location', 'sku', 'transfer'],
  arrival: ['location', 'sku', 'transfer'],
  shipment: ['sku', 'order'],
  acknowledgement: ['location', 'order'],
}

export function checkDocumentLine(args: DocumentLineArgs): Refused | undefined {
  if (!documentKinds.includes(args.kind))
    return refused('INVALID', `kind must be one of ${documentKinds.join(', ')}`, { field: 'kind' })
  const texts = ['source', 'document', 'line', 'location', 'sku', 'transfer', 'otherLocation', 'order', 'reason'] as const
  return firstRefusal(
    ...texts.map((field) => checkText(args[field], field)),
    checkInstant(args.happenedAtMs, 'happenedAt'),
    checkCondition(args.condition, 'condition'),
    args.toCondition === null ? undefined : checkCondition(args.toCondition, 'toCondition'),
    args.orderLine === null ? undefined : checkUnits(args.orderLine, 'orderLine'),
    checkNeeds(args),
    checkAmount(args),
  )
}

function checkNeeds(args: DocumentLineArgs): Refused | undefined {
  const missing = needs[args.kind].find((field) => args[field] === null)
  return missing === undefined ? undefined : refused('INVALID', `a ${args.kind} needs ${missing}`, { field: missing })
}

function checkAmount({ kind, units, condition, toCondition }: DocumentLineArgs): Refused | undefined {
  if (kind === 'acknowledgement') return undefined
  if (kind === 'adjustment') return checkChange(units, 'units')
  if (kind === 'condition_change' && condition === toCondition) {
    return refused('INVALID', 'condition and toCondition are the same', { field: 'toCondition' })
  }
  return checkUnits(units, 'units', kind === 'count' || kind === 'shipment' ? 0 : 1)
}

/** The content alone, in a fixed order of fields, so that equal contents have equal digests. */
export function contentOf(args: DocumentContent): DocumentContent {
  const { kind, happenedAtMs, location, sku, condition, units, toCondition, transfer, otherLocation, order, orderLine, reason } =
    args
  return { kind, happenedAtMs, location, sku, condition, units, toCondition, transfer, otherLocation, order, orderLine, reason }
}
