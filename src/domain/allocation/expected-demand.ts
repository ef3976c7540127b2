import { expectedPerSecond, lumpOf, PRIOR_UNITS, usualPerSecond } from '../publishing/demand.ts'
import type { Taker } from '../publishing/wanted-quotas.ts'

/** What a listing is expected to sell of the SKU that is reckoned. */
export interface Expected {
  readonly perSecond: number
  /** Units that it has probably sold and nobody has seen yet; never more than its quota. */
  readonly unseenUnits: number
  /** Units it sells until others can reach it, with the confidence that was asked for. */
  readonly untilReached: number
  /** With so many it surely sells for a day. */
  readonly dayUnits: number
  /** How much more than usual chance moves it. */
  readonly lump: number
}

const DAY_SECONDS = 86_400
const SURE_DEVIATIONS = 3

export function expectDemand(takers: readonly Taker[], confidence: number, similarPerSecond?: number): readonly Expected[] {
  const usual = usualPerSecond(takers, similarPerSecond)
  const lump = lumpOf(takers)
  const deviations = deviationsFor(confidence)
  return takers.map((taker) => {
    const perSecond = expectedPerSecond(taker, { usual, lump })
    const mean = perSecond * taker.blindSeconds
    return {
      perSecond,
      unseenUnits: Math.max(0, Math.min(taker.quotaUnits, Math.floor(mean))),
      // Rounded, not up: who sells one unit in ten such times is sure enough not to need one.
      untilReached: Math.round(mean + deviations * deviationOf(mean, taker, lump)),
      dayUnits: unitsFor(DAY_SECONDS, taker, { perSecond, lump }),
      lump,
    }
  })
}

/** With so many units a listing surely sells for that long. */
export function unitsFor(seconds: number, taker: Taker, { perSecond, lump }: Pick<Expected, 'perSecond' | 'lump'>): number {
  const mean = perSecond * seconds
  return Math.ceil(mean + SURE_DEVIATIONS * deviationOf(mean, taker, lump))
}

/** Orders come by chance, and how fast they come is itself not known for sure. */
function deviationOf(mean: number, { soldUnits }: Taker, lump: number): number {
  return Math.sqrt(lump * (mean + (mean * mean) / (soldUnits + PRIOR_UNITS * lump)))
}

/**
 * By how many standard deviations the mean has to be exceeded for so much confidence, from 0.5 on: the normal distribution.
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23; off by less than 0.00045.
 */
export function deviationsFor(confidence: number): number {
  const t = Math.sqrt(-2 * Math.log(1 - Math.min(0.999999, Math.max(0.5, confidence))))
  const above = 2.515517 + t * (0.802853 + t * 0.010328)
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
  return Math.max(0, t - above / below)
}
