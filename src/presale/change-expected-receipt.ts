import { balanceKey } from '../domain/ids.ts'
import type { ExpectedReceipt } from '../domain/presale.ts'
import { checkText, checkUnits, firstRefusal } from '../stock/check-args.ts'
import type { Book } from '../stock/engine/book.ts'
import type { Operation, Scene } from '../stock/engine/operation.ts'
import { receiptIds, unknownReceipt } from '../stock/presale/expected-lines.ts'
import { settlePresale } from '../stock/presale/settle-presale.ts'
import { refused } from '../stock/refusal.ts'
import { checkDay } from './check-day.ts'
import { goodsOfReceipt, isOpen, type ReceiptSaved } from './receipt-names.ts'

export interface ChangeExpectedReceipt {
  readonly receipt: string
  /** How many will come in all, those that have come included; null: as before. */
  readonly units: number | null
  readonly dueOn: string | null
}

/** More or less will come, or on another day. Never refused for what was sold ahead: that is then at risk. */
export const changeExpectedReceipt: Operation<ChangeExpectedReceipt, ReceiptSaved> = {
  name: 'change_expected_receipt',
  check: ({ receipt, units, dueOn }) =>
    firstRefusal(
      checkText(receipt, 'receipt'),
      units === null && dueOn === null ? refused('INVALID', 'say units, dueOn or both', { field: 'units' }) : undefined,
      units === null ? undefined : checkUnits(units, 'units', 0),
      dueOn === null ? undefined : checkDay(dueOn, 'dueOn'),
    ),
  mentions: ({ receipt }) => ({ receipts: receiptIds(receipt) }),
  touches: () => ({ balances: [] }),
  presale: ({ receipt }, names) => goodsOfReceipt(receipt, names),

  decide(book, { receipt: id, units, dueOn }, scene) {
    const receipt = findReceipt(book, id, scene)
    if (!receipt) return unknownReceipt(id)
    const no = isOpen(receipt)
    if (no) return no
    const after = { ...receipt, expected: units ?? receipt.expected, dueOn: dueOn ?? receipt.dueOn }
    saveReceipt(book, after)
    const { poolId, skuId } = receipt
    const at = { poolId, skuId, receiptId: id, document: `receipt:${id}`, actor: scene.actor }
    const change = after.expected - receipt.expected
    if (change !== 0) book.presaleEntries.push({ ...at, kind: 'expected', units: change })
    if (after.dueOn !== receipt.dueOn) {
      book.presaleEntries.push({ ...at, kind: 'due', units: 0, note: `${receipt.dueOn}, now ${after.dueOn}` })
      if (after.dueOn > receipt.dueOn) alarmLate(book, after, scene)
    }
    settlePresale(book, scene, `receipt:${id}`)
    return { kind: 'receiptSaved', receiptId: id }
  },
}

export function findReceipt(book: Book, id: string, { names }: Scene): ExpectedReceipt | undefined {
  const named = names.receipt(id)
  return named && book.presale.get(balanceKey(named.poolId, named.skuId))?.receipts.find((receipt) => receipt.id === id)
}

export function saveReceipt(book: Book, receipt: ExpectedReceipt): void {
  const key = balanceKey(receipt.poolId, receipt.skuId)
  const state = book.presale.get(key)
  if (!state) throw new Error('what is sold ahead is read before a receipt changes')
  const receipts = state.receipts.map((one) => (one.id === receipt.id ? receipt : one))
  book.presale.set(key, { ...state, receipts })
}

/** Orders that count on goods that come later than they should. */
function alarmLate(book: Book, { skuId, dueOn, presaleOrders, arrived }: ExpectedReceipt, { names }: Scene): void {
  const units = Math.max(0, presaleOrders - arrived)
  if (units === 0) return
  const sku = names.skuById(skuId)?.code ?? skuId
  book.alarms.push({
    kind: 'presale_late',
    severity: 'warning',
    subject: `sku:${sku}`,
    message: `${units} units of ${sku} that are sold ahead come on ${dueOn} only: see which orders are at risk`,
    facts: { sku, units, dueOn },
  })
}
