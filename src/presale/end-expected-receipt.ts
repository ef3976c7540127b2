import { balanceKey } from '../domain/ids.ts'
import { arrivedUnits, type ExpectedReceipt, type PresaleState } from '../domain/presale.ts'
import { checkText } from '../stock/check-args.ts'
import type { Operation } from '../stock/engine/operation.ts'
import { receiptIds, unknownReceipt } from '../stock/presale/expected-lines.ts'
import { settlePresale } from '../stock/presale/settle-presale.ts'
import { findReceipt, saveReceipt } from './change-expected-receipt.ts'
import { goodsOfReceipt, isOpen, type ReceiptSaved } from './receipt-names.ts'

export interface EndExpectedReceipt {
  readonly receipt: string
  /** `cancelled`: it does not come. `closed`: it has come, as far as it does. */
  readonly as: 'closed' | 'cancelled'
}

/**
 * Nothing more comes of a receipt. What has come stays with the orders that have it; what no order needed is for sale like any
 * other goods from now on, also as far as later orders are concerned.
 */
export const endExpectedReceipt: Operation<EndExpectedReceipt, ReceiptSaved> = {
  name: 'end_expected_receipt',
  check: ({ receipt }) => checkText(receipt, 'receipt'),
  mentions: ({ receipt }) => ({ receipts: receiptIds(receipt) }),
  touches: () => ({ balances: [] }),
  presale: ({ receipt }, names) => goodsOfReceipt(receipt, names),

  decide(book, { receipt: id, as }, scene) {
    const receipt = findReceipt(book, id, scene)
    if (!receipt) return unknownReceipt(id)
    const no = isOpen(receipt)
    if (no) return no
    const { poolId, skuId } = receipt
    const key = balanceKey(poolId, skuId)
    const state = book.presale.get(key)
    if (!state) return unknownReceipt(id)
    const released = notNeeded(state, receipt)
    // Its share of what came in without a name stays its own.
    saveReceipt(book, { ...receipt, state: as, named: receipt.arrived, released })
    const changed = book.presale.get(key) ?? state
    book.presale.set(key, { ...changed, unnamed: state.unnamed - (receipt.arrived - receipt.named) })
    const note = released > 0 ? `${released} that had come in were needed by no order` : ''
    const at = { poolId, skuId, receiptId: id, note, document: `receipt:${id}`, actor: scene.actor }
    book.presaleEntries.push({ ...at, kind: as, units: receipt.expected - receipt.arrived })
    settlePresale(book, scene, `receipt:${id}`)
    return { kind: 'receiptSaved', receiptId: id }
  },
}

function notNeeded(state: PresaleState, { arrived }: ExpectedReceipt): number {
  return Math.min(arrived, Math.max(0, arrivedUnits(state) - state.totals.ordered))
}
