import type { KnownLine, KnownOrder } from '../channel-order.ts'
import { isTaken } from '../line-claim.ts'
import type { SettlingLine } from './settle-reading.ts'

type OrderFacts = Pick<
  KnownOrder,
  'leaf' | 'createdAtMs' | 'paidAtMs' | 'shippedAtMs' | 'cancelledAtMs' | 'modifiedAtMs' | 'state'
>

/** What a line of an order says of its listing's counter, at which times. */
export function toSettlingLine(order: OrderFacts, line: KnownLine): SettlingLine {
  const { units, charged } = line
  const taken = isTaken(order, line)
  return {
    units,
    charged,
    takenAtMs: takenAt(order, line),
    putBackAtMs: taken && charged < units ? putBackAt(order, line) : null,
    unshippedAt(ms) {
      if (!order.leaf || !line.present) return 0
      if (line.state === 'created' || line.state === 'paid') return Math.max(0, units - line.shippedUnits)
      const leftAtMs = line.state === 'cancelled' ? order.cancelledAtMs : order.shippedAtMs
      return leftAtMs !== null && leftAtMs > ms && line.shippedUnits === 0 ? units : 0
    },
  }
}

/** Where units are taken at payment, an order that is paid without a time counts as taken at no sure instant. */
function takenAt({ createdAtMs, paidAtMs }: OrderFacts, { takesAt }: KnownLine): number | null {
  return takesAt === 'order' ? createdAtMs : paidAtMs
}

/** A cancellation without a time of its own counts at the time the order was changed last. */
function putBackAt({ state, cancelledAtMs, modifiedAtMs }: OrderFacts, line: KnownLine): number {
  return state === 'cancelled' && line.state === 'cancelled' && cancelledAtMs !== null ? cancelledAtMs : modifiedAtMs
}
