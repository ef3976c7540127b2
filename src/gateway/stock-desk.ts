import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import type { LocationId, PoolId, SkuId } from '../domain/ids.ts'
import type { DocumentLineArgs } from '../stock/documents/content.ts'
import { submitDocuments } from '../stock/documents/submit-documents.ts'
import type { Answer, Operation } from '../stock/engine/operation.ts'
import { listAlarms, settleAlarm } from '../stock/read/list-alarms.ts'
import { listDocuments } from '../stock/read/list-documents.ts'
import { findHolds, listHolds, type HoldFilter } from '../stock/read/list-holds.ts'
import { listLedger } from '../stock/read/list-ledger.ts'
import { listMoves } from '../stock/read/list-moves.ts'
import type { PageWanted } from '../stock/read/list-page.ts'
import { listStockedSkus, type StockedIn } from '../stock/read/list-stocked-skus.ts'
import { listTransfers } from '../stock/read/list-transfers.ts'
import { readBalances } from '../stock/read/read-balances.ts'
import { readInTransit, readLocationStock } from '../stock/read/read-location-stock.ts'
import { readLocationStockAsOf, readPoolStockAsOf, type AsOfBasis } from '../stock/read/read-stock-as-of.ts'
import type { Asking, StockDesk as StockCommands } from '../stock/stock-desk.ts'

export type StockDesk = ReturnType<typeof openStockDesk>

export interface WantedAsOf {
  readonly skuIds: readonly SkuId[]
  readonly atMs: number
  readonly basis: AsOfBasis
}

/** One merchant's stock, for callers that know neither its schema nor the database. */
export function openStockDesk({ em, commands, clock }: { em: Em; commands: StockCommands; clock: Clock }) {
  const nowMs = () => clock.now().getTime()
  return {
    do: <Args, Yes extends Answer>(operation: Operation<Args, Yes>, args: Args, asking: Asking) =>
      commands.do(operation, args, asking),
    submitDocuments: (lines: readonly DocumentLineArgs[], actor: string) => submitDocuments(commands, lines, { actor }),
    balances: (skuIds: readonly SkuId[]) => readBalances(em, { skuIds, nowMs: nowMs() }),
    locationStock: (skuIds: readonly SkuId[], locationIds: readonly LocationId[] | undefined) =>
      readLocationStock(em, { skuIds, ...(locationIds === undefined ? {} : { locationIds }), nowMs: nowMs() }),
    inTransit: (skuIds: readonly SkuId[]) => readInTransit(em, skuIds),
    balancesAsOf: (wanted: WantedAsOf) => readPoolStockAsOf(em, wanted),
    locationStockAsOf: (wanted: WantedAsOf) => readLocationStockAsOf(em, wanted),
    holds: (ids: readonly string[]) => findHolds(em, ids),
    listHolds: (wanted: PageWanted & { readonly filter: HoldFilter }) => listHolds(em, wanted),
    listLedger: (wanted: PageWanted & { readonly skuId: SkuId; readonly poolId: PoolId | null }) => listLedger(em, wanted),
    listMoves: (wanted: PageWanted & { readonly skuId: SkuId; readonly locationId: LocationId | null }) => listMoves(em, wanted),
    listTransfers: (wanted: PageWanted & { readonly open: boolean }) => listTransfers(em, wanted),
    listStockedSkus: (wanted: PageWanted & { readonly where: StockedIn }) => listStockedSkus(em, wanted),
    listDocuments: (wanted: PageWanted & { readonly source: string; readonly document: string | null }) =>
      listDocuments(em, wanted),
    listAlarms: (wanted: PageWanted & { readonly open: boolean }) => listAlarms(em, wanted),
    settleAlarm: (id: string) => settleAlarm(em, id, nowMs()),
  }
}
