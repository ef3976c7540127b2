import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ListingProbe } from '../../../src/channels/probe.ts'
import { endTask } from '../../../src/jobs/channel-task.ts'
import { askProbe, readEvidence } from '../../../src/listings/ask-probe.ts'
import { probeNextListing } from '../../../src/listings/probe-listing.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

it('R10: keeps what each look proved, with the answers that proved it, and looks again when asked', async () => {
  await world.stocked('S1', 'W1', 5)
  await world.recipe('R1', { S1: 1 })
  const shop = await new PublishShop(world, 'probed', 'refusing').open({ recipe: 'R1', shown: 1 })
  const told = (concluded: string): ListingProbe => ({
    facts: {},
    evidence: [{ fact: 'reservedCountsAll', concluded, observed: ['reserved 3', 'paid and not shipped 3'] }],
    plans: [],
  })
  const look = async (concluded: string) => {
    const connector = Object.assign(Object.create(shop.connector), { probeListing: () => Promise.resolve(told(concluded)) })
    const connection = { ...shop.connection, connector, version: '1', refreshToken: null }
    const lease = await shop.lease('probe')
    const now = world.clock.now()
    const found = await probeNextListing(connection, { em: world.em, lease, now, signal: AbortSignal.timeout(60_000) })
    await endTask(world.em, lease, { now, dueAt: null, problem: null })
    return found
  }
  expect([await look('true'), await look('true')]).toEqual([true, false])
  const asked = await askProbe(world, { channel: 'probed', listing: shop.row.id, mayWrite: false })
  expect(asked).toMatchObject({ kind: 'asked' })
  expect(await look('false')).toBe(true)
  const kept = (await readEvidence(world.em, [shop.listingId])).get(shop.listingId)
  expect(kept?.map(({ concluded, observed }) => [concluded, ...observed])).toEqual([
    ['false', 'reserved 3', 'paid and not shipped 3'],
    ['true', 'reserved 3', 'paid and not shipped 3'],
  ])
})
