import DataLoader from 'dataloader'
import type { OrderCareDesk } from '../../src/gateway/order-care-desk.ts'
import type { ShortfallTask, ShortGoods } from '../../src/shortfall/shortfalls.ts'

const keyOf = ({ poolId, skuId }: ShortGoods): string => `${poolId}/${skuId}`

export function shortfallTasks(desk: OrderCareDesk) {
  const load = async (goods: readonly ShortGoods[]): Promise<(readonly ShortfallTask[])[]> => {
    const found = Map.groupBy(await desk.shortfallTasks(goods), keyOf)
    return goods.map((one) => found.get(keyOf(one)) ?? [])
  }
  return new DataLoader<ShortGoods, readonly ShortfallTask[], string>(load, { maxBatchSize: 500, cacheKeyFn: keyOf })
}
