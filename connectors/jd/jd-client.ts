import type { z } from 'zod'
import type { Clock } from '../../src/clock.ts'
import { ChannelError } from '../../src/channels/errors.ts'
import type { PlatformClock } from '../shared/platform-clock.ts'
import { withPatience } from '../shared/patience.ts'
import { readAnswer } from '../shared/read-answer.ts'
import type { JdCall, JdGateway, JdParameters } from './gateway.ts'
import type { InnerResult } from './wire-inner.ts'

/** One shop's calls through whichever gateway: reads checked against their shape, and against the failure inside a success. */
export class JdClient {
  readonly gateway: JdGateway
  readonly clock: PlatformClock
  readonly #ours: Clock

  constructor({ gateway, clock, ours }: { readonly gateway: JdGateway; readonly clock: PlatformClock; readonly ours: Clock }) {
    this.gateway = gateway
    this.clock = clock
    this.#ours = ours
  }

  /** A read, patient with short outages. Throws a ChannelError. */
  async read<Schema extends z.ZodType>(
    method: string,
    schema: Schema,
    query: { readonly parameters?: JdParameters } & JdCall,
  ): Promise<z.output<Schema>> {
    return withPatience(this.#ours, query.signal, async () => {
      const outcome = await this.gateway.call(method, query.parameters ?? {}, query)
      return readAnswer({ platform: 'jd', method, schema }, outcome)
    })
  }

  /** Lets `ms` pass on our clock. */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    return this.#ours.sleep(ms, signal)
  }

  /** Throws when the outer "0" hides a failure. JD publishes no list of these; only "does not exist" is told apart. */
  requireSuccess(method: string, { success, code, message }: InnerResult): void {
    if (success) return
    const fault = message.includes('不存在') ? 'not found' : 'rejected'
    throw new ChannelError('jd', fault, `${method}: ${this.gateway.redact(message)}`, { code: `0/${code}` })
  }
}
