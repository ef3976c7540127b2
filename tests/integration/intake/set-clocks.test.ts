import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { IntakeWorld } from '../../support/intake-world.ts'
import { MINUTE, StockWorld } from '../../support/stock-world.ts'

let world: StockWorld

beforeEach(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterEach(() => world.close())

/** Only ours is set: the shop's clock goes on as if nothing had been. */
function setOurs(shop: IntakeWorld, byMs: number): void {
  world.clock.advance(byMs)
  shop.sandbox.world.skewMs -= byMs
}

async function through(shop: IntakeWorld): Promise<readonly number[]> {
  return Object.values(await shop.watermarks()).map((at) => at.getTime())
}

/** Turns until all is read: no watermark claims what is not booked, and every order that a list shows is booked. */
async function readsAll(shop: IntakeWorld): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) {
    world.clock.advance(5 * MINUTE)
    await shop.pull()
    expect(await shop.missing()).toEqual([])
  }
  const orders = shop.sandbox.market.shop('A').orders.all()
  const shown = orders.filter(({ confirmedAt, state }) => confirmedAt !== null && state === 'paid')
  const booked = await shop.booked()
  expect(shown.length).toBeGreaterThan(10)
  expect(shown.filter(({ id }) => !booked.has(id))).toEqual([])
}

it.each(['taobao', 'pinduoduo'] as const)('R8, A6: %s: what was walked while our clock was set is walked again', async (name) => {
  const shop = await IntakeWorld.opened(world, name)
  shop.trade(20)
  world.clock.advance(15 * MINUTE)
  let calls = 0
  // The first one asks for the time.
  shop.onCall = () => {
    calls += 1
    if (calls === 2) setOurs(shop, 4 * MINUTE)
  }
  await shop.pull()
  expect(await shop.missing()).toEqual([])
  shop.trade(40)
  await readsAll(shop)
})

it.each(['taobao', 'jd', 'pinduoduo'] as const)('A6: %s: after a clock was set one turn proves nothing', async (name) => {
  const shop = await IntakeWorld.opened(world, name)
  const setTheirs = () => (shop.sandbox.world.skewMs += 4 * MINUTE)
  for (const set of [() => setOurs(shop, 4 * MINUTE), setTheirs]) {
    world.clock.advance(10_000)
    await shop.pull()
    const before = await through(shop)
    world.clock.advance(10_000)
    set()
    shop.trade(10)
    await shop.pull()
    expect(await through(shop)).toEqual(before)
    await shop.pull()
    expect(Math.min(...(await through(shop)))).toBeGreaterThan(Math.max(...before))
  }
  await readsAll(shop)
})

it('R8: a clock that was set by so little that nobody can tell is allowed for in what a turn claims', async () => {
  const shop = await IntakeWorld.opened(world, 'taobao')
  const [list] = shop.connector.orderLists
  let moved = 0
  for (const [turn, byMs] of [900, -1_300, 1_900, -1_700, 1_200, -1_900, 700, -1_500].entries()) {
    world.clock.advance(10_000 + turn * 130)
    const before = await through(shop)
    shop.sandbox.world.skewMs += byMs
    await shop.pull()
    const latest = Math.max(...(await through(shop)))
    // A shop whose clock was known to the millisecond would prove as much: less the list's lag, and what stamps in whole seconds may hide.
    expect(latest).toBeLessThanOrEqual(shop.sandbox.world.now().getTime() - (list?.lagMs ?? 0) - 3_000)
    if (latest > Math.max(...before)) moved += 1
  }
  expect(moved).toBeGreaterThan(4)
})

it('a shop that is polled again soon is asked for its time once, and twice when that was long ago', async () => {
  const shop = await IntakeWorld.opened(world, 'taobao')
  const measured = vi.spyOn(shop.connector, 'measureClock')
  for (const [pauseMs, times] of [
    [10_000, 1],
    [9 * MINUTE, 1],
    [11 * MINUTE, 2],
    // Ours was set back: nobody knows how long ago that was.
    [-10_000, 2],
  ] as const) {
    const lease = await shop.lease()
    world.clock.advance(pauseMs)
    measured.mockClear()
    await shop.pull({ lease })
    expect(measured).toHaveBeenCalledTimes(times)
  }
})

it('newest orders that fill several pages are held at the next turn, though our clock was set before the last one', async () => {
  const shop = await IntakeWorld.opened(world, 'taobao')
  const [row] = shop.rows
  const rush = () => {
    for (let n = 0; n < 150; n += 1) {
      shop.sandbox.market.place('A', { lines: [{ listingId: row?.id ?? '', units: 1 }] })
      world.clock.advance(20)
    }
    world.clock.advance(5_000)
  }
  rush()
  setOurs(shop, 25_000)
  await shop.pull()
  rush()
  await shop.pull()
  expect((await shop.booked()).size).toBe(300)
})
