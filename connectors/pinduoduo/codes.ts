import type { ChannelFault } from '../../src/channels/errors.ts'
import type { Refusal } from '../shared/call-outcome.ts'
import { saysUnknownOrder } from './business-words.ts'

export interface PddErrorWire {
  readonly code: number
  readonly msg: string
  readonly subCode: string
  readonly subMsg: string
}

type Row = Pick<Refusal, 'by' | 'fault'>

const gateway = (fault: ChannelFault): Row => ({ by: 'gateway', fault })
const rejected = gateway('rejected')
const refusedByService: Row = { by: 'service', fault: 'rejected' }
/** Said from behind the gateway, or nobody says from where: a write may have been applied. */
const unclear: Row = { by: 'unclear', fault: 'unavailable' }

/**
 * The platform's codes, once. `gateway`: checks that come before any service, so a write did nothing. 21001 and 21002 are checks of
 * the method's own parameters, 50001 is its "no"; the other 5xxxx may come after the work was done.
 * Source: open.pinduoduo.com, error page, as of April 2026.
 */
const codes: Readonly<Record<number, Row>> = {
  10000: rejected,
  10001: rejected,
  10016: gateway('wrong signature'),
  10017: rejected,
  10018: rejected,
  10019: gateway('token expired'),
  20004: gateway('wrong signature'),
  20005: gateway('address not allowed'),
  20031: gateway('permission missing'),
  20032: gateway('foreign shop'),
  20034: rejected,
  20035: rejected,
  21001: refusedByService,
  21002: refusedByService,
  30000: gateway('permission missing'),
  30001: gateway('permission missing'),
  50000: unclear,
  50001: refusedByService,
  50002: unclear,
  52001: unclear,
  52002: unclear,
  52004: rejected,
  52101: gateway('throttled'),
  52102: unclear,
  52103: unclear,
  70031: gateway('throttled'),
  70032: gateway('permission missing'),
  70033: unclear,
  70034: rejected,
  70035: rejected,
  70036: gateway('quota used up'),
}

const unknownCode: Row = { by: 'unclear', fault: 'unknown outcome' }

/** How far apart the clocks may be before the gateway refuses a request: 10 minutes either way. */
const toleranceMs = 600_000

export interface Circumstances {
  /** The instant the refused request was signed with, and the answering server's clock where its header tells. */
  readonly signedAt: Date
  readonly serverDate: Date | null
}

/** What an error answer means. The platform never says how long to wait. */
export function toRefusal(error: PddErrorWire, redacted: string, when: Circumstances): Refusal {
  const code = error.subCode === '' ? String(error.code) : `${error.code}/${error.subCode}`
  return { ...rowOf(error, when), code, message: redacted, retryAfterMs: null }
}

function rowOf(error: PddErrorWire, when: Circumstances): Row {
  if (isClockError(error, when)) return gateway('wrong clock')
  const row = codes[error.code] ?? unknownCode
  const words = `${error.subCode} ${error.msg} ${error.subMsg}`
  return row === refusedByService && saysUnknownOrder(words) ? { by: 'service', fault: 'not found' } : row
}

/**
 * A request signed too early or too late has no code of its own: public clients saw 10001 naming `timestamp`, and the error page puts
 * the clock under 20004. The server's own date decides where the words do not.
 */
function isClockError({ code, msg, subMsg }: PddErrorWire, { signedAt, serverDate }: Circumstances): boolean {
  if (code !== 10001 && code !== 20004) return false
  if (/timestamp|时间戳/i.test(msg + subMsg)) return true
  return serverDate !== null && Math.abs(serverDate.getTime() - signedAt.getTime()) > toleranceMs - 5_000
}
