import { balanceKey } from '../domain/ids.ts'
import type { ExpectedReceipt } from '../domain/presale.ts'
import { checkText, checkUnits, firstRefusal } from '../stock/check-args.ts'
import type { Names } from '../stock/engine/names.ts'
import type { Operation } from '../stock/engine/operation.ts'
import { findSku } from '../stock/goods-lines.ts'
import { settlePresale } from '../stock/presale/settle-presale.ts'
import { refused, type Refused } from '../stock/refusal.ts'
import { checkDay } from './check-day.ts'
import type { ReceiptSaved } from './receipt-names.ts'

export interface CreateExpectedReceipt {
  /** Null: the merchant's first pool. */
  readonly pool: string | null
  readonly sku: string
  readonly units: number
  /** Like `2026-12-01`. */
  readonly dueOn: string
  readonly reference: string | null
}

/** Goods are expected: orders sold ahead may count on them from now on. */
export const createExpectedReceipt: Operation<CreateExpectedReceipt, ReceiptSaved> = {
  name: 'create_expected_receipt',
  check: (args) =>
    firstRefusal(
      checkText(args.pool, 'pool'),
      checkText(args.sku, 'sku'),
      checkUnits(args.units, 'units'),
      checkDay(args.dueOn, 'dueOn'),
      checkText(args.reference, 'reference'),
    ),
  mentions: ({ pool, sku }) => ({ pools: pool === null ? [] : [pool], skus: [sku] }),
  touches: () => ({ balances: [] }),
  presale(args, names) {
    const at = find(args, names)
    return 'kind' in at ? [] : [{ ...at, units: 0 }]
  },

  decide(book, args, scene) {
    const at = find(args, scene.names)
    if ('kind' in at) return at
    const key = balanceKey(at.poolId, at.skuId)
    const state = book.presale.get(key)
    if (!state) throw new Error('what is sold ahead is read before a receipt is made')
    const receipt: ExpectedReceipt = {
      ...at,
      id: scene.newHoldId(),
      reference: args.reference,
      dueOn: args.dueOn,
      expected: args.units,
      named: 0,
      arrived: 0,
      released: 0,
      state: 'open',
      presaleOrders: 0,
      presaleQuota: 0,
      overPromised: 0,
    }
    book.presale.set(key, { ...state, receipts: [...state.receipts, receipt] })
    const entry = { ...at, units: args.units, receiptId: receipt.id, document: `receipt:${receipt.id}`, actor: scene.actor }
    book.presaleEntries.push({ ...entry, kind: 'expected', note: `due on ${args.dueOn}` })
    settlePresale(book, scene, `receipt:${receipt.id}`)
    return { kind: 'receiptSaved', receiptId: receipt.id }
  },
}

function find({ pool, sku }: CreateExpectedReceipt, names: Names): Pick<ExpectedReceipt, 'poolId' | 'skuId'> | Refused {
  const found = names.pool(pool)
  if (!found) return refused('UNKNOWN_POOL', `no pool ${pool ?? ''}`, { field: 'pool' })
  const goods = findSku(sku, names)
  return 'kind' in goods ? goods : { poolId: found.id, skuId: goods.id }
}
