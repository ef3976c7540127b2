import type { Market } from '../shared/market/market.ts'
import type { Shop } from '../shared/market/shop.ts'
import type { Switches } from '../shared/sandbox.ts'
import type { World } from '../shared/world.ts'
import type { PmcQueue } from './pmc-queue.ts'
import { invalid, missing, PopError } from './pop-error.ts'
import type { PddSessions } from './sessions.ts'

export interface PddState {
  readonly world: World
  readonly market: Market
  readonly switches: Switches
  readonly sessions: PddSessions
  readonly queue: PmcQueue
  /** Which shops push which topics to the application. */
  readonly permitted: Map<string, ReadonlySet<string> | 'all'>
}

/** A call whose system parameters passed: what a method gets to see. */
export interface MethodCall {
  readonly state: PddState
  readonly parameters: Parameters
  /** The shop whose token it carries; methods without one never look. */
  readonly shop: Shop
}

export type Method = (call: MethodCall) => object

/** Business parameters, read strictly. */
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

  oneOf(name: string, allowed: readonly number[]): number {
    const value = Number(this.required(name))
    if (!allowed.includes(value)) throw invalid(name)
    return value
  }

  flag(name: string): boolean {
    return this.optional(name) === 'true'
  }

  /** A window of UNIX seconds no longer than allowed. */
  window(names: { readonly start: string; readonly end: string }, longestMs: number): { readonly from: Date; readonly to: Date } {
    const [from, to] = [names.start, names.end].map((name) => this.int(name, { min: 0, max: 9_999_999_999 }) * 1_000)
    if (from === undefined || to === undefined || to < from || to - from > longestMs) throw invalid(names.end)
    return { from: new Date(from), to: new Date(to) }
  }

  list(name: string): string[] {
    return this.required(name)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
  }
}

/** A service says no. Its sub codes are not published, and its words may say little: both are switches. */
export function business({ state }: Pick<MethodCall, 'state'>, words: string, subCode = '45000'): PopError {
  const text = state.switches.get('refusalWords') === 'the rule' ? words : '业务服务错误'
  const code = state.switches.get('businessSubCode') === 'text' ? subCode : null
  return new PopError(50_001, '业务服务错误', { code, msg: text })
}

/** "The order is not this shop's or does not exist": its words and sub code are known. */
export function unknownOrder(): PopError {
  return new PopError(50_001, '业务服务错误', { code: '45001', msg: '订单不属于当前店铺或订单不存在' })
}

/** An id as this application gets it: a number (`#` marks it for the writer), as today, or text, as in the samples of 2018. */
export function idValue({ state }: Pick<MethodCall, 'state'>, id: string): string {
  return state.switches.get('ids') === 'number' && /^\d+$/.test(id) ? `#${id}` : id
}

/** What a write answers when it worked. */
export function success({ state }: Pick<MethodCall, 'state'>): object {
  return { is_success: state.switches.get('isSuccess') === 'true' ? true : 1 }
}

export function yuan({ state }: Pick<MethodCall, 'state'>, fen: number): number | string {
  return state.switches.get('money') === 'number' ? fen / 100 : (fen / 100).toFixed(2)
}
