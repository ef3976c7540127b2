import { orderKey } from '../domain/channel-order.ts'
import { giveBack, takeByFact } from '../domain/flows.ts'
import { outstandingUnits, withLines, type Hold, type HoldLine } from '../domain/hold.ts'
import { balanceKey } from '../domain/ids.ts'
import { manualReference, type ManualOrder, type ManualOrderKind } from '../domain/manual-order.ts'
import { checkText, firstRefusal } from '../stock/check-args.ts'
import type { Book } from '../stock/engine/book.ts'
import type { Names } from '../stock/engine/names.ts'
import type { Mentions, Operation, Scene, Touches } from '../stock/engine/operation.ts'
import { checkWanted, expandLines, mentionsOf, type Wanted, type WantedLine } from '../stock/expand-lines.ts'
import { touchesHold } from '../stock/find-hold.ts'
import { lessShipped } from '../stock/less-shipped.ts'
import { namedStocks } from '../stock/named-stocks.ts'
import { newOrderHold } from '../stock/order-hold.ts'
import { refused, type Refused } from '../stock/refusal.ts'
import { giveBackParts, nameAt, shortagesOf } from '../stock/take-units.ts'

export interface ManualLine extends WantedLine {
  readonly gift: boolean
}

interface OfManual {
  readonly reference: string
}

export interface CreateManualOrder extends OfManual, Wanted {
  readonly lines: readonly ManualLine[]
  readonly orderKind: ManualOrderKind
  readonly reason: string
  /** The code of a channel; null: the merchant's own. */
  readonly channel: string | null
  /** The shop's number of the order it belongs to. */
  readonly forOrder: string | null
  /** It has been promised already: booked whatever there is, as a fact. */
  readonly asFact: boolean
}

export interface ManualOrderSaved {
  readonly kind: 'manualOrderSaved'
  readonly reference: string
}

/** An order that a person tells: its goods are held until they leave, or it is refused for want of them. */
export const createManualOrder: Operation<CreateManualOrder, ManualOrderSaved> = {
  name: 'create_manual_order',
  check: checkManualOrder,
  mentions: (args) => ({
    ...mentionsOfManual(args),
    channels: args.channel === null ? [] : [args.channel],
    orders: forOrderOf(args),
  }),
  touches: touchesManual,

  decide(book, args, scene) {
    const { reference, channel, forOrder } = args
    const own = manualReference(reference)
    const channelId = channel === null ? null : scene.names.channelId(channel)
    if (channelId === undefined) return refused('UNKNOWN_CHANNEL', `no channel ${channel}`, { field: 'channel' })
    if (forOrder !== null && !book.orders.get(orderKey({ channelId: channelId ?? '', orderId: forOrder }))) {
      return refused('UNKNOWN_ORDER', `no order ${forOrder} of channel ${channel ?? ''} has been seen`, { field: 'forOrder' })
    }
    if (book.references.get(own) !== undefined) {
      return refused('REFERENCE_TAKEN', `there is a manual order ${reference} already`, { field: 'reference' })
    }
    const wanted = expandLines(args, scene.names)
    if ('kind' in wanted) return wanted
    const hold = newOrderHold({ reference: own, channelId }, scene)
    const no = swap(book, { hold, lines: lessShipped(book, wanted, own), asFact: args.asFact, reason: 'manual_order' }, scene)
    if (no) return no
    book.manualOrders.set(reference, {
      reference,
      kind: args.orderKind,
      reason: args.reason,
      channelId,
      forOrderId: forOrder,
      gifts: giftsOf(args.lines),
      holdId: hold.id,
      actor: scene.actor,
      createdAtMs: scene.nowMs,
    })
    return { kind: 'manualOrderSaved', reference }
  },
}

export interface ChangeManualOrder extends OfManual, Wanted {
  readonly lines: readonly ManualLine[]
  readonly asFact: boolean
  /** As it is known. */
  readonly order: ManualOrder
}

/** Other lines instead of those it had: all of them are held, or it stays as it was. */
export const changeManualOrder: Operation<ChangeManualOrder, ManualOrderSaved> = {
  name: 'change_manual_order',
  check: (args) => firstRefusal(checkText(args.reference, 'reference', 100), checkWanted(args)),
  mentions: mentionsOfManual,
  touches: touchesManual,

  decide(book, args, scene) {
    const hold = holdOf(book, args)
    if ('kind' in hold) return hold
    const no = refuseClosed(hold, args.reference)
    if (no) return no
    if (hold.lines.some(({ shipped }) => shipped > 0)) {
      const message = `some of manual order ${args.reference} has left: cancel the rest, and tell a new one`
      return refused('HOLD_PARTLY_SHIPPED', message, { field: 'reference' })
    }
    const wanted = expandLines(args, scene.names)
    if ('kind' in wanted) return wanted
    const short = swap(book, { hold, lines: wanted, asFact: args.asFact, reason: 'manual_order_changed' }, scene)
    if (short) return short
    book.manualOrders.set(args.reference, { ...args.order, gifts: giftsOf(args.lines) })
    return { kind: 'manualOrderSaved', reference: args.reference }
  },
}

