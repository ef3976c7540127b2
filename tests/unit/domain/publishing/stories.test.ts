import { describe, expect, it } from 'vitest'
import type { CommandTry } from '../../../../src/domain/publishing/command.ts'
import { freedBy } from '../../../../src/domain/publishing/freed-by.ts'
import { stateOf, step, type CommandEvent } from '../../../../src/domain/publishing/listing-machine.ts'
import { nextForUnknown } from '../../../../src/domain/publishing/next-try.ts'
import { settleReading } from '../../../../src/domain/publishing/settle-reading.ts'

/** A shop whose counter says what it can still sell, and our books of it. Both begin with the same four units. */
class Shop {
  counter = 4
  live = 0
  quota = 4
  held = 0
  /** Raises that may still be applied. */
  onTheWay = 0

  /** Sold, and not seen by us yet. */
  sell(units: number): this {
    this.live += units
    this.counter -= units
    return this
  }

  see(units: number): this {
    this.held += units
    this.quota -= units
    return this
  }

  /** What the shop has sold and can sell beyond what the books know of: more than none may be oversold. */
  get excess(): number {
    return this.live + Math.max(0, this.counter) + this.onTheWay - this.held - this.quota
  }
}

const lifetime = { requestLifetimeMs: 600_000 }
const tried = (more: Partial<CommandTry> = {}): CommandTry => ({
  number: 1,
  signedAtMs: 0,
  diesAtMs: 600_000,
  fence: '1',
  answeredAtMs: null,
  outcome: null,
  resultingUnits: null,
  code: null,
  message: null,
  ...more,
})

/** What the protocol books for an event: units set aside come back, or what was taken goes off. */
function book(
  shop: Shop,
  { kind, units, isUnknown = false }: { kind: 'raise' | 'lower'; units: number; isUnknown?: boolean },
  event: CommandEvent,
): Shop {
  const next = step(stateOf(kind, isUnknown), event)
  if (next !== 'illegal' && (next.quota === 'give back' || (next.quota === 'take off' && kind === 'lower'))) shop.quota -= units
  return shop
}

describe('each story: the protocol keeps B, and the naive rule does not', () => {
  it('N4: lowered by a set, free at its answer', () => {
    const naive = new Shop().sell(2)
    naive.counter = 1
    naive.quota = 1
    expect(naive.excess).toBe(2)
    // Three are not there to be taken any more: a decrement is refused, and nothing is booked.
    expect(book(new Shop().sell(2), { kind: 'lower', units: 3 }, 'refused by business').excess).toBe(0)
  })

  it('N5: lowered by a delta, free when it is sent', () => {
    const naive = new Shop()
    naive.quota -= 3
    expect(naive.excess).toBe(3)
    expect(book(new Shop(), { kind: 'lower', units: 3 }, 'no answer').excess).toBe(0)
  })

  it('N6: an unsettled set counted as the larger of old and new', () => {
    const naive = new Shop().sell(4)
    naive.counter = 7
    naive.quota = Math.max(4, 7)
    expect(naive.excess).toBe(4)
    const safe = new Shop().sell(4)
    safe.quota += 3
    safe.counter += 3
    expect(book(safe, { kind: 'raise', units: 3 }, 'acknowledged').excess).toBe(0)
  })

  it('N7: a delta sent again without a key', () => {
    const naive = new Shop()
    naive.quota += 3
    naive.counter += 3 + 3
    expect(naive.excess).toBe(3)
    const command = { call: 'delta', kind: 'raise', keyMemoryMs: null, tries: [tried()] } as const
    expect(nextForUnknown(command, { platformMs: 1_000, ...lifetime })).toEqual({ step: 'wait', untilMs: 602_001 })
    expect(nextForUnknown(command, { platformMs: 602_001, ...lifetime })).toEqual({ step: 'read' })
  })

  it('N8: a time-out taken for a failure', () => {
    const timedOut = (): Shop => Object.assign(new Shop(), { quota: 7, counter: 7 })
    const naive = timedOut()
    naive.quota -= 3
    expect(naive.excess).toBe(3)
    expect(book(timedOut(), { kind: 'raise', units: 3 }, 'no answer').excess).toBe(0)
  })

  it('N9: the error of a second try settles the first', () => {
    const late = (): Shop => Object.assign(new Shop(), { quota: 7, onTheWay: 3 })
    const naive = late()
    naive.quota -= 3
    expect(naive.excess).toBe(3)
    for (const event of ['refused by gateway', 'refused by business'] as const) {
      expect(book(late(), { kind: 'raise', units: 3, isUnknown: true }, event).excess).toBe(0)
    }
  })

  it('N10: a clamped decrement counted in full', () => {
    const naive = new Shop().sell(3)
    naive.counter = 0
    naive.quota -= 4
    expect(naive.excess).toBe(3)
    expect(freedBy({ units: 4, belowZero: 'clamped', resultingUnits: 0 })).toEqual({ kind: 'was zero' })
    expect(freedBy({ units: 4, belowZero: 'unproven', resultingUnits: null })).toEqual({ kind: 'unproven' })
    expect(freedBy({ units: 1, belowZero: 'clamped', resultingUnits: 2 })).toEqual({ kind: 'taken', units: 1 })
  })

  it('N14: a reading trusted at once', () => {
    const naive = new Shop().sell(3)
    naive.quota = naive.counter
    expect(naive.excess).toBe(3)
    const safe = new Shop().sell(3)
    const read = safe.counter
    // It waits until the three are booked.
    safe.see(3)
    expect(settled(safe, { read }).excess).toBe(0)
  })

  it('N21: hidden orders ignored when a reading settles', () => {
    const naive = new Shop().sell(3)
    naive.quota = naive.counter
    expect(naive.excess).toBe(3)
    const hiding = { orders: 'unpaid', counter: 'reserved', counterCountsAll: true } as const
    expect(settled(new Shop().sell(3), { read: 1, reserved: 3, hiding }).excess).toBe(0)
  })

  it('N22: a reading overtaken by a raise', () => {
    const overtaken = (): Shop => Object.assign(new Shop(), { quota: 9, counter: 9 })
    expect(settled(overtaken(), { read: 4 }).excess).toBe(5)
    expect(settled(overtaken(), { read: 4, raisedSince: 5 }).excess).toBe(0)
  })
})

