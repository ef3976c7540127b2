import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Reading } from '../../../src/events/reading.ts'
import { Subscriber, TooSlow } from '../../../src/events/subscriber.ts'
import { runsOf } from '../../support/property-runs.ts'

const look = (reading: Reading, table: ReadonlySet<number>, nowMs = 0) => {
  const { after, missing } = reading.wanted
  const ids = [...table].filter((id) => id > after || missing.includes(id)).toSorted((a, b) => a - b)
  return reading
    .take(
      ids.map((id) => ({ id, event: id })),
      nowMs,
    )
    .map(({ id }) => id)
}

it('tells every row once that appears from the beginning on, in whatever order they are committed', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 30 }),
      fc.shuffledSubarray(Array.from({ length: 30 }, (_, n) => n + 1)),
      fc.array(fc.nat(5), { maxLength: 40 }),
      (before, order, batches) => {
        const table = new Set(order.slice(0, Math.min(before, order.length)))
        const rest = order.slice(table.size)
        const reading = new Reading(
          [...table].toSorted((a, b) => b - a),
          0,
        )
        const told: number[] = []
        for (const count of [...batches, 30]) {
          for (const id of rest.splice(0, count)) table.add(id)
          told.push(...look(reading, table))
        }
        // What is below the lowest number there was at the beginning is from long before it.
        const lowest = Math.min(...order.slice(0, Math.min(before, order.length)), Infinity)
        const expected = order.slice(Math.min(before, order.length)).filter((id) => lowest === Infinity || id > lowest)
        expect(told.toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b))
      },
    ),
    runsOf(300),
  )
})

it('stops looking for numbers that were rolled back', () => {
  const reading = new Reading([3], 0)
  expect(look(reading, new Set([3, 9]), 0)).toEqual([9])
  expect(reading.wanted).toEqual({ after: 9, missing: [4, 5, 6, 7, 8] })
  expect(look(reading, new Set([3, 9]), 100_000)).toEqual([])
  expect(reading.wanted).toEqual({ after: 9, missing: [] })
})

it('a subscriber that takes nothing is let go, and one that waits is ended at once', async () => {
  const slow = new Subscriber<number>(() => undefined)
  for (let n = 0; n <= 1_000; n += 1) slow.push(n)
  await expect(slow.next()).rejects.toThrow(TooSlow)
  expect(await slow.next()).toEqual({ value: undefined, done: true })
  let ended = 0
  const waiting = new Subscriber<number>(() => (ended += 1))
  const next = waiting.next()
  await waiting.return()
  await waiting.return()
  expect(await next).toEqual({ value: undefined, done: true })
  expect(ended).toBe(1)
})
