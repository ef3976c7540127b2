/** A map on top of another: reads fall through, writes stay here until they are folded down. */
export class Overlay<Key, Value> {
  readonly #below: Overlay<Key, Value> | undefined
  // There is one for every kind of row, and few of them are written to.
  #changed: Map<Key, Value> | undefined

  constructor(below?: Overlay<Key, Value>) {
    this.#below = below
  }

  get changed(): ReadonlyMap<Key, Value> {
    this.#changed ??= new Map()
    return this.#changed
  }

  get(key: Key): Value | undefined {
    return this.#changed?.get(key) ?? this.#below?.get(key)
  }

  /** Everything here and below: only for maps that a batch keeps small. */
  all(): ReadonlyMap<Key, Value> {
    return new Map([...(this.#below ? this.#below.all() : []), ...this.changed])
  }

  set(key: Key, value: Value): void {
    this.#changed ??= new Map()
    this.#changed.set(key, value)
  }

  forget(): void {
    this.#changed?.clear()
  }

  foldDown(): void {
    if (!this.#changed) return
    for (const [key, value] of this.#changed) this.#below?.set(key, value)
  }
}
