import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import { findManualOrder, listManualOrders, manualOrdersFor } from '../orders/list-manual-orders.ts'
import {
  cancelManualOrder,
  changeManualOrder,
  createManualOrder,
  type ChangeManualOrder,
  type CreateManualOrder,
} from '../orders/manual-orders.ts'
import { refundsOf } from '../refunds/pull-refunds.ts'
import { readPenalties, removePenalty, setPenalty, type SetPenalty } from '../shortfall/penalties.ts'
import { applyPlan, endTask, listShortfalls, listTasks, type ApplyPlan, type ShortGoods } from '../shortfall/shortfalls.ts'
import { checkKey } from '../stock/check-args.ts'
import type { PageWanted } from '../stock/read/list-page.ts'
import { refused } from '../stock/refusal.ts'
import type { OrderId } from '../stock/sql/orders.ts'
import type { Asking, StockDesk as StockCommands } from '../stock/stock-desk.ts'

export type OrderCareDesk = ReturnType<typeof openOrderCareDesk>

interface Parts {
  readonly em: Em
  readonly commands: StockCommands
  readonly clock: Clock
}

/** What people do about one merchant's orders: those they tell themselves, cases of refund, and what is short. */
export function openOrderCareDesk({ em, commands, clock }: Parts) {
  const nowMs = () => clock.now().getTime()
  return {
    createManualOrder: (wish: CreateManualOrder, asking: Asking) => commands.do(createManualOrder, wish, asking),
    async changeManualOrder(wish: Omit<ChangeManualOrder, 'order'>, asking: Asking) {
      const order = await findManualOrder(em, wish.reference)
      if (!order) return refused('UNKNOWN_ORDER', `no manual order ${wish.reference}`, { field: 'reference' })
      return commands.do(changeManualOrder, { ...wish, order: { ...order, gifts: [] } }, asking)
    },
    cancelManualOrder: (wish: { readonly reference: string }, asking: Asking) => commands.do(cancelManualOrder, wish, asking),
    listManualOrders: (wanted: PageWanted & { readonly open: boolean }) => listManualOrders(em, wanted),
    manualOrdersFor: (orders: readonly OrderId[]) => manualOrdersFor(em, orders),
    refundsOf: (orders: readonly OrderId[]) => refundsOf(em, orders),

    listShortfalls: (first: number) => listShortfalls(em, { nowMs: nowMs(), first }),
    shortfallTasks: (goods: readonly ShortGoods[]) => listTasks(em, goods),
    applyPlan: async (plan: ApplyPlan) => checkKey(plan.key) ?? applyPlan(em, plan, nowMs()),
    endShortfallTask: (id: string, actor: string) => endTask(em, { id, actor, nowMs: nowMs() }),
    penalties: () => readPenalties(em),
    setPenalty: (wanted: SetPenalty) => setPenalty(em, wanted),
    removePenalty: (id: string) => removePenalty(em, id),
  }
}
