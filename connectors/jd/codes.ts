import type { ChannelFault } from '../../src/channels/errors.ts'
import type { Refusal } from '../shared/call-outcome.ts'

type Row = Pick<Refusal, 'by' | 'fault'>

const gateway = (fault: ChannelFault): Row => ({ by: 'gateway', fault })
const service = (fault: ChannelFault): Row => ({ by: 'service', fault })
const behind: Row = { by: 'unclear', fault: 'unavailable' }

/**
 * The router's codes, once. Up to 25 the router itself checks the call; 1, 43 and 65 to 69 say that something behind it
 * failed, which proves nothing of a write. 60 to 64 and 70 to 72 may be the service's own checks, so a write counts them as
 * the business's no. 73 is said to callers outside JD's cloud: a relay inside it is the cure.
 * Source: open.jd.com, list of platform error codes.
 */
const codes: Readonly<Record<string, Row>> = {
  1: behind,
  2: gateway('throttled'),
  3: gateway('permission missing'),
  4: gateway('rejected'),
  5: gateway('rejected'),
  6: gateway('rejected'),
  7: gateway('wrong clock'),
  8: gateway('wrong clock'),
  9: gateway('rejected'),
  10: gateway('rejected'),
  11: gateway('wrong signature'),
  12: gateway('wrong signature'),
  13: gateway('rejected'),
  14: gateway('rejected'),
  15: gateway('rejected'),
  16: gateway('rejected'),
  17: gateway('rejected'),
  18: gateway('token expired'),
  19: gateway('token expired'),
  20: gateway('wrong signature'),
  21: gateway('wrong signature'),
  22: gateway('foreign shop'),
  23: gateway('permission missing'),
  24: gateway('permission missing'),
  25: gateway('permission missing'),
  43: behind,
  50: { by: 'unclear', fault: 'rejected' },
  60: service('rejected'),
  61: service('rejected'),
  62: service('rejected'),
  63: service('rejected'),
  64: service('permission missing'),
  65: behind,
  66: behind,
  67: behind,
  68: service('rejected'),
  69: behind,
  70: service('rejected'),
  71: service('foreign shop'),
  72: service('permission missing'),
  73: gateway('address not allowed'),
}

/** The order is just being shipped by another call. */
export const beingShipped = '70'

/** What an error answer means. JD never says how long to wait. A code nobody documented proves nothing of a write. */
export function toRefusal(code: string, redacted: string): Refusal {
  const row = codes[code] ?? { by: 'unclear', fault: 'unknown outcome' }
  return { ...row, code, message: redacted, retryAfterMs: null }
}
