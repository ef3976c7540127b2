import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fromChinaTime, toChinaTime } from '../../../connectors/shared/china-time.ts'
import { parseJson } from '../../../connectors/shared/json.ts'
import { Pace, watched } from '../../../connectors/shared/pace.ts'
import { isPrivateAddress } from '../../../connectors/shared/private-address.ts'
import { belowZeroPlan, cancelRestoresPlan, repeatedKeyPlan } from '../../../connectors/shared/probe-plans.ts'
import { reconnectForEver } from '../../../connectors/shared/reconnect.ts'
import { redact } from '../../../connectors/shared/redact.ts'
import {
  wireFlag,
  wireId,
  wireIdOrNone,
  wireInt,
  wireList,
  wireText,
  wireTime,
  wireTimeOrNone,
} from '../../../connectors/shared/wire.ts'
import { ManualClock } from '../../../sandbox/shared/clock.ts'
import { JumpingClock } from '../../support/jumping-clock.ts'

const signal = new AbortController().signal

describe('JSON without lost digits', () => {
  it('keeps whole numbers beyond 2^53 as text, and all others as they are', () => {
    expect(
      parseJson('{"a":9007199254740993,"b":-12345678901234567890,"c":9007199254740991,"d":1.5,"e":"12345678901234567890"}'),
    ).toEqual({
      a: '9007199254740993',
      b: '-12345678901234567890',
      c: 9007199254740991,
      d: 1.5,
      e: '12345678901234567890',
    })
  })

  it('reads every whole number back digit by digit', () => {
    const Id = z.object({ id: wireId })
    const ids = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n })
    expect(fc.check(fc.property(ids, (id) => Id.parse(parseJson(`{"id":${id}}`)).id === String(id)))).toMatchObject({
      failed: false,
    })
  })

  it('keeps them wherever a number may stand, and texts of digits as they are', () => {
    expect(parseJson('[ 9007199254740993,-9007199254740993,\n12345678901234567890, "x, 12345678901234567890"]')).toEqual([
      '9007199254740993',
      '-9007199254740993',
      '12345678901234567890',
      'x, 12345678901234567890',
    ])
    expect(parseJson('12345678901234567890')).toBe('12345678901234567890')
  })

  it('O3: NaN, a cut text and absurd nesting are errors', () => {
    for (const text of ['{"a":NaN}', '{"a":1', `${'['.repeat(200_000)}1234567890123456789${']'.repeat(200_000)}`])
      expect(() => parseJson(text)).toThrow(/JSON|call stack/)
  })
})

describe('the platforms’ dresses', () => {
  const list = z.object({ skus: wireList(wireInt, 'sku') })

  it.each([
    [{ skus: { sku: [1, 2] } }, [1, 2]],
    [{ skus: { sku: 1 } }, [1]],
    [{ skus: [1] }, [1]],
    [{ skus: {} }, []],
    [{ skus: null }, []],
    [{}, []],
  ])('the list %j', (wire, expected) => {
    expect(list.parse(wire).skus).toEqual(expected)
  })

  it('a lone object stands for a list of one, and a list of the wrong things is refused', () => {
    const objects = z.object({ orders: wireList(z.object({ id: wireId }), 'order') })
    expect(objects.parse({ orders: { id: 7 } }).orders).toEqual([{ id: '7' }])
    expect(list.safeParse({ skus: 'text' }).success).toBe(false)
  })

  it('ids, flags and counts come in several forms', () => {
    expect([wireId.parse(7), wireId.parse('7'), wireIdOrNone.parse(0), wireIdOrNone.parse(undefined)]).toEqual([
      '7',
      '7',
      null,
      null,
    ])
    expect([true, 1, 'true', '1', false, 0, 'false', null].map((flag) => wireFlag.parse(flag))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ])
    expect([wireInt.parse('-3'), wireInt.parse(4)]).toEqual([-3, 4])
    expect(wireInt.safeParse('3.5').success).toBe(false)
  })
})

describe('China’s time', () => {
  it('goes there and back at any second, whatever zone this machine is in', () => {
    const seconds = fc.integer({ min: 631_180_800, max: 4_102_444_800 })
    const there = fc.property(
      seconds,
      (second) => fromChinaTime(toChinaTime(new Date(second * 1_000)))?.getTime() === second * 1_000,
    )
    expect(fc.check(there)).toMatchObject({ failed: false })
  })

  it.each(['', '0001-01-01 00:00:00', 'soon', '0000-00-00 00:00:00'])('%j is no time', (text) => {
    expect(fromChinaTime(text)).toBeNull()
  })
})

