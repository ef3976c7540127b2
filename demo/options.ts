import { UsageError } from '../src/explain-error.ts'
import { commonOptions, parseStart, readPort } from '../src/start-options.ts'

const SPEED_MAX = 3_600
const LINES_MAX = 100_000

export interface DemoOptions {
  /** How many times as fast as the wall's time the evening passes: at 60 its five hours take five minutes. */
  readonly speed: number
  /** How many lines of the order stream, its last ones, the evening is made of; null: as it was begun, or the usual number. */
  readonly lines: number | null
  /** Where the API listens; undefined: where the environment says. */
  readonly port: number | undefined
}

/** @throws UsageError that says what to change. */
export function readDemoOptions(args: readonly string[]): DemoOptions {
  const options = { ...commonOptions, speed: { type: 'string', default: '60' }, lines: { type: 'string' } } as const
  const values = parseStart(args, options)
  const port = readPort(values.port)
  const speed = Number(values.speed)
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(values.speed) || speed <= 0 || speed > SPEED_MAX)
    throw new UsageError(`--speed takes a number above 0, ${SPEED_MAX} at most, not ${values.speed}`)
  if (values.lines === undefined) return { speed, lines: null, port }
  const lines = Number(values.lines)
  if (!/^\d{1,6}$/.test(values.lines) || lines < 1 || lines > LINES_MAX)
    throw new UsageError(`--lines takes a number from 1 to ${LINES_MAX}, not ${values.lines}`)
  return { speed, lines, port }
}
