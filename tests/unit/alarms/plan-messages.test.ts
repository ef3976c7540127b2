import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MESSAGE_LIMITS, planMessages, type PastMessage, type WaitingNotice } from '../../../src/alarms/plan-messages.ts'
import { runsOf } from '../../support/property-runs.ts'

const notice = (alarmId: number, kind = 'deficit'): WaitingNotice => ({ alarmId: String(alarmId), kind, event: 'raised' })
const many = (count: number, kind?: string) => Array.from({ length: count }, (_, n) => notice(n, kind))

it('tells few alarms one by one', () => {
  expect(planMessages(many(3), { past: [], nowMs: 0 })).toEqual({ messages: many(3).map((one) => [one]), nextAtMs: null })
})

it('tells many of one kind together in the last message there is room for', () => {
  const { messages, nextAtMs } = planMessages(many(100), { past: [], nowMs: 0 })
  expect(messages.map((one) => one.length)).toEqual([1, 1, 1, 97])
  expect(nextAtMs).toBeNull()
})

it('holds back what there is no room for until the oldest message is a minute old', () => {
  const past = [1_000, 2_000, 3_000, 4_000].map((atMs) => ({ kind: 'deficit', atMs }))
  const waiting = [...many(2), notice(9, 'over_shipped')]
  const plan = planMessages(waiting, { past, nowMs: 5_000 })
  expect(plan).toEqual({ messages: [[notice(9, 'over_shipped')]], nextAtMs: 61_000 })
  expect(planMessages(many(2), { past, nowMs: 61_000 }).messages).toEqual([many(2)])
})

it('tells everything once, and within any minute no more than the limits allow', () => {
  const arrival = fc.record({
    afterMs: fc.nat(40_000),
    kind: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    count: fc.integer({ min: 1, max: 30 }),
  })
  fc.assert(
    fc.property(fc.array(arrival, { maxLength: 30 }), (arrivals) => {
      let nowMs = 0
      let next = 0
      let waiting: WaitingNotice[] = []
      const told: string[] = []
      const past: PastMessage[] = []
      const plan = () => {
        const { messages, nextAtMs } = planMessages(waiting, { past, nowMs })
        for (const message of messages) past.push({ kind: message[0]?.kind ?? '', atMs: nowMs })
        const gone = new Set(messages.flat())
        told.push(...messages.flat().map(({ alarmId }) => alarmId))
        waiting = waiting.filter((one) => !gone.has(one))
        expect(nextAtMs === null).toBe(waiting.length === 0)
        return nextAtMs
      }
      for (const { afterMs, kind, count } of arrivals) {
        nowMs += afterMs
        waiting.push(...Array.from({ length: count }, () => notice((next += 1), kind)))
        plan()
      }
      for (let atMs = plan(); atMs !== null; atMs = plan()) {
        expect(atMs).toBeGreaterThan(nowMs)
        nowMs = atMs
      }
      expect(told.toSorted()).toEqual(Array.from({ length: next }, (_, n) => String(n + 1)).toSorted())
      for (const { atMs } of past) {
        const minute = past.filter((one) => one.atMs > atMs - 60_000 && one.atMs <= atMs)
        expect(minute.length).toBeLessThanOrEqual(MESSAGE_LIMITS.all)
        for (const kind of ['a', 'b', 'c', 'd', 'e']) {
          expect(minute.filter((one) => one.kind === kind).length).toBeLessThanOrEqual(MESSAGE_LIMITS.kind)
        }
      }
    }),
    runsOf(200),
  )
})