/** Calls off what has not left of it; again changes nothing. */
export const cancelManualOrder: Operation<OfManual, ManualOrderSaved> = {
  name: 'cancel_manual_order',
  check: ({ reference }) => checkText(reference, 'reference', 100),
  mentions: ({ reference }) => ({ references: [manualReference(reference)] }),
  touches: ({ reference }, names) => {
    const hold = names.holdByReference(manualReference(reference))
    return hold ? touchesHold({ holdId: hold.id }, names) : { balances: [] }
  },

  decide(book, { reference }, scene) {
    const hold = holdOf(book, { reference })
    if ('kind' in hold) return hold
    const parts = hold.lines.map((line) => ({ line, units: outstandingUnits(line) }))
    if (hold.state === 'committed') giveBackParts(book, parts, { holdId: hold.id, reason: 'manual_order_cancelled', scene })
    const lines = hold.lines.map((line) => ({ ...line, released: line.released + outstandingUnits(line) }))
    book.saveHold(withLines(hold, lines, scene.nowMs))
    return { kind: 'manualOrderSaved', reference }
  },
}

function giftsOf(lines: readonly ManualLine[]): readonly number[] {
  return lines.flatMap(({ gift }, n) => (gift ? [n + 1] : []))
}

interface Swap {
  readonly hold: Hold
  readonly lines: readonly HoldLine[]
  readonly asFact: boolean
  readonly reason: string
}

/** Holds these lines instead of the hold's, only the difference moving; a "no" when something is short and it is no fact. */
function swap(book: Book, { hold, lines, asFact, reason }: Swap, scene: Scene): Refused | undefined {
  const shortages = asFact ? [] : shortagesOf(book, lines, { names: scene.names, instead: hold.lines })
  if (shortages.length > 0) return refused('NOT_ENOUGH_STOCK', 'not enough free units; nothing was changed', { shortages })
  const change = new Map<string, { readonly line: HoldLine; readonly units: number }>()
  const add = (line: HoldLine, units: number): void => {
    const key = balanceKey(line.poolId, line.skuId)
    change.set(key, { line, units: (change.get(key)?.units ?? 0) + units })
  }
  for (const line of hold.lines) add(line, -outstandingUnits(line))
  for (const line of lines) add(line, outstandingUnits(line))
  for (const { line, units } of change.values()) {
    if (units === 0) continue
    const balance = book.balance(line.poolId, line.skuId)
    const postings = units > 0 ? takeByFact(balance, units, 'held') : giveBack(balance, -units, 'held')
    book.post(line, postings, { reason, document: `hold:${hold.id}/${line.line}`, happenedAtMs: scene.nowMs, actor: scene.actor })
  }
  for (const line of hold.lines) nameAt(book, line, -outstandingUnits(line))
  for (const line of lines) nameAt(book, line, outstandingUnits(line))
  book.saveHold(withLines(hold, lines, scene.nowMs))
  return undefined
}

function holdOf(book: Book, { reference }: OfManual): Hold | Refused {
  const id = book.references.get(manualReference(reference))
  const hold = id === undefined ? undefined : book.holds.get(id)
  return hold ?? refused('UNKNOWN_ORDER', `no manual order ${reference}`, { field: 'reference' })
}

function refuseClosed({ state }: Hold, reference: string): Refused | undefined {
  if (state === 'committed') return undefined
  return refused('ORDER_STATE', `manual order ${reference} is ${state === 'released' ? 'cancelled' : 'shipped'}`, {
    field: 'reference',
  })
}

function mentionsOfManual(args: OfManual & Wanted): Mentions {
  const reference = manualReference(args.reference)
  return { ...mentionsOf(args), references: [reference] }
}

function forOrderOf({ channel, forOrder }: CreateManualOrder): NonNullable<Mentions['orders']> {
  return channel === null || forOrder === null ? [] : [{ channel, orderId: forOrder, listings: [] }]
}

function touchesManual(args: OfManual & Wanted, names: Names): Touches {
  const reference = manualReference(args.reference)
  const hold = names.holdByReference(reference)
  const old = hold ? touchesHold({ holdId: hold.id }, names) : { balances: [] }
  const lines = expandLines(args, names)
  if ('kind' in lines) return { ...old, figures: [reference] }
  return {
    balances: [...old.balances, ...lines],
    stocks: [...(old.stocks ?? []), ...namedStocks(lines)],
    figures: [reference],
    creates: true,
  }
}

function checkManualOrder(args: CreateManualOrder): Refused | undefined {
  const { reference, reason, channel, forOrder } = args
  return firstRefusal(
    checkText(reference, 'reference', 100),
    checkText(reason, 'reason'),
    checkText(channel, 'channel'),
    checkText(forOrder, 'forOrder'),
    forOrder !== null && channel === null ? refused('INVALID', 'name the channel of the order', { field: 'channel' }) : undefined,
    (args.orderKind === 're-send' || args.orderKind === 'exchange') && forOrder === null
      ? refused('INVALID', `a ${args.orderKind} is for an order: name it`, { field: 'forOrder' })
      : undefined,
    checkWanted(args),
  )
}
