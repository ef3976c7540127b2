/**
 * Where requests wait. Those that begin with the same goods wait in the same lane, so that batches decided side by side
 * rarely want each other's locks; a lane with nothing of its own helps the fullest one, so that one hot SKU keeps all busy.
 */
export class WaitingRoom<T> {
  readonly #lanes: T[][]
  #size = 0

  constructor(lanes: number) {
    this.#lanes = Array.from({ length: lanes }, () => [])
  }

  get size(): number {
    return this.#size
  }

  every(is: (one: T) => boolean): boolean {
    return this.#lanes.every((lane) => lane.every(is))
  }

  enter(one: T, goods: string): void {
    this.#lanes[laneOf(goods, this.#lanes.length)]?.push(one)
    this.#size += 1
  }

  /**
   * The next requests for this lane, its own first. One with none of its own helps the fullest; one that is `alone`, no
   * other lane being at work, takes from all of them.
   */
  take(lane: number, max: number, alone: boolean): readonly T[] {
    const own = this.#lanes[lane] ?? []
    const batch = own.splice(0, max)
    const others = this.#lanes.filter((other) => other !== own).toSorted((a, b) => b.length - a.length)
    for (const other of others) {
      if (batch.length > 0 && !alone) break
      batch.push(...other.splice(0, max - batch.length))
    }
    this.#size -= batch.length
    return batch
  }
}

/** FNV-1a: cheap, and it spreads codes that differ in one digit. */
function laneOf(text: string, lanes: number): number {
  let hash = 0x811c9dc5
  for (let n = 0; n < text.length; n += 1) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193)
  return (hash >>> 0) % lanes
}
