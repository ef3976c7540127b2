import type { Shop } from '../shared/market/shop.ts'
import type { Switches } from '../shared/sandbox.ts'
import type { Market } from '../shared/market/market.ts'
import type { World } from '../shared/world.ts'
import { readChinaTime } from '../shared/china-time.ts'
import type { TaobaoSessions } from './sessions.ts'
import type { TmcQueue } from './tmc-queue.ts'
import { invalid, missing } from './top-error.ts'

/** A call whose system parameters passed: what a method gets to see. */
export interface MethodCall {
  readonly state: TaobaoState
  readonly parameters: Parameters
  /** The seller whose session it carries; methods without one never look. */
  readonly shop: Shop
}

export interface TaobaoState {
  readonly world: World
  readonly market: Market
  readonly switches: Switches
  readonly sessions: TaobaoSessions
  readonly queue: TmcQueue
  /** Which shops push which topics to the application. */
  readonly permitted: Map<string, ReadonlySet<string> | 'all'>
  /** Which shops are Tmall's (`B`), the others Taobao's (`C`). */
  readonly shopTypes: ReadonlyMap<string, 'B' | 'C'>
}

export type Method = (call: MethodCall) => object

/** Business parameters, read strictly: what is required and what is malformed is refused as the gateway refuses it. */
export class Parameters {
  readonly #values: ReadonlyMap<string, string>

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values
  }

  optional(name: string): string | null {
    const value = this.#values.get(name)
    return value === undefined || value === '' ? null : value
  }

  required(name: string): string {
    const value = this.optional(name)
    if (value === null) throw missing(name)
    return value
  }

  int(name: string, range: { readonly min: number; readonly max: number; readonly initial?: number }): number {
    const text = this.optional(name)
    if (text === null && range.initial !== undefined) return range.initial
    const value = Number(text ?? this.required(name))
    if (!Number.isInteger(value) || value < range.min || value > range.max) throw invalid(name)
    return value
  }

  flag(name: string): boolean {
    return this.optional(name) === 'true'
  }

  time(name: string): Date {
    const at = readChinaTime(this.required(name))
    if (!at) throw invalid(name)
    return at
  }

  list(name: string): string[] {
    return this.required(name)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
  }
}
