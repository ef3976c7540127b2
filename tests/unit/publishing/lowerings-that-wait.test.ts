import { describe, expect, it } from 'vitest'
import { allocate } from '../../../src/domain/allocation/allocate.ts'
import type { PlanListing } from '../../../src/publishing/read-plan.ts'
import { LoweringsThatWait } from '../../../src/publishing/lowerings-that-wait.ts'
import type { Shared } from '../../../src/publishing/plan-wanted.ts'
import { pool, taker, type TakerSays } from '../domain/allocation/takers.ts'

/** Known for three days, so many units a day. */
const sells = (perDay: number) => ({ soldUnits: perDay * 3, soldSeconds: 259_200 })

interface Says {
  readonly free?: number
  readonly reserve?: number
  readonly isSpecial?: boolean
  readonly boostTo?: number | null
  readonly cutTo?: number | null
}

/** Shop 1 has too little, shop 2 gives it up: whether shop 2 may wait. */
function waits(short: TakerSays, { free = 0, reserve = 0, isSpecial = false, boostTo = null, cutTo = null }: Says = {}): boolean {
  const there = pool(free, { reserveUnits: reserve })
  const takers: Shared['takers'] = [
    { ...taker('1', short), boostTo },
    { ...taker('2', { quotaUnits: 900, ...sells(1) }), boostTo: null },
  ]
  const wanted = allocate(there, takers)
  const found = new LoweringsThatWait()
  found.see({ pool: there, takers, wanted, isSpecial })
  const [quota, then] = [900, wanted.get('2') ?? 0]
  expect(then).toBeLessThan(quota)
  const listing: PlanListing = { ...plain, cutTo }
  return found.has({ listing, quota, wanted: then, demand: { units: 0, squares: 0, seconds: 0, perSecond: 0, atMs: 0 } })
}

const plain: PlanListing = {
  id: '2',
  recipeId: null,
  channelId: '2',
  state: 'live',
  wanted: null,
  isDue: false,
  isBlocked: false,
  frozenUntilMs: null,
  cutTo: null,
  boostTo: null,
  sold: 0,
  soldSeen: 0,
  soldOrders: 0,
  soldOrdersSeen: 0,
  demand: null,
  unseenMs: 0,
  hidesOrders: false,
  takesAt: 'order',
  takenThroughMs: 0,
}

describe('a listing that gives up units to another', () => {
  it('waits for the next look at everything while the other has enough until then', () => {
    expect(waits({ quotaUnits: 40, ...sells(60) })).toBe(true)
    expect(waits({ quotaUnits: 8, ...sells(60) })).toBe(false)
    expect(waits({ quotaUnits: 0, ...sells(1) })).toBe(false)
  })

  it('does not wait as long as nobody knows how fast the other sells', () => {
    expect(waits({ quotaUnits: 40, soldUnits: 60, soldSeconds: 90_000 })).toBe(true)
    expect(waits({ quotaUnits: 40, soldUnits: 20, soldSeconds: 30_000 })).toBe(false)
  })

  it('does not wait while the other sells in a burst', () => {
    expect(waits({ quotaUnits: 40, ...sells(60), perSecond: 60 / 1_200 })).toBe(false)
  })

  it('does not wait where orders are large and the next one may take all the other has', () => {
    expect(waits({ quotaUnits: 25, ...sells(60), soldSquares: 180 })).toBe(true)
    expect(waits({ quotaUnits: 25, ...sells(60), soldSquares: 180 * 40 })).toBe(false)
  })

  it('does not wait for a floor, a stated share, or what an operator has asked for', () => {
    const short = { quotaUnits: 40, ...sells(60) }
    expect(waits({ ...short, rule: { floorUnits: 50 } })).toBe(false)
    expect(waits({ ...short, rule: { sharePercent: 90 } })).toBe(false)
    expect(waits(short, { boostTo: 60 })).toBe(false)
    expect(waits(short, { cutTo: 100 })).toBe(false)
  })

  it('does not wait where more is promised than is there, units are kept for direct sales, or campaigns have a say', () => {
    const short = { quotaUnits: 40, ...sells(60) }
    expect(waits(short, { free: -3 })).toBe(false)
    expect(waits(short, { reserve: 5 })).toBe(false)
    expect(waits(short, { isSpecial: true })).toBe(false)
  })

  it('does not wait where nobody is raised by it', () => {
    expect(waits({ quotaUnits: 40, ...sells(60), mayRaise: false }, { free: -3 })).toBe(false)
  })
})
