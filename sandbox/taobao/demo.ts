import type { Clock } from '../shared/clock.ts'
import type { Sandbox } from '../shared/sandbox.ts'
import { openTaobaoSandbox } from './index.ts'

/** Two Tmall shops and a Taobao shop with a few goods each, one of every kind of stock behaviour. */
export function openTaobaoDemo({ clock, seed }: { readonly clock: Clock; readonly seed: number }): Sandbox {
  const shops = [
    { id: '2206641000001', name: '天猫示例店', type: 'B' },
    { id: '2206641000002', name: '淘宝示例店', type: 'C' },
    { id: '2206641000003', name: '天猫直播店', type: 'B' },
  ] as const
  const sandbox = openTaobaoSandbox({ clock, seed, shops })
  for (const [place, { id }] of shops.entries()) {
    const itemId = `68000000000${place + 1}`
    for (const [color, sellable] of Object.entries({ 白: 30, 黑: 12, 蓝: 4 })) {
      const code = { 白: 'TEE-WHITE', 黑: 'TEE-BLACK', 蓝: 'TEE-BLUE' }[color] ?? ''
      sandbox.market.addListing(id, { itemId, title: `短袖T恤 ${color}`, merchantCode: code, sellable })
    }
    sandbox.market.addListing(id, { skuId: null, title: '马克杯', merchantCode: 'MUG', sellable: 20, takesAt: 'payment' })
    sandbox.market.addListing(id, { title: '帆布袋', merchantCode: 'TOTE', sellable: 8, restores: false })
  }
  return sandbox
}
