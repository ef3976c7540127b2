/** A map on top of another: reads fall through, writes stay here until they are folded down. */
export class Overlay<Key, Value> {
  readonly changed = new Map<Key, Value>()
  readonly #below: Overlay<Key, Value> | undefined

  constructor(below?: Overlay<Key, Value>) {
    this.#below = below
  }

  get(key: Key): Value | undefined {
    return this.changed.get(key) ?? this.#below?.get(key)
  }

  set(key: Key, value: Value): void {
    this.changed.set(key, value)
  }

  foldDown(): void {
    for (const [key, value] of this.changed) this.#below?.set(key, value)
  }
}
