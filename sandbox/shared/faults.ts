import type { Random } from './random.ts'

/**
 * `throttle`, `busy`: the platform's own error, nothing applied. `slow`: answers after `delayMs`. `drop before`/`drop after`:
 * the connection is cut without or with the call applied. `apply late`: cut, applied `delayMs` later if its signature still
 * stands; `apply very late`: applied whatever its age. `duplicate`: applied twice, answered once.
 * `half page`: a list keeps back half of a page's rows and does not say so; `half body`: the answer's text is cut.
 */
export const faultKinds = [
  'throttle',
  'busy',
  'slow',
  'drop before',
  'drop after',
  'apply late',
  'apply very late',
  'duplicate',
  'half page',
  'half body',
  'garbage',
  'html',
  'bad charset',
  'bad gateway',
  'redirect',
  'huge',
  'endless',
  'silence',
] as const
export type FaultKind = (typeof faultKinds)[number]

export interface Fault {
  readonly kind: FaultKind
  /** Part of a method's name; left out, every method. */
  readonly method?: string
  /** How often it strikes; left out, until cleared. */
  readonly times?: number
  /** From 0 to 1; left out, always. */
  readonly chance?: number
  readonly delayMs?: number
}

/** The faults now set. Which call they strike follows from the seed. */
export class Faults {
  readonly #random: Random
  #set: { readonly fault: Fault; left: number }[] = []

  constructor(random: Random) {
    this.#random = random
  }

  add(fault: Fault): void {
    this.#set.push({ fault, left: fault.times ?? Infinity })
  }

  clear(): void {
    this.#set = []
  }

  /** The first fault that strikes this call, counted as used. */
  strike(method: string): Fault | null {
    for (const entry of this.#set) {
      if (entry.left <= 0 || !method.includes(entry.fault.method ?? '')) continue
      if (entry.fault.chance !== undefined && this.#random.next() >= entry.fault.chance) continue
      entry.left -= 1
      return entry.fault
    }
    return null
  }
}
