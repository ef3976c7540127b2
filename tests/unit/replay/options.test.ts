import { expect, it } from 'vitest'
import { readOptions } from '../../../replay/options.ts'

it('without options is the whole public stream as fast as it goes, with one worker', () => {
  expect(readOptions([])).toMatchObject({ stock: 1, speed: 'max', workers: 1, fromMs: null, lines: null, chaos: false })
})

it('chaos takes two workers unless more are asked for', () => {
  expect(readOptions(['--chaos'])).toMatchObject({ chaos: true, workers: 2 })
  expect(readOptions(['--chaos', '--workers', '3'])).toMatchObject({ workers: 3 })
})

it.each([
  [['--from', 'yesterday'], '--from takes a time such as 2011-12-09T09:15:00Z, not yesterday'],
  [['--opening', '23843'], '--opening takes SKU=UNITS, such as 23843=81000, not 23843'],
  [['--chaos', '--workers', '1'], '--chaos needs --workers 2 or more: somebody has to go on'],
  [['--speed', '0'], '--speed takes max, or a number above 0'],
  [['--lines', 'all'], '--lines takes a whole number, not all'],
  [['--refused', '101'], '--refused takes a number from 0 to 100, not 101'],
  [['--orders', 'orders.csv'], 'give --orders and --skus, or neither'],
])('%j is refused in a sentence', (args, message) => {
  expect(() => readOptions(args)).toThrow(message)
})
