import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import type { SkuId } from '../domain/ids.ts'
import { listExpectedReceipts, type ListExpectedReceipts } from '../presale/list-expected-receipts.ts'
import { listPresaleOrders, type ListPresaleOrders } from '../presale/list-presale-orders.ts'
import { listPresaleQuotas } from '../presale/list-presale-quotas.ts'
import { readPresaleHistory } from '../presale/read-presale-history.ts'
import { parseClaimKey } from '../stock/presale/presale-key.ts'
import { readReceipts } from '../stock/sql/presale.ts'

export type PresaleDesk = ReturnType<typeof openPresaleDesk>

/** What one merchant sells before it has come in. */
export function openPresaleDesk({ em, clock }: { readonly em: Em; readonly clock: Clock }) {
  return {
    listReceipts: (wanted: ListExpectedReceipts) => listExpectedReceipts(em, wanted),
    async receipts(ids: readonly string[]) {
      return new Map((await readReceipts(em, ids)).map((receipt) => [receipt.id, receipt]))
    },
    listOrders: (wanted: ListPresaleOrders) => listPresaleOrders(em, wanted, clock.now().getTime()),
    history: (claimKeys: readonly string[]) => readPresaleHistory(em, claimKeys.map(parseClaimKey)),
    listQuotas: (skuId: SkuId) => listPresaleQuotas(em, skuId),
  }
}
