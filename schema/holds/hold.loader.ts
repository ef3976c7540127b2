import DataLoader from 'dataloader'
import type { Hold } from '../../src/domain/hold.ts'
import type { StockDesk } from '../../src/gateway/stock-desk.ts'

export function holdsById(desk: StockDesk) {
  const load = async (ids: readonly string[]): Promise<(Hold | undefined)[]> => {
    const holds = new Map<string, Hold>((await desk.holds(ids)).map((hold) => [hold.id, hold]))
    return ids.map((id) => holds.get(id.toLowerCase()))
  }
  return new DataLoader<string, Hold | undefined>(load, { maxBatchSize: 500 })
}
