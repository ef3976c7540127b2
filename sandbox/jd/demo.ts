import type { Clock } from '../shared/clock.ts'
import type { Sandbox } from '../shared/sandbox.ts'
import { openJdSandbox } from './index.ts'

/** A JD shop with a few goods, one product in two warehouses. */
export function openJdDemo({ clock, seed }: { readonly clock: Clock; readonly seed: number }): Sandbox {
  const shops = [
    { id: '10622317', name: '京东示例店' },
    { id: '10622318', name: '京东示例二店' },
  ]
  const sandbox = openJdSandbox({ clock, seed, shops })
  for (const [place, { id }] of shops.entries()) {
    const itemId = `1002066590351${place}`
    for (const [color, sellable] of Object.entries({ 白: 30, 黑: 12, 蓝: 4 })) {
      const code = { 白: 'TEE-WHITE', 黑: 'TEE-BLACK', 蓝: 'TEE-BLUE' }[color] ?? ''
      sandbox.market.addListing(id, { itemId, title: `短袖T恤 ${color}`, merchantCode: code, sellable })
    }
    sandbox.market.addListing(id, { title: '马克杯', merchantCode: 'MUG', sellable: 20 })
  }
  const tote = { itemId: '10020665903599', skuId: '10054887745652', title: '帆布袋', merchantCode: 'TOTE' }
  sandbox.market.addListing('10622318', { ...tote, sellable: 8 })
  sandbox.market.addListing('10622318', { ...tote, sellable: 5, warehouseId: '21' })
  return sandbox
}
