import type { AxiosAdapter } from 'axios'
import type { ChannelConnector } from '../src/channels/connector.ts'
import type { Platforms, ShopAccess } from '../src/channels/connect.ts'
import type { Platform } from '../src/channels/platform.ts'
import type { PushSource } from '../src/channels/push.ts'
import type { Clock } from '../src/clock.ts'
import { connectJd } from './jd/index.ts'
import { callsPerSecond as jdCallsPerSecond } from './jd/jos-gateway.ts'
import { connectPinduoduo } from './pinduoduo/index.ts'
import { callsPerSecond as pinduoduoCallsPerSecond } from './pinduoduo/pop-client.ts'
import { listenPinduoduo } from './pinduoduo/push.ts'
import type { ConnectOptions } from './shared/connect-options.ts'
import { Pace, watched } from './shared/pace.ts'
import { connectTaobao } from './taobao/index.ts'
import { listenTaobao } from './taobao/push.ts'
import { callsPerSecond as taobaoCallsPerSecond } from './taobao/top-client.ts'

type ListenOptions = Pick<ConnectOptions, 'clock' | 'app' | 'endpoints' | 'allowLoopback'>

interface Connectable {
  readonly listen?: (options: ListenOptions) => PushSource
  readonly connect: (options: ConnectOptions) => ChannelConnector
  readonly callsPerSecond: number
}

const connectable: ReadonlyMap<Platform, Connectable> = new Map([
  ['taobao', { connect: connectTaobao, listen: listenTaobao, callsPerSecond: taobaoCallsPerSecond }],
  ['jd', { connect: connectJd, callsPerSecond: jdCallsPerSecond }],
  ['pinduoduo', { connect: connectPinduoduo, listen: listenPinduoduo, callsPerSecond: pinduoduoCallsPerSecond }],
])

/** Every platform there is a connector of. All shops of one application share its pace, since the platform counts them together. */
export function createPlatforms({
  clock,
  adapterFor,
  callsPerSecond,
}: {
  readonly clock: Clock
  /** Replaces the network: sandboxes in the same process. */
  readonly adapterFor?: (access: ShopAccess) => AxiosAdapter
  /** In the place of what each platform stands, of every application. */
  readonly callsPerSecond?: number
}): Platforms {
  const paces = new Map<string, Pace>()
  return {
    names: [...connectable.keys()],
    listen({ platform, app, sandbox }) {
      if (!sandbox) return connectable.get(platform)?.listen?.({ clock, app })
      if (sandbox.pushUrl === null) return undefined
      return connectable.get(platform)?.listen?.({ clock, app, allowLoopback: true, endpoints: { push: sandbox.pushUrl } })
    },
    connect(access) {
      const { platform, app, accessToken, sandbox, relayUrl, onCall, stopping } = access
      const found = connectable.get(platform)
      if (!found) throw new TypeError(`there is no connector for ${platform}`)
      const paceKey = JSON.stringify([platform, sandbox?.gatewayUrl, app.key])
      const pace = paces.get(paceKey) ?? new Pace(clock, callsPerSecond ?? found.callsPerSecond)
      paces.set(paceKey, pace)
      return found.connect({
        clock,
        app,
        accessToken,
        pace: watched(pace, { ...(onCall ? { onCall } : {}), ...(stopping ? { stopping } : {}) }),
        ...(sandbox ? { allowLoopback: true, endpoints: { gateway: sandbox.gatewayUrl, token: sandbox.tokenUrl } } : {}),
        ...(relayUrl === null ? {} : { relayUrl }),
        ...(adapterFor ? { adapter: adapterFor(access) } : {}),
      })
    },
  }
}
