import type { OnUpgrade } from './http-server.ts'
import type { Market } from './market/market.ts'
import type { Handler } from './wire.ts'
import type { World } from './world.ts'

export interface SandboxApp {
  readonly appKey: string
  readonly appSecret: string
}

/** One platform, ready to be called: in the same process through `handler`, or over sockets through `serveSandbox`. */
export interface Sandbox {
  readonly platform: string
  /** Where the gateway is, such as `/router/rest`. */
  readonly gatewayPath: string
  readonly pushPath: string
  readonly app: SandboxApp
  readonly world: World
  readonly market: Market
  /** Facts the platform's documents leave unsure, by name; the values it may take. */
  readonly switches: Switches
  /** The tokens of each shop as they are now. */
  tokens(shopId: string): { readonly session: string; readonly refreshToken: string }
  /** Ends a shop's token at once, as a seller who withdraws the authorisation does. */
  revokeToken(shopId: string): void
  readonly handler: Handler
  readonly onUpgrade?: OnUpgrade
}

/** The unsure facts of a platform. Every one has a value from the start; tests run with each of them. */
export class Switches {
  readonly #allowed: Readonly<Record<string, readonly string[]>>
  readonly #values = new Map<string, string>()
  /** How often one was set. */
  changes = 0

  /** The first value of each list is the one set from the start. */
  constructor(allowed: Readonly<Record<string, readonly string[]>>) {
    this.#allowed = allowed
  }

  get(name: string): string {
    const value = this.#values.get(name) ?? this.#allowed[name]?.[0]
    if (value === undefined) throw new Error(`no switch ${name}`)
    return value
  }

  set(name: string, value: string): void {
    if (!this.#allowed[name]?.includes(value))
      throw new Error(`switch ${name} takes ${this.#allowed[name]?.join(', ') ?? 'nothing'}`)
    this.#values.set(name, value)
    this.changes += 1
  }

  all(): Record<string, { readonly value: string; readonly allowed: readonly string[] }> {
    return Object.fromEntries(Object.entries(this.#allowed).map(([name, allowed]) => [name, { value: this.get(name), allowed }]))
  }
}
