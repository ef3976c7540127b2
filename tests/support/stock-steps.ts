import fc from 'fast-check'
import { LOCATIONS, SKUS, type PlainHold, type PlainStock } from './plain-stock.ts'
import type { StockWorld } from './stock-world.ts'

export interface Real {
  readonly world: StockWorld
  /** The codes of this run's own goods. */
  readonly code: (sku: string) => string
  /** Compares everything on record with the model. */
  readonly check: (plain: PlainStock) => Promise<void>
}

export type Step = fc.AsyncCommand<PlainStock, Real>

/** A step that does the same to both and compares the answer's kind (for a "no", its code) and then everything else. */
export function step(
  name: string,
  run: (plain: PlainStock, real: Real) => Promise<{ readonly answer: { readonly kind: string }; readonly expected: string }>,
): Step {
  return {
    check: () => true,
    async run(plain, real) {
      real.world.clock.advance(1)
      plain.nowMs = real.world.nowMs
      const { answer, expected } = await run(plain, real)
      const kind = 'code' in answer ? String(answer.code) : answer.kind
      if (kind !== expected) throw new Error(`${name} answered ${kind}, not ${expected}`)
      await real.check(plain)
    },
    toString: () => name,
  }
}

/** As `step`, with one of the holds there are. */
export function onHold(
  name: string,
  { at, run }: { at: number; run: (hold: PlainHold, plain: PlainStock, real: Real) => ReturnType<Parameters<typeof step>[1]> },
): Step {
  const whole = step(`${name} of hold ${at}`, (plain, real) => {
    const hold = plain.holds[at % plain.holds.length]
    if (!hold) throw new Error('no hold to choose from')
    return run(hold, plain, real)
  })
  return { ...whole, check: (plain) => plain.holds.length > 0 }
}

export const sku = fc.constantFrom(...SKUS)
export const place = fc.constantFrom(...LOCATIONS)
export const units = fc.integer({ min: 1, max: 6 })
export const minutes = fc.integer({ min: 1, max: 20 })
export const which = fc.nat({ max: 20 })