describe('pace and reconnecting', () => {
  it('an even pace, halved by a throttling and silent for as long as the platform wants', async () => {
    const clock = new JumpingClock(new Date(0))
    const pace = new Pace(clock, 10)
    for (let call = 0; call < 60; call += 1) await pace.turn(signal)
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(4_500)
    const bannedAt = clock.now().getTime()
    pace.slowDown(30_000)
    await pace.turn(signal)
    expect(clock.now().getTime() - bannedAt).toBeGreaterThanOrEqual(30_000)
  })

  /** How long so many calls take of which each n-th is throttled. */
  async function secondsFor(calls: number, { pace, clock, each }: { pace: Pace; clock: JumpingClock; each: number }) {
    const beganMs = clock.now().getTime()
    for (let call = 1; call <= calls; call += 1) {
      await pace.turn(signal)
      if (call % each === 0) pace.slowDown(0)
    }
    return (clock.now().getTime() - beganMs) / 1_000
  }

  it('is full again a minute after the last throttling, however few calls were made meanwhile', async () => {
    const clock = new JumpingClock(new Date(0))
    const pace = new Pace(clock, 8)
    await secondsFor(20, { pace, clock, each: 1 })
    clock.advance(60_000)
    expect(await secondsFor(40, { pace, clock, each: Infinity })).toBeLessThanOrEqual(5)
  })

  it('calls that are throttled together slow it down once', async () => {
    const clock = new JumpingClock(new Date(0))
    const pace = new Pace(clock, 8)
    for (let call = 0; call < 8; call += 1) pace.slowDown(0)
    expect(await secondsFor(40, { pace, clock, each: Infinity })).toBeLessThanOrEqual(9)
  })

  it('a platform that throttles one call in fourteen whatever its pace is still asked every second', async () => {
    const clock = new JumpingClock(new Date(0))
    const pace = new Pace(clock, 8)
    expect(await secondsFor(600, { pace, clock, each: 14 })).toBeLessThanOrEqual(600)
  })

  it('once told to stop gives no turn any more, not even to those that wait for one', async () => {
    const clock = new ManualClock(new Date(60_000))
    const stop = new AbortController()
    let calls = 0
    const turns = watched(new Pace(clock, 1), { stopping: stop.signal, onCall: () => (calls += 1) })
    expect([await turns.turn(signal), await turns.turn(signal)]).toEqual([true, true])
    const waiting = turns.turn(signal)
    stop.abort()
    expect(await waiting).toBe(false)
    expect(await turns.beside(9).turn(signal)).toBe(false)
    expect(calls).toBe(2)
  })

  it('never gives up, and never pauses longer than a minute', async () => {
    const clock = new JumpingClock(new Date(0))
    const stop = new AbortController()
    const begun: number[] = []
    const live = async (): Promise<void> => {
      begun.push(clock.now().getTime())
      if (begun.length === 40) stop.abort()
      throw new Error('refused')
    }
    await reconnectForEver(clock, live, { signal: stop.signal })
    const pauses = begun.slice(1).map((at, place) => at - (begun[place] ?? 0))
    expect(begun).toHaveLength(40)
    expect([pauses[0], Math.max(...pauses)]).toEqual([1_000, 60_000])
  })
})

describe('what may be kept of a platform’s words', () => {
  it('O4: secrets, long tokens and phones go; codes stay', () => {
    const words = redact(
      `sign 3F38E9B53D48DEDA93E1C9CFE7A098DD of my-secret for 13800138000: isv.logistics-offline-service-error`,
      ['my-secret'],
    )
    expect(words).toBe('sign *** of *** for ***: isv.logistics-offline-service-error')
  })

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    'name',
  ])('O1: %s is private', (address) => {
    expect(isPrivateAddress(address)).toBe(true)
  })

  it.each(['203.119.169.1', '2400:3200::1'])('%s is public', (address) => {
    expect(isPrivateAddress(address)).toBe(false)
  })
})

describe('R10: what probes conclude', () => {
  const listing = { itemId: '1', skuId: null, warehouseId: null }
  const reading = (shownUnits: number) => ({ saw: 'reading', shownUnits, reservedUnits: null }) as const
  const done = { saw: 'acknowledged', resultingUnits: null, repeated: false } as const
  const refused = { saw: 'refused', reason: 'x' } as const

  it.each([
    [[reading(5), done, reading(4), done, reading(4)], { repeatedKey: 'applied once' }],
    [[reading(5), done, reading(4), done, reading(3)], { repeatedKey: 'applied again' }],
    [[reading(5), done, reading(4), refused, reading(4)], { repeatedKey: 'refused' }],
    [[reading(5), done, reading(3), done, reading(3)], null],
    [[reading(5), done, reading(4), done, reading(2)], null],
    [[reading(5), done, reading(4), { saw: 'order', units: 1 } as const, done, reading(3)], null],
  ])('a repeated key: %j', (seen, facts) => {
    expect(repeatedKeyPlan(listing).conclude(seen)).toEqual(facts)
  })

  it.each([
    [[reading(0), refused, reading(0)], { belowZero: 'refused' }],
    [[reading(0), done, reading(0)], { belowZero: 'clamped' }],
    [[reading(0), done, reading(-1)], { belowZero: 'goes below' }],
    [[reading(1), done, reading(0)], null],
  ])('below zero: %j', (seen, facts) => {
    expect(belowZeroPlan(listing).conclude(seen)).toEqual(facts)
  })

  it.each([
    [[{ saw: 'order', units: 2 } as const, reading(3), reading(5)], { cancelRestores: true }],
    [[{ saw: 'order', units: 2 } as const, reading(3), reading(3)], { cancelRestores: false }],
    [[{ saw: 'order', units: 2 } as const, reading(3), reading(4)], null],
    [[reading(3), reading(5)], null],
  ])('a cancellation: %j', (seen, facts) => {
    expect(cancelRestoresPlan(listing).conclude(seen)).toEqual(facts)
  })
})

describe('values on the wire', () => {
  it.each([
    ['an id', wireId, [undefined, null, '', 1.5, 2 ** 53, true, {}, []]],
    ['an id or none', wireIdOrNone, [true, {}, [], Infinity]],
    ['a count', wireInt, [undefined, null, '', '1.5', '1e3', ' 1', 1.5, 2 ** 53, true]],
    ['a flag', wireFlag, [{}, [], Infinity]],
    ['a text', wireText, [true, {}, [], Infinity]],
    ['a time', wireTime, [undefined, null, '', 1_700_000_000, 'today', '0001-01-01 00:00:00']],
    ['a time or none', wireTimeOrNone, [1_700_000_000, true, {}]],
  ] as const)('refuse what is not %s', (_what, schema, values) => {
    for (const value of values) {
      const parsed = z.object({ value: schema }).safeParse(value === undefined ? {} : { value })
      expect(parsed.error?.issues).toMatchObject([{ path: ['value'], code: 'invalid_type' }])
    }
  })
})
