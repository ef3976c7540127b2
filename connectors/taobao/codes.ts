import type { ChannelFault } from '../../src/channels/errors.ts'
import type { Refusal } from '../shared/call-outcome.ts'
import { businessFault } from './business-codes.ts'

export interface TopErrorWire {
  readonly code: number
  readonly msg: string
  readonly subCode: string
  readonly subMsg: string
}

type Row = Pick<Refusal, 'by' | 'fault'>

const gateway = (fault: ChannelFault): Row => ({ by: 'gateway', fault })
const rejected = gateway('rejected')
const badSign = gateway('wrong signature')
const badClock = gateway('wrong clock')
const badToken = gateway('token expired')
const throttled = gateway('throttled')

/**
 * The platform's codes, once. Those below 100 are checks of the gateway itself, but for 3, 10, 15, 40, 41 and 43, which may
 * come from behind it: a write that got one of these is not known to be refused before the service.
 * Source: open.taobao.com, document 102707.
 */
const codes: Readonly<Record<number, Row>> = {
  3: { by: 'unclear', fault: 'unavailable' },
  4: throttled,
  5: throttled,
  6: throttled,
  7: throttled,
  8: throttled,
  9: rejected,
  10: { by: 'unclear', fault: 'unavailable' },
  11: gateway('permission missing'),
  12: gateway('permission missing'),
  13: gateway('permission missing'),
  21: rejected,
  22: rejected,
  23: rejected,
  24: badSign,
  25: badSign,
  26: badToken,
  27: badToken,
  28: badSign,
  29: badSign,
  30: badClock,
  31: badClock,
  32: rejected,
  33: rejected,
  34: rejected,
  40: { by: 'service', fault: 'rejected' },
  41: { by: 'service', fault: 'rejected' },
  42: rejected,
  43: { by: 'service', fault: 'rejected' },
  47: rejected,
  53: badToken,
}

/** What an error answer means. `retryAfterMs` only where the platform says how long a ban lasts. */
export function toRefusal(error: TopErrorWire, redacted: string): Refusal {
  const code = error.subCode === '' ? String(error.code) : `${error.code}/${error.subCode}`
  const bannedMs = banMs(error)
  return { ...rowOf(error), code, message: redacted, retryAfterMs: bannedMs }
}

function rowOf(error: TopErrorWire): Row {
  if (error.subCode === 'accesscontrol.limited-by-app-access-count') return gateway('quota used up')
  if (error.subCode === 'isv.permission-ip-whitelist-limit') return gateway('address not allowed')
  return codes[error.code] ?? serviceRow(error)
}

/** Codes 15, 50, 530, 670 and whatever is not in the list: decided by the sub code. `isp.`: the platform's side, it may have worked. */
function serviceRow({ subCode, subMsg }: TopErrorWire): Row {
  if (subCode.startsWith('isp.') || /系统错误|系统繁忙/.test(subMsg)) return { by: 'unclear', fault: 'unavailable' }
  const known = businessFault(subCode)
  if (known) return { by: 'service', fault: known }
  return subCode.startsWith('isv.') ? { by: 'service', fault: 'rejected' } : { by: 'unclear', fault: 'unknown outcome' }
}

/** "This ban will last for N more seconds": one second is added, since the platform rounds down. */
function banMs({ code, subMsg }: TopErrorWire): number | null {
  if (code < 4 || code > 8) return null
  const seconds = /last for (\d{1,6}) more seconds/.exec(subMsg)?.[1]
  return seconds === undefined ? 1_000 : (Number(seconds) + 1) * 1_000
}
