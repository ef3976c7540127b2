import { parseArgs } from 'node:util'

export interface SandboxArguments {
  readonly json: boolean
  readonly seed: number
  /** 0: any free ports; else this one for the first platform and the next ones for the others. */
  readonly port: number
}

/** Throws a TypeError that says what is wrong. */
export function parseArguments(args: readonly string[]): SandboxArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      port: { type: 'string', default: '0' },
    },
  })
  const [seed, port] = [Number(values.seed), Number(values.port)]
  if (!Number.isInteger(seed)) throw new TypeError('--seed takes a whole number')
  if (!Number.isInteger(port) || port < 0 || port > 65_000) throw new TypeError('--port takes a port number')
  return { json: values.json, seed, port }
}
