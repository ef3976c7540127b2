import { readChinaTime } from '../shared/china-time.ts'
import type { Market } from '../shared/market/market.ts'
import type { Shop } from '../shared/market/shop.ts'
import type { Switches } from '../shared/sandbox.ts'
import type { World } from '../shared/world.ts'
import { JdError } from './jd-error.ts'
import type { JdSessions } from './sessions.ts'

export interface JdState {
  readonly world: World
  readonly market: Market
  readonly switches: Switches
  readonly sessions: JdSessions
}

/** A call whose system parameters passed: what a method gets to see. */
export interface MethodCall {
  readonly state: JdState
  readonly parameters: Parameters
  /** The seller whose token it carries. */
  readonly shop: Shop
}

/** Gives what stands inside the envelope beside the outer code. */
export type Method = (call: MethodCall) => object

/** The object of `360buy_param_json`, read strictly; numbers and text pass for each other, lists for comma text. */
export class Parameters {
  readonly #values: Readonly<Record<string, unknown>>

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values
  }

  optional(name: string): string | null {
    const value = this.#values[name]
    if (value === undefined || value === null || value === '') return null
    if (typeof value === 'string' || typeof value === 'number') return String(value)
    throw new JdError(61, name)
  }

  required(name: string): string {
    const value = this.optional(name)
    if (value === null) throw new JdError(60, name)
    return value
  }

  int(name: string, range: { readonly min: number; readonly max: number; readonly initial?: number }): number {
    const text = this.optional(name)
    if (text === null && range.initial !== undefined) return range.initial
    const value = Number(text ?? this.required(name))
    if (!Number.isInteger(value) || value < range.min || value > range.max) throw new JdError(61, name)
    return value
  }

  time(name: string): Date {
    const at = readChinaTime(this.required(name))
    if (!at) throw new JdError(61, name)
    return at
  }

  list(name: string): string[] {
    const value = this.#values[name]
    const parts: readonly unknown[] = Array.isArray(value) ? value : (this.optional(name)?.split(',') ?? [])
    return parts.map((part) => String(part).trim()).filter((part) => part !== '')
  }

  object(name: string): Parameters {
    return toParameters(this.#values[name], name)
  }

  objects(name: string): Parameters[] {
    const value = this.#values[name]
    if (!Array.isArray(value)) throw new JdError(60, name)
    return value.map((each: unknown) => toParameters(each, name))
  }
}

function toParameters(value: unknown, name: string): Parameters {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new JdError(60, name)
  return new Parameters(Object.fromEntries(Object.entries(value)))
}

/** Reads the JSON text of all parameters; integers beyond 2^53 stay text. */
export function readParameterJson(text: string): Parameters {
  try {
    const revive = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
      typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '') ? context?.source : value
    return toParameters(/\d{16}/.test(text) ? JSON.parse(text, revive) : JSON.parse(text), '360buy_param_json')
  } catch {
    throw new JdError(62)
  }
}
