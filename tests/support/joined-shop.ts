import { expect } from 'vitest'
import type { FrontName } from './publish-fronts.ts'
import { PublishShop } from './publish-world.ts'
import type { StockWorld } from './stock-world.ts'

/** Of any request a fixture's shops may be sent: longer than the longest a signature is good for. */
const LIFETIME_MS = 600_000

let made = 0

export interface OpenedShop {
  readonly sku: string
  readonly shop: PublishShop
}

/** A shop that is told to join: it shows 4 units of a SKU of its own, with so many on hand at `W1`. */
export async function openShop(world: StockWorld, front: FrontName, { onHand = 10 } = {}): Promise<OpenedShop> {
  made += 1
  const sku = `OWN${made}`
  await world.stocked(sku, 'W1', onHand)
  await world.recipe(`R${sku}`, { [sku]: 1 })
  const shop = await new PublishShop(world, `own${made}`, front).open({ recipe: `R${sku}`, shown: 4, state: 'joining' })
  return { sku, shop }
}

/** The same, and its first reading is its quota. */
export async function joinedShop(world: StockWorld, front: FrontName, stock: { onHand?: number } = {}): Promise<OpenedShop> {
  const opened = await openShop(world, front, stock)
  await opened.shop.join()
  return opened
}

/** Turns of reading and publishing for as long as any request of before may live. */
export async function untilSettled(shop: PublishShop): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    shop.world.clock.advance(LIFETIME_MS / 2 + 5_000)
    await shop.catchUp()
    await shop.publish()
    expect(await shop.excess()).toBeLessThanOrEqual(0)
  }
}
