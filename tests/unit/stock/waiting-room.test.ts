import { expect, it } from 'vitest'
import { WaitingRoom } from '../../../src/stock/engine/waiting-room.ts'

function roomOf(goods: readonly string[], lanes: number): WaitingRoom<string> {
  const room = new WaitingRoom<string>(lanes)
  for (const [n, code] of goods.entries()) room.enter(`${code}#${n}`, code)
  return room
}

it('keeps requests for the same goods in one lane, in the order they came', () => {
  const goods = Array.from({ length: 100 }, (_, n) => `SKU-${n % 10}`)
  const room = roomOf(goods, 2)
  const [left, right] = [room.take(0, 100, false), room.take(1, 100, false)]
  const codes = (batch: readonly string[]) => new Set(batch.map((one) => one.split('#')[0]))
  expect(left.length + right.length).toBe(100)
  expect(codes(left).intersection(codes(right)).size).toBe(0)
  for (const batch of [left, right]) {
    const numbers = batch.map((one) => Number(one.split('#')[1]))
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
  }
})

it('spreads goods whose codes differ in a digit over the lanes', () => {
  const room = roomOf(
    Array.from({ length: 200 }, (_, n) => `A${n}`),
    2,
  )
  const left = room.take(0, 200, false).length
  expect(left).toBeGreaterThan(60)
  expect(left).toBeLessThan(140)
})

it('lets a lane with nothing of its own help the fullest one, and hands out no more than is wanted', () => {
  const room = roomOf(
    Array.from({ length: 30 }, () => 'hot'),
    3,
  )
  expect([0, 1, 2, 0].map((lane) => room.take(lane, 12, false).length)).toEqual([12, 12, 6, 0])
  expect(room.size).toBe(0)
})

it('lets a lane that works alone take from all, so that nobody waits for a lane that is not at work', () => {
  const room = roomOf(
    Array.from({ length: 20 }, (_, n) => `A${n}`),
    2,
  )
  expect(room.take(0, 50, true)).toHaveLength(20)
})
