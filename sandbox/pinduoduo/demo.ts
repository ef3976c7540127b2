import type { Clock } from '../shared/clock.ts'
import type { Sandbox } from '../shared/sandbox.ts'
import { openPinduoduoSandbox } from './index.ts'

/** Two shops with a few goods each, one of every kind of stock behaviour. Its lists are not late, so that people see at once what they do. */
export function openPinduoduoDemo({ clock, seed }: { readonly clock: Clock; readonly seed: number }): Sandbox {
  const shops = [
    { id: '400000001', name: '拼多多示例店' },
    { id: '400000002', name: '拼多多第二店' },
  ]
  const sandbox = openPinduoduoSandbox({ clock, seed, shops, feedLagMs: 0 })
  for (const [place, { id }] of shops.entries()) {
    const itemId = `50000000000${place + 1}`
    for (const [code, sellable] of Object.entries({ 'TEE-WHITE': 30, 'TEE-BLACK': 12, 'TEE-BLUE': 4 })) {
      sandbox.market.addListing(id, { itemId, title: '短袖T恤', merchantCode: code, sellable })
    }
    sandbox.market.addListing(id, { title: '马克杯', merchantCode: 'MUG', sellable: 20, takesAt: 'payment' })
    sandbox.market.addListing(id, { title: '帆布袋', merchantCode: 'TOTE', sellable: 8, blocked: 'lowering' })
  }
  return sandbox
}
