import { expect, it } from 'vitest'
import { readDemoOptions } from '../../../demo/options.ts'

it('without options the five hours of the evening take five minutes', () => {
  expect(readDemoOptions([])).toEqual({ speed: 60, lines: null, port: undefined })
  expect(readDemoOptions(['--speed', '0.5', '--lines', '300', '--port', '0'])).toEqual({ speed: 0.5, lines: 300, port: 0 })
})

it.each([
  [['--speed', 'fast'], /--speed takes a number above 0/],
  [['--speed', '0'], /--speed takes a number above 0/],
  [['--speed', '3601'], /3600 at most/],
  [['--lines', '0'], /--lines takes a number from 1/],
  [['--port', '65536'], /--port takes a number from 0 to 65535, not 65536/],
  [['--sped', '2'], /Unknown option '--sped'\n\nnpm start -- \[--port N\]/],
])('refuses %j and says what to type', (args, message) => {
  expect(() => readDemoOptions(args)).toThrow(message)
})
