import DataLoader from 'dataloader'
import type { SkuId } from '../../src/domain/ids.ts'
import type { MerchantDesk } from '../../src/gateway/merchant-desks.ts'
import type { StockDesk } from '../../src/gateway/stock-desk.ts'
import type { AsOfBasis } from '../../src/stock/read/read-stock-as-of.ts'

const BATCH_MAX = 1_000

export function balancesBySku(desk: StockDesk) {
  return groupedBySku((skuIds) => desk.balances(skuIds))
}

/** Only at the locations the credential may see. */
export function locationStockBySku({ stock, catalogue }: MerchantDesk, locations: readonly string[] | null) {
  return groupedBySku(async (skuIds) => {
    if (locations === null) return stock.locationStock(skuIds, undefined)
    const own = await catalogue.locationsByCode(locations)
    return stock.locationStock(
      skuIds,
      [...own.values()].map(({ id }) => id),
    )
  })
}

export function inTransitBySku(desk: StockDesk) {
  return groupedBySku((skuIds) => desk.inTransit(skuIds))
}

/** One loader for each instant that is asked for: an alias may ask for another one. */
export function stockAsOf(desk: StockDesk) {
  const pools = new Map<string, ReturnType<typeof poolsAsOf>>()
  const places = new Map<string, ReturnType<typeof placesAsOf>>()
  return {
    pools: (at: Instant) => remembered(pools, at, () => poolsAsOf(desk, at)),
    places: (at: Instant) => remembered(places, at, () => placesAsOf(desk, at)),
  }
}

interface Instant {
  readonly atMs: number
  readonly basis: AsOfBasis
}

function poolsAsOf(desk: StockDesk, at: Instant) {
  return groupedBySku((skuIds) => desk.balancesAsOf({ skuIds, ...at }))
}

function placesAsOf(desk: StockDesk, at: Instant) {
  return groupedBySku((skuIds) => desk.locationStockAsOf({ skuIds, ...at }))
}

function remembered<Loader>(loaders: Map<string, Loader>, { atMs, basis }: Instant, make: () => Loader): Loader {
  const key = `${basis}/${atMs}`
  const loader = loaders.get(key) ?? make()
  loaders.set(key, loader)
  return loader
}

function groupedBySku<Row extends { readonly skuId: SkuId }>(read: (skuIds: readonly SkuId[]) => Promise<readonly Row[]>) {
  const load = async (skuIds: readonly SkuId[]): Promise<readonly Row[][]> => {
    const rows = Map.groupBy(await read(skuIds), ({ skuId }) => skuId)
    return skuIds.map((skuId) => rows.get(skuId) ?? [])
  }
  return new DataLoader<SkuId, Row[]>(load, { maxBatchSize: BATCH_MAX })
}
