import { serve } from '../../sandbox/shared/http-server.ts'
import type { MarketShop, ReplayMarket } from './shops.ts'

/** The shops over real sockets, for workers in processes of their own. */
export interface ServedMarket extends AsyncDisposable {
  addresses(shop: MarketShop): { readonly gatewayUrl: string; readonly tokenUrl: string; readonly pushUrl: null }
}

export async function serveMarket({ platforms }: ReplayMarket): Promise<ServedMarket> {
  await using undo = new AsyncDisposableStack()
  const origins = new Map<string, string>()
  for (const { name, line } of platforms) origins.set(name, `http://127.0.0.1:${undo.use(await serve(line.handler)).port}`)
  const running = undo.move()
  return {
    addresses({ platform: { name, sandbox } }) {
      const origin = origins.get(name) ?? ''
      return { gatewayUrl: `${origin}${sandbox.gatewayPath}`, tokenUrl: `${origin}/token`, pushUrl: null }
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
