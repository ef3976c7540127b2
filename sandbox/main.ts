import { platforms } from './platforms.ts'
import { WallClock } from './shared/clock.ts'
import { serveSandbox, type SandboxAddress } from './shared/serve-sandbox.ts'
import { toPeopleText } from './shared/people-text.ts'
import { parseArguments } from './shared/arguments.ts'

const options = parseArguments(process.argv.slice(2))
const clock = new WallClock()
const stack = new AsyncDisposableStack()
const addresses: Record<string, SandboxAddress> = {}
for (const [place, [name, open]] of Object.entries(platforms).entries()) {
  const port = options.port === 0 ? 0 : options.port + place
  const served = stack.use(await serveSandbox(open({ clock, seed: options.seed }), port))
  addresses[name] = served.address
}
process.stdout.write(options.json ? `${JSON.stringify(addresses)}\n` : toPeopleText(addresses))
// `disconnect`: the program that started this one is gone.
for (const name of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(name, () => void end())

/** Listening for `disconnect` holds the channel to the starter open, and the process with it, until it is given up here. */
async function end(): Promise<void> {
  await stack.disposeAsync()
  if (process.connected) process.disconnect()
}
