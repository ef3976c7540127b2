import fc from 'fast-check'
import { conditions, type Condition } from '../../src/domain/ids.ts'
import type { DocumentKind } from '../../src/stock/documents/content.ts'

/** One line of a document as its source means it in the end; times are minutes of one day. */
export interface FeedLine {
  readonly document: string
  readonly kind: Exclude<DocumentKind, 'shipment' | 'acknowledgement'>
  readonly location: string
  readonly minute: number
  readonly units: number
  readonly condition: Condition
  readonly toCondition: Condition
}

export interface Feed {
  readonly lines: readonly FeedLine[]
  /** What is told, in order of arrival: a line of `lines`, as it is meant in the end or first with other figures. */
  readonly arrivals: readonly FeedLine[]
}

const kinds = [
  'receipt',
  'return',
  'sale',
  'adjustment',
  'condition_change',
  'count',
  'count',
  'count',
  'dispatch',
  'arrival',
] as const

const content = fc
  .record({
    kind: fc.constantFrom(...kinds),
    location: fc.constantFrom('W1', 'W1', 'W1', 'W2'),
    minute: fc.nat({ max: 3 }),
    units: fc.integer({ min: 1, max: 9 }),
    condition: fc.constantFrom<Condition>('sellable', 'sellable', 'sellable', 'defective'),
    step: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ step, ...line }) => ({ ...line, toCondition: other(line.condition, step) }))

function other(condition: Condition, step: number): Condition {
  return conditions[(conditions.indexOf(condition) + step) % conditions.length] ?? 'defective'
}

/** Lines told in any order, several times, some first told wrong (other place, time, kind or figure); what is meant comes last. */
export const feeds: fc.Arbitrary<Feed> = fc
  .array(fc.record({ meant: content, wrong: content, early: fc.array(fc.boolean(), { maxLength: 2 }) }), {
    minLength: 1,
    maxLength: 7,
  })
  .chain((all) => {
    const lines = all.map(({ meant }, n) => ({ ...meant, document: `D${n}` }))
    const early = all.flatMap(({ meant, wrong, early: tellings }, n) =>
      tellings.map((isWrong) => ({ ...(isWrong ? wrong : meant), document: `D${n}` })),
    )
    return fc.tuple(shuffled(early), shuffled(lines)).map(([first, last]) => ({ lines, arrivals: [...first, ...last] }))
  })

export function shuffled<T>(all: readonly T[]): fc.Arbitrary<readonly T[]> {
  return fc.shuffledSubarray([...all], { minLength: all.length })
}

/** What lies at a place by all that was meant: what the last count found, and what moved after it. */
export function levelAt(lines: readonly FeedLine[], { location, condition }: { location: string; condition: Condition }): number {
  const here = lines.filter((line) => line.location === location)
  const counts = here.filter((line) => line.kind === 'count' && line.condition === condition)
  const last = counts.toSorted((a, b) => a.minute - b.minute || (a.document < b.document ? -1 : 1)).at(-1)
  return here
    .filter(({ minute }) => last === undefined || minute > last.minute)
    .reduce((level, line) => level + movedBy(line, condition), last?.units ?? 0)
}

function movedBy({ kind, units, condition, toCondition }: FeedLine, at: Condition): number {
  const sign = { receipt: 1, return: 1, adjustment: 1, arrival: 1, sale: -1, dispatch: -1, condition_change: -1, count: 0 }[kind]
  const came = kind === 'condition_change' && toCondition === at ? units : 0
  return came + (condition === at ? sign * units : 0)
}

/** Units dispatched and not arrived. */
export function inTransit(lines: readonly FeedLine[], condition: Condition): number {
  const net = { dispatch: 1, arrival: -1 } as const
  return lines
    .filter((line) => line.condition === condition)
    .reduce((units, { kind, units: moved }) => units + (kind === 'dispatch' || kind === 'arrival' ? net[kind] * moved : 0), 0)
}

/** What a warehouse says of one order line: so many units of it have left by then, from there. */
export interface FigureLine {
  readonly document: string
  readonly location: string
  readonly minute: number
  readonly units: number
}

/** Figures of one order line and counts of its goods, in any order of arrival; some figures first told wrong. */
export const shipmentFeeds = fc
  .record({
    figures: fc.array(fc.record({ meant: figure(), wrong: fc.option(figure()) }), { minLength: 1, maxLength: 4 }),
    counts: fc.array(figure(), { maxLength: 3 }),
  })
  .chain(({ figures, counts }) => {
    const meant = figures.map((one, n) => ({ ...one.meant, document: `F${n}` }))
    const wrong = figures.flatMap((one, n) => (one.wrong ? [{ ...one.wrong, document: `F${n}` }] : []))
    const found = counts.map((count, n) => ({ ...count, document: `C${n}` }))
    const arrivals = fc.tuple(shuffled(wrong), shuffled([...meant, ...found])).map(([first, last]) => [...first, ...last])
    return fc.record({ figures: fc.constant(meant), counts: fc.constant(found), arrivals })
  })

function figure() {
  return fc.record({
    location: fc.constantFrom('W1', 'W2'),
    minute: fc.nat({ max: 3 }),
    units: fc.nat({ max: 6 }),
  })
}

/** The goods of one order line that left: each figure adds what it says beyond all earlier ones. */
export function departed(figures: readonly FigureLine[]): readonly FigureLine[] {
  const inOrder = figures.toSorted((a, b) => a.minute - b.minute || a.units - b.units || (a.document < b.document ? -1 : 1))
  return inOrder.map((one, n) => {
    const before = Math.max(0, ...inOrder.slice(0, n).map(({ units }) => units))
    return { ...one, units: Math.max(0, one.units - before) }
  })
}
