import { hash } from 'node:crypto'
import { assert } from '../domain/assert.ts'

/**
 * On which line each key was met first: 12 bytes a key, so that millions fit where their texts would not. Keys are told
 * apart by 64 bits of their SHA-256: among five million the odds of mistaking two are below one in a million.
 */
export class SeenRows {
  #high = new Uint32Array(2_048)
  #low = new Uint32Array(2_048)
  /** 0 where there is nothing yet: lines begin at 1. */
  #lines = new Uint32Array(2_048)
  #count = 0

  /** The line it was met on before, if any. */
  meet(key: string, line: number): number | undefined {
    assert(line > 0, 'lines begin at 1')
    const digest = hash('sha256', key, 'buffer')
    if (2 * this.#count >= this.#lines.length) this.#grow()
    const slot = this.#find(digest.readUInt32BE(0), digest.readUInt32BE(4))
    const before = this.#lines[slot] ?? 0
    if (before > 0) return before
    this.#put(slot, { high: digest.readUInt32BE(0), low: digest.readUInt32BE(4), line })
    this.#count += 1
    return undefined
  }

  #find(high: number, low: number): number {
    const mask = this.#lines.length - 1
    // At most half full, so a free place is always found.
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      if (this.#lines[slot] === 0 || (this.#high[slot] === high && this.#low[slot] === low)) return slot
    }
  }

  #put(slot: number, { high, low, line }: { readonly high: number; readonly low: number; readonly line: number }): void {
    this.#high[slot] = high
    this.#low[slot] = low
    this.#lines[slot] = line
  }

  #grow(): void {
    const [highs, lows, lines] = [this.#high, this.#low, this.#lines]
    this.#high = new Uint32Array(2 * highs.length)
    this.#low = new Uint32Array(2 * lows.length)
    this.#lines = new Uint32Array(2 * lines.length)
    for (const [n, line] of lines.entries()) {
      if (line === 0) continue
      const [high, low] = [highs[n] ?? 0, lows[n] ?? 0]
      this.#put(this.#find(high, low), { high, low, line })
    }
  }
}
