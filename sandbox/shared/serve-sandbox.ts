import { controlHandler } from './control.ts'
import { serve, type RunningServer } from './http-server.ts'
import type { Sandbox } from './sandbox.ts'
import type { Handler } from './wire.ts'

const controlPrefix = '/control'

/** Where a served sandbox is found, and the keys to it, as `npm run sandbox -- --json` prints them. */
export interface SandboxAddress {
  readonly url: string
  readonly pushUrl: string
  readonly appKey: string
  readonly appSecret: string
  readonly controlUrl: string
  readonly shops: readonly { readonly id: string; readonly session: string; readonly listings: readonly ServedListing[] }[]
}

export interface ServedListing {
  readonly id: string
  readonly itemId: string
  readonly skuId?: string
  readonly merchantCode: string
  readonly title: string
  readonly units: number
}

export async function serveSandbox(sandbox: Sandbox, port = 0): Promise<RunningServer & { readonly address: SandboxAddress }> {
  const control = controlHandler(sandbox, controlPrefix)
  const handler: Handler = (request) => (request.path.startsWith(controlPrefix) ? control(request) : sandbox.handler(request))
  const server = await serve(handler, { port, ...(sandbox.onUpgrade ? { onUpgrade: sandbox.onUpgrade } : {}) })
  return { ...server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](), address: addressOf(sandbox, server.port) }
}

function addressOf(sandbox: Sandbox, port: number): SandboxAddress {
  const shops = [...sandbox.market.shops.values()].map((shop) => ({
    id: shop.id,
    session: sandbox.tokens(shop.id).session,
    listings: [...shop.listings.values()].map(({ id, itemId, skuId, merchantCode, title, sellable: units }) => ({
      id,
      itemId,
      ...(skuId === null ? {} : { skuId }),
      merchantCode,
      title,
      units,
    })),
  }))
  return {
    url: `http://127.0.0.1:${port}${sandbox.gatewayPath}`,
    pushUrl: `ws://127.0.0.1:${port}${sandbox.pushPath}`,
    appKey: sandbox.app.appKey,
    appSecret: sandbox.app.appSecret,
    controlUrl: `http://127.0.0.1:${port}${controlPrefix}`,
    shops,
  }
}
