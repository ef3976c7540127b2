import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { platforms } from '../../sandbox/platforms.ts'
import { ManualClock } from '../../sandbox/shared/clock.ts'
import { serveSandbox } from '../../sandbox/shared/serve-sandbox.ts'

const Wanted = z.object({ platform: z.string(), startsAtMs: z.number(), orders: z.number(), everyMs: z.number() })

/** Serves one platform's sandbox on a core of its own, with so many orders of three lines, one every so often. */
const { platform, startsAtMs, orders, everyMs } = Wanted.parse(workerData)
const clock = new ManualClock(new Date(startsAtMs))
const sandbox = platforms[platform]?.({ clock, seed: 1 })
const shop = sandbox ? [...sandbox.market.shops.values()][0] : undefined
if (!sandbox || !shop) throw new Error(`no sandbox of ${platform}`)
const rows = [1, 2, 3].map(() => sandbox.market.addListing(shop.id, { sellable: 10 * orders }))
for (let placed = 0; placed < orders; placed += 1) {
  clock.advance(everyMs)
  sandbox.market.place(shop.id, { lines: rows.map(({ id }) => ({ listingId: id, units: 1 })) })
}
clock.advance(600_000)
// Time stands still here, so flow control would see one endless second.
sandbox.world.callsPerSecond = Number.MAX_SAFE_INTEGER
const served = await serveSandbox(sandbox)
parentPort?.postMessage({
  ...served.address,
  nowMs: clock.now().getTime(),
  session: sandbox.tokens(shop.id).session,
  secret: sandbox.app.appSecret,
  listing: rows[0]?.id,
})
