import type { CallOutcome } from '../shared/call-outcome.ts'

/** A method's own parameters, as the JSON object they travel in. `undefined` is left out. */
export type JdParameters = Readonly<Record<string, unknown>>

export interface JdCall {
  readonly signal: AbortSignal
  /** Writes only: the platform instant stored with the try. Reads are signed with the present. */
  readonly signedAt?: Date
}

/**
 * The way to JD, so that it can be replaced: JD is moving sellers from the router (jingdong.* methods at one address) to
 * REST resources at another. A gateway signs, sends once and unwraps; what a method's answer means is not its business.
 */
export interface JdGateway {
  /** One try. The data is what stands inside the envelope. Throws only for an abort before sending. */
  call(method: string, parameters: JdParameters, call: JdCall): Promise<CallOutcome>
  /** The platform's clock in whole seconds, whatever it thinks of ours. Throws a ChannelError. */
  readTime(signal: AbortSignal): Promise<Date>
  /** Takes secrets out of the platform's words. */
  redact(text: string): string
}
