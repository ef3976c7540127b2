import { expect, it } from 'vitest'
import { createPlatforms } from '../../connectors/platforms.ts'
import { platforms as demos } from '../../sandbox/platforms.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { platforms as platformNames } from '../../src/channels/platform.ts'
import { MovableClock } from '../support/shop-world.ts'

const { signal } = new AbortController()
const isStockCall = /quantity\.update|increaseSkuStock/

it.each(platformNames)(
  'R5: whoever is told to stop waits for the call under way at %s, and begins no other',
  async (platform) => {
    const clock = new MovableClock()
    const sandbox = demos[platform]?.({ clock, seed: 11 })
    const shopId = sandbox && [...sandbox.market.shops.keys()][0]
    if (!sandbox || shopId === undefined) throw new Error(`no sandbox of ${platform}`)
    for (const merchantCode of ['one', 'other']) {
      const warehouse = platform === 'jd' ? { warehouseId: null } : {}
      sandbox.market.addListing(shopId, { sellable: 5, merchantCode, ...warehouse })
    }
    const stop = new AbortController()
    const adapter = inProcessAdapter((request) => {
      if (isStockCall.test(`${request.query}&${request.body.toString()}`)) stop.abort()
      return sandbox.handler(request)
    })
    const access = {
      platform,
      app: { key: sandbox.app.appKey, secret: sandbox.app.appSecret },
      sandbox: { gatewayUrl: `http://127.0.0.1:1${sandbox.gatewayPath}`, tokenUrl: 'http://127.0.0.1:1/token', pushUrl: null },
      relayUrl: null,
      accessToken: () => sandbox.tokens(shopId).session,
      stopping: stop.signal,
    }
    const connector = createPlatforms({ clock, adapterFor: () => adapter }).connect(access)
    const listings = (await Array.fromAsync(connector.listListings(signal)))
      .flat()
      .filter(({ merchantCode }) => merchantCode === 'one' || merchantCode === 'other')
    const changes = listings.map(({ ref: listing }, n) => {
      const move = { kind: 'raise', units: 3 } as const
      return { listing, call: 'delta', move, key: `000${n}` } as const
    })
    const answers = await connector.changeStock({ signedAt: clock.now(), changes }, signal)
    expect(answers).toMatchObject([
      { kind: 'acknowledged' },
      { kind: 'refused by gateway', message: 'stopped before it was sent' },
    ])
    const shown = [...sandbox.market.shop(shopId).listings.values()].filter(({ merchantCode }) =>
      /^(one|other)$/.test(merchantCode ?? ''),
    )
    expect(shown.map(({ sellable }) => sellable)).toEqual([8, 5])
    await expect(
      connector.readStock(
        listings.map(({ ref }) => ref),
        signal,
      ),
    ).rejects.toMatchObject({ fault: 'unavailable' })
  },
)
