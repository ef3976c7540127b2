/** A small seeded generator (mulberry32): the same seed gives the same market, day after day. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** Goes on from elsewhere: a market that is opened again must not give out the ids of its first day once more. */
  reseed(seed: number): void {
    this.#state = seed >>> 0
  }

  /** From 0, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  hex(length: number): string {
    let text = ''
    while (text.length < length) text += this.below(16).toString(16)
    return text
  }

  /** A decimal id that does not start with 0. */
  digits(length: number): string {
    let text = ''
    while (text.length < length) text += text === '' ? 1 + this.below(9) : this.below(10)
    return text
  }
}
