import { z } from 'zod'
import { ChannelError } from '../../src/channels/errors.ts'
import { toReadError } from '../shared/call-outcome.ts'
import { wireTime } from '../shared/wire.ts'
import type { PopClient } from './pop-client.ts'

const PlatformTime = z.object({ time: wireTime })
const method = 'pdd.time.get'

/**
 * The platform's time: text of China's zone without a zone mark. The gateway checks the time of this call as of any other, so a
 * clock that is far off is cured by the date its refusal carries in the HTTP header.
 */
export async function readTime(client: PopClient, signal: AbortSignal): Promise<Date> {
  const outcome = await client.call(method, {}, { signal, anonymous: true })
  if (outcome.kind === 'refused' && outcome.refusal.fault === 'wrong clock' && outcome.date) return outcome.date
  if (outcome.kind !== 'answered') throw toReadError('pinduoduo', method, outcome)
  const parsed = PlatformTime.safeParse(outcome.data)
  if (!parsed.success) throw new ChannelError('pinduoduo', 'malformed', `${method}: unexpected answer`)
  return parsed.data.time
}
