import type { Platform } from './platform.ts'

/** Each fault is named for what the caller, or an operator, has to do next. */
export type ChannelFault =
  | 'throttled'
  | 'quota used up'
  | 'unavailable'
  | 'token expired'
  | 'permission missing'
  | 'address not allowed'
  | 'wrong signature'
  | 'wrong clock'
  | 'foreign shop'
  | 'not found'
  | 'rejected'
  | 'done already'
  | 'unknown outcome'
  | 'malformed'

/** What an operator reads. The platform's own words stand beside it in the error's message. */
export const advice: Readonly<Record<ChannelFault, string>> = {
  throttled: 'The platform asks us to slow down. Calls go on by themselves after a pause.',
  'quota used up': 'The application has used up its calls for today. Ask the platform for a larger quota.',
  unavailable: 'The platform does not answer. Calls go on by themselves when it does.',
  'token expired': 'The authorisation of this shop has ended or was withdrawn. Refresh it, else authorise the shop again.',
  'permission missing': 'The application or the shop has not been granted this call. Apply for it in the platform’s console.',
  'address not allowed': 'The platform does not know our outgoing address. Add it to the allow-list, or set a relay address.',
  'wrong signature': 'The platform does not accept our signature. Check the application key and secret of this channel.',
  'wrong clock': 'Our clock and the platform’s are too far apart. The difference is measured again before the next call.',
  'foreign shop': 'The order, goods or token belong to another shop. Check which shop was authorised for this channel.',
  'not found': 'The platform does not know this order or listing, or does not know it yet.',
  rejected: 'The platform refuses this call as it stands. It is not repeated unchanged.',
  'done already': 'The platform says that this was done before.',
  'unknown outcome': 'No certain answer came. The units stay counted until a later reading settles them.',
  malformed: 'The answer cannot be read. Either the platform changed its format, or something else answered in its place.',
}

/** Only these may be asked again unchanged, once their cause is over, and only when the call reads. */
const repeatable: ReadonlySet<ChannelFault> = new Set(['throttled', 'unavailable', 'wrong clock', 'token expired'])

export interface ChannelErrorOptions extends ErrorOptions {
  /** The platform's code and sub code, such as `27/invalid-sessionkey`. */
  readonly code?: string
  /** How long the platform wants us to wait, where it says so. */
  readonly retryAfterMs?: number
}

/** A call to a marketplace failed. The message never holds a secret, a token, a signature or a buyer's data. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError'
  readonly platform: Platform
  readonly fault: ChannelFault
  readonly code: string | null
  readonly retryAfterMs: number | null

  constructor(platform: Platform, fault: ChannelFault, message: string, options: ChannelErrorOptions = {}) {
    super(`${platform}: ${message}`, 'cause' in options ? { cause: options.cause } : {})
    this.platform = platform
    this.fault = fault
    this.code = options.code ?? null
    this.retryAfterMs = options.retryAfterMs ?? null
  }

  get repeatable(): boolean {
    return repeatable.has(this.fault)
  }

  get advice(): string {
    return advice[this.fault]
  }
}

/** These say something of the one listing, not of the shop: the others go on. */
export const aboutTheListing: ReadonlySet<ChannelFault> = new Set(['not found', 'rejected', 'malformed'])
