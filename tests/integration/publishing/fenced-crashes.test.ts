import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Crash, dyingTurn } from '../../support/dying-turn.ts'
import { DyingWrites } from '../../support/dying-writes.ts'
import { openShop } from '../../support/joined-shop.ts'
import type { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'
import { findingsOf, openAlarms, watch } from '../../support/watch-shop.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

const LEASE_MS = 60_000
const LIFETIME_MS = 600_000

/** A shop whose publisher may die once, at a write of its own; the next worker goes on where its lease has run out. */
interface Publisher {
  readonly sku: string
  readonly shop: PublishShop
  /** Units a hand put on sale: nobody can know of them before they are found. */
  byHand: number
  readonly publish: () => Promise<void>
}

async function opened(writes: DyingWrites): Promise<Publisher> {
  const { sku, shop } = await openShop(world, 'refusing')
  const check = async (): Promise<void> => {
    // Before it has joined its number is in nobody's books.
    if ((await shop.state()) === 'live') expect(await shop.excess()).toBeLessThanOrEqual(publisher.byHand)
  }
  const publish = async (): Promise<void> => {
    try {
      await shop.publish({ em: writes.of(world.em) })
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      await check()
      world.clock.advance(LEASE_MS + 1_000)
      await shop.publish()
    }
    await check()
  }
  const publisher: Publisher = { sku, shop, byHand: 0, publish }
  return publisher
}

const turns = async ({ shop, publish }: Publisher, count = 1): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) {
    await shop.catchUp()
    await publish()
  }
}

/** From joining to a raise, a sale and a lowering. */
async function joinsRaisesAndLowers(writes: DyingWrites): Promise<void> {
  const publisher = await opened(writes)
  const { sku, shop, publish } = publisher
  await publish()
  await turns(publisher, 2)
  expect(await shop.state()).toBe('live')
  await shop.want(7)
  await publish()
  expect([shop.shown, await shop.quota()]).toEqual([7, 7])
  shop.buy(1)
  await shop.want(2)
  await turns(publisher, 2)
  expect([shop.shown, await shop.quota(), await shop.excess()]).toEqual([2, 2, 0])
  expect((await shop.commands()).filter(({ state }) => state !== 'closed')).toEqual([])
  expect(await world.balance(sku)).toMatchObject({ quota: 2, held: 1, free: 7, deficit: 0 })
}

/** A worker has died with its call sent: the next one may die as it takes that over, and as it brings it to its end. */
async function takesOver(writes: DyingWrites): Promise<void> {
  const publisher = await opened(writes)
  const { sku, shop } = publisher
  await shop.join()
  await shop.want(7)
  const sent = dyingTurn({ at: 'call', when: 'after' }, { desk: world.desk, connector: shop.connector })
  await expect(shop.publish(sent)).rejects.toThrow(Crash)
  world.clock.advance(LIFETIME_MS + LEASE_MS)
  await turns(publisher, 3)
  expect([shop.shown, await shop.quota(), await shop.excess()]).toEqual([7, 7, 0])
  expect((await shop.commands()).map(({ state }) => state)).toEqual(['closed'])
  expect(await world.balance(sku)).toMatchObject({ quota: 7, held: 0, free: 3, deficit: 0 })
}

/** A hand puts five on sale: found, told and counted once, and cut back. */
async function findsAHand(writes: DyingWrites): Promise<void> {
  const publisher = await opened(writes)
  const { sku, shop } = publisher
  await shop.join()
  await shop.want(4)
  await turns(publisher)
  for (const added of [0, 5]) {
    shop.row.sellable += added
    publisher.byHand += added
    world.clock.advance(LIFETIME_MS)
    await shop.catchUp()
    await watch(shop)
    await turns(publisher)
  }
  publisher.byHand = 0
  await turns(publisher, 2)
  expect(await findingsOf(shop)).toMatchObject([{ kind: 'raised', units: 5, above: 5 }])
  expect((await openAlarms(shop)).filter((kind) => kind === 'hand_edit')).toHaveLength(1)
  expect([shop.shown, await shop.quota(), await shop.excess()]).toEqual([4, 4, 0])
  expect(await world.balance(sku)).toMatchObject({ quota: 4, held: 0, free: 6, deficit: 0 })
}

const stories = { joinsRaisesAndLowers, takesOver, findsAHand }
const WRITES_MAX = 40

const cases = Object.entries(stories).flatMap(([name, story]) =>
  (['before', 'after'] as const).map((when) => ({ name, when, story })),
)

describe('A2: a worker dies at any write of its own', () => {
  it.each(cases)('$when it, in the story that $name: nothing is lost, and nothing counted twice', async ({ when, story }) => {
    let nth = 0
    for (let died = true; died && nth < WRITES_MAX;) {
      nth += 1
      const writes = new DyingWrites(nth, when)
      await story(writes)
      died = writes.hasDied
    }
    // The last one lived: every write there is has had its death.
    expect(nth).toBeGreaterThan(2)
    expect(nth).toBeLessThan(WRITES_MAX)
    expect(await world.differences()).toEqual([])
  })
})