interface Read {
  readonly read: number
  readonly reserved?: number
  readonly raisedSince?: number
  readonly hiding?: Parameters<typeof settleReading>[0]['hiding']
}

function settled(shop: Shop, { read, reserved, raisedSince = 0, hiding }: Read): Shop {
  const units = settleReading({
    reading: { sentAtMs: 1_000, answeredAtMs: 2_000, sellableUnits: read, reservedUnits: reserved ?? null },
    quota: shop.quota,
    raisedSince,
    hiding: hiding ?? { orders: 'none', counter: 'none', counterCountsAll: false },
    lines: [],
  })
  shop.quota = units ?? shop.quota
  return shop
}

describe('R5: the same key again', () => {
  const day = 86_400_000
  const command = (tries: readonly CommandTry[], keyMemoryMs: number | null) =>
    ({ call: 'keyed delta', kind: 'raise', keyMemoryMs, tries }) as const

  it('is sent after a pause, while the platform surely remembers it however late it is applied', () => {
    expect(nextForUnknown(command([tried()], day), { platformMs: 500, ...lifetime })).toEqual({ step: 'wait', untilMs: 2_000 })
    expect(nextForUnknown(command([tried()], day), { platformMs: 5_000, ...lifetime })).toEqual({ step: 'same key' })
    expect(nextForUnknown(command([tried()], day), { platformMs: day - 600_000, ...lifetime })).toEqual({ step: 'read' })
  })

  it('is not sent where the memory is shorter than a request lives', () => {
    expect(nextForUnknown(command([tried()], 60_000), { platformMs: 5_000, ...lifetime })).toMatchObject({ step: 'wait' })
    expect(nextForUnknown(command([tried()], null), { platformMs: 5_000, ...lifetime })).toMatchObject({ step: 'wait' })
  })

  it('is not sent where the key was acknowledged, or every try was answered: then the counter is read', () => {
    for (const outcome of ['acknowledged', 'refused by business'] as const) {
      expect(nextForUnknown(command([tried({ outcome })], day), { platformMs: 5_000, ...lifetime })).toEqual({ step: 'read' })
    }
    const both = [tried(), tried({ number: 2, outcome: 'acknowledged' })]
    expect(nextForUnknown(command(both, day), { platformMs: 5_000, ...lifetime })).toEqual({ step: 'read' })
  })

  it('waits for every try that may still be applied', () => {
    const tries = [
      tried({ outcome: 'unknown' }),
      tried({ number: 2, signedAtMs: 50_000, diesAtMs: 650_000, outcome: 'refused by business' }),
    ]
    expect(nextForUnknown(command(tries, null), { platformMs: 60_000, ...lifetime })).toEqual({ step: 'wait', untilMs: 602_001 })
  })
})

it('every state of a listing answers every event, and only the gateway’s refusal of a first try gives a raise back', () => {
  const events = [
    'acknowledged',
    'acknowledged at zero',
    'refused by gateway',
    'refused by business',
    'no answer',
    'settled',
  ] as const
  const back = (['raising', 'lowering', 'unknown', 'observed', 'idle'] as const).flatMap((state) =>
    events.flatMap((event) => {
      const next = step(state, event)
      return next !== 'illegal' && next.quota === 'give back' ? [`${state}: ${event}`] : []
    }),
  )
  expect(back).toEqual(['raising: refused by gateway'])
})
