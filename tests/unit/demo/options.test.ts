import { expect, it } from 'vitest'
import { readDemoOptions } from '../../../demo/options.ts'

it('without options the five hours of the evening take five minutes', () => {
  expect(readDemoOptions([])).toEqual({ speed: 60, lines: null })
  expect(readDemoOptions(['--speed', '0.5', '--lines', '300'])).toEqual({ speed: 0.5, lines: 300 })
})

it.each([
  [['--speed', 'fast'], /--speed takes a number above 0/],
  [['--speed', '0'], /--speed takes a number above 0/],
  [['--speed', '3601'], /3600 at most/],
  [['--lines', '0'], /--lines takes a number from 1/],
  [['--sped', '2'], /--sped/],
])('refuses %j and says what to type', (args, message) => {
  expect(() => readDemoOptions(args)).toThrow(message)
})
