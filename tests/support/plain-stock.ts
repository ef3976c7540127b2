/** Stock as plain lists, written without a look at how the product does it: the other half of the model test. */
export const SKUS = ['a', 'b'] as const
export const LOCATIONS = ['W1', 'W2', 'S1'] as const
/** What one set is made of. */
export const SET: readonly PlainPart[] = [
  { sku: 'a', units: 2 },
  { sku: 'b', units: 1 },
]

export type Sku = (typeof SKUS)[number]
export type Place = (typeof LOCATIONS)[number]
export const POOLS = ['central', 'south'] as const
export type Pool = (typeof POOLS)[number]

interface PlainPart {
  readonly sku: Sku
  readonly units: number
}

/** A wanted line: a SKU or (null) the set. */
export interface PlainWish {
  readonly sku: Sku | null
  readonly units: number
  readonly location: Place | null
}

interface Movement extends PlainPart {
  readonly place: Place
  readonly atMs: number
}

interface Figure {
  readonly place: Place
  readonly units: number
  readonly atMs: number
}

export interface PlainLine extends PlainPart {
  readonly line: number
  readonly pool: Pool
  readonly location: Place | null
  /** Units of this SKU in one of what the line asked for. */
  readonly each: number
  released: number
  figures: Figure[]
  /** Units we shipped ourselves, in all. */
  ours: number
}

export interface PlainHold {
  readonly id: string
  state: 'held' | 'committed' | 'shipped' | 'released'
  expiresAtMs: number
  lines: PlainLine[]
}

export function poolOf(place: Place): Pool {
  return place === 'S1' ? 'south' : 'central'
}

export class PlainStock {
  readonly holds: PlainHold[] = []
  readonly movements: Movement[] = []
  readonly counts: Movement[] = []
  readonly safety = new Map<string, number>()
  nowMs: number

  constructor(nowMs: number) {
    this.nowMs = nowMs
  }

  /** What lies at a place: what the last count found and what moved after it. */
  level(place: Place, sku: Sku): number {
    const here = (one: { readonly place: Place; readonly sku: Sku }) => one.place === place && one.sku === sku
    const last = this.counts
      .filter(here)
      .toSorted((x, y) => x.atMs - y.atMs)
      .at(-1)
    const left = this.holds.flatMap(({ lines }) => lines.flatMap((line) => departures(line)))
    return [...this.movements, ...left]
      .filter((one) => here(one) && one.atMs > (last?.atMs ?? 0))
      .reduce((units, one) => units + one.units, last?.units ?? 0)
  }

  isLive(hold: PlainHold): boolean {
    return hold.state === 'committed' || (hold.state === 'held' && hold.expiresAtMs > this.nowMs)
  }

  held(pool: Pool, sku: Sku): number {
    return this.#claimed((line) => line.pool === pool && line.sku === sku)
  }

  named(place: Place, sku: Sku): number {
    return this.#claimed((line) => line.location === place && line.sku === sku)
  }

  /** Everything else of a balance follows from the goods, the holds and the safety stock wanted. */
  balance(pool: Pool, sku: Sku) {
    const places = LOCATIONS.filter((place) => poolOf(place) === pool)
    const onHand = places.reduce((units, place) => units + this.level(place, sku), 0)
    const held = this.held(pool, sku)
    const wanted = this.safety.get(`${pool}/${sku}`) ?? 0
    const left = onHand - held
    const safetyKept = Math.min(wanted, Math.max(0, left))
    return { onHand, held, safetyKept, free: Math.max(0, left - wanted), deficit: Math.max(0, -left) }
  }

  /** Whether these lines can be held together, where `instead` gives its units up for them. */
  fits(lines: readonly PlainLine[], instead: readonly PlainLine[] = []): boolean {
    const sum = (all: readonly PlainLine[], is: (line: PlainLine) => boolean) =>
      all.filter(is).reduce((units, line) => units + outstanding(line), 0)
    const inPools = lines.every(({ pool, sku }) => {
      const same = (line: PlainLine) => line.pool === pool && line.sku === sku
      return sum(lines, same) <= this.balance(pool, sku).free + sum(instead, same)
    })
    const atPlaces = lines.every(({ location, sku }) => {
      if (location === null) return true
      const same = (line: PlainLine) => line.location === location && line.sku === sku
      return sum(lines, same) <= Math.max(0, this.level(location, sku) - this.named(location, sku) + sum(instead, same))
    })
    return inPools && atPlaces
  }

  /** Closes a hold none of whose lines claims anything any more; opens a shipped one that does again. */
  settle(hold: PlainHold): void {
    const open = hold.lines.some((line) => outstanding(line) > 0)
    if (!open) hold.state = hold.lines.some((line) => shipped(line) > 0) ? 'shipped' : 'released'
    else if (hold.state === 'shipped') hold.state = 'committed'
  }

  #claimed(is: (line: PlainLine) => boolean): number {
    const live = this.holds.filter((hold) => this.isLive(hold)).flatMap(({ lines }) => lines)
    return live.filter(is).reduce((units, line) => units + outstanding(line), 0)
  }
}

export function linesOf(wishes: readonly PlainWish[]): PlainLine[] {
  return wishes.flatMap(({ sku, units, location }, n) =>
    (sku === null ? SET : [{ sku, units: 1 }]).map((part) => ({
      line: n + 1,
      sku: part.sku,
      each: part.units,
      units: part.units * units,
      pool: location === null ? ('central' as const) : poolOf(location),
      location,
      released: 0,
      figures: [],
      ours: 0,
    })),
  )
}

export function shipped({ figures }: PlainLine): number {
  return Math.max(0, ...figures.map(({ units }) => units))
}

export function outstanding(line: PlainLine): number {
  return Math.max(0, line.units - line.released - shipped(line))
}

/** What left of a line, each time as much as had not been told before. */
function departures(line: PlainLine): readonly Movement[] {
  const inOrder = line.figures.toSorted((x, y) => x.atMs - y.atMs || x.units - y.units)
  return inOrder.map((figure, n) => {
    const before = Math.max(0, ...inOrder.slice(0, n).map(({ units }) => units))
    return { place: figure.place, sku: line.sku, atMs: figure.atMs, units: -Math.max(0, figure.units - before) }
  })
}
