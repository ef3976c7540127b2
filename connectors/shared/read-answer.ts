import type { z } from 'zod'
import { ChannelError } from '../../src/channels/errors.ts'
import type { Platform } from '../../src/channels/platform.ts'
import { toReadError, type CallOutcome } from './call-outcome.ts'

export interface Expected<Schema extends z.ZodType> {
  readonly platform: Platform
  readonly method: string
  readonly schema: Schema
}

/** What a read was answered, in the shape expected. Throws a ChannelError for everything else. */
export function readAnswer<Schema extends z.ZodType>(
  { platform, method, schema }: Expected<Schema>,
  outcome: CallOutcome,
): z.output<Schema> {
  if (outcome.kind !== 'answered') throw toReadError(platform, method, outcome)
  const parsed = schema.safeParse(outcome.data)
  if (parsed.success) return parsed.data
  // Only where and what kind: the issues' inputs may hold buyers' data.
  const where = parsed.error.issues.slice(0, 3).map(({ path, code }) => `${path.join('.')} ${code}`)
  throw new ChannelError(platform, 'malformed', `${method}: unexpected answer (${where.join('; ')})`)
}
