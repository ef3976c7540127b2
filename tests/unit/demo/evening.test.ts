import fc from 'fast-check'
import { expect, it } from 'vitest'
import { busyAt, EVENING_MS, timeOfEvening, toEvening } from '../../../demo/evening.ts'
import type { StreamEvent } from '../../../replay/input/stream-event.ts'
import { runsOf } from '../../support/property-runs.ts'

const PEAK_MS = 2 * 3_600_000

const lineOf = (orderNo: string, line: number): StreamEvent => ({
  kind: 'order',
  line,
  atMs: 0,
  sku: 'A',
  orderNo,
  lineNo: String(line),
  channel: 'JD',
  customer: null,
  units: 1,
})
const adjust = (line: number): StreamEvent => ({
  kind: 'adjust',
  line,
  atMs: 0,
  sku: 'A',
  change: 1,
  document: 'D',
  lineNo: '1',
  reason: '',
})

it('the lines of an order stay together, everything else comes by itself, and the order of the stream stays', () => {
  const kinds = fc.array(fc.constantFrom('order A', 'order B', 'adjust'), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(kinds, (drawn) => {
      const events = drawn.map((kind, n) => (kind === 'adjust' ? adjust(n) : lineOf(kind, n)))
      const deeds = toEvening([{ atMs: 0, events }])
      expect(deeds.flatMap((deed) => deed.events)).toEqual(events)
      for (const { events: own } of deeds) {
        expect(new Set(own.map((event) => (event.kind === 'order' ? event.orderNo : event.line))).size).toBe(1)
      }
      const times = deeds.map(({ atMs }) => atMs)
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      expect(times.every((ms) => ms >= 0 && ms <= EVENING_MS)).toBe(true)
    }),
    runsOf(100),
  )
})

it('eight is when most of the evening happens', () => {
  const events = Array.from({ length: 5_000 }, (_, n) => lineOf(String(n), n))
  const perHour = Map.groupBy(toEvening([{ atMs: 0, events }]), ({ atMs }) => Math.floor(atMs / 1_800_000))
  const most = [...perHour].toSorted(([, one], [, other]) => other.length - one.length).map(([half]) => half)
  expect(new Set(most.slice(0, 2))).toEqual(new Set([3, 4]))
  expect(busyAt(PEAK_MS)).toBe(1)
  expect([0, PEAK_MS, EVENING_MS, EVENING_MS + 1].map(timeOfEvening)).toEqual(['18:00', '20:00', '23:00', '23:00'])
})
