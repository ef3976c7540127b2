import { parseArgs, type ParseArgsConfig } from 'node:util'
import { UsageError } from './explain-error.ts'

const startUsage = `npm start -- [--port N] [--speed X] [--lines N]       with the demo
npm start -- --bare [--port N]                        without it
npm start -- --role gateway|worker|all [--port N]     one part of it, on a database of your own

  --port N     where the API listens; 0: at any free port (PORT, else 4000)
  --speed X    the demo's evening passes X times as fast as the wall's time (60)
  --lines N    the demo's evening is made of the last N lines of the order stream (its last week)
  --bare       without the demo
  --role ROLE  gateway: serves the API; worker: does the work of shops; all: both
  --help       says this

All else is said by variables of the environment: docs/configuration.md`

/** What every start understands. */
export const commonOptions = { port: { type: 'string' } } as const satisfies ParseArgsConfig['options']

/** @throws UsageError with all there is. */
export function parseStart<Options extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values
  } catch (cause) {
    const [what = ''] = (cause instanceof Error ? cause.message : String(cause)).split('. To specify')
    throw new UsageError(`${what}\n\n${startUsage}`, { cause })
  }
}

/** Undefined where nothing is said. @throws UsageError */
export function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UsageError(`--port takes a number from 0 to 65535, not ${text}`)
  return port
}

/** Says what there is where that is asked for: then nothing is started. */
export function saysHelp(args: readonly string[]): boolean {
  const asked = args.includes('--help') || args.includes('-h')
  if (asked) process.stdout.write(`${startUsage}\n`)
  return asked
}
