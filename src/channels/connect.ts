import type { ChannelConnector } from './connector.ts'
import type { Platform } from './platform.ts'
import type { PushSource } from './push.ts'

/** All that is needed to speak to one shop. It is kept in memory only. */
export interface ShopAccess {
  readonly platform: Platform
  readonly app: Application
  /** Asked for at every call. */
  readonly accessToken: () => string
  /** Set for a shop of a sandbox: it may be on this machine and unencrypted. */
  readonly sandbox: SandboxAddresses | null
  /** An address of the merchant's that passes our calls on, because the platform knows it. */
  readonly relayUrl: string | null
  /** Told of every call of the platform as it is made. */
  readonly onCall?: () => void
  /** After it no more calls are begun. Those that were are waited for. */
  readonly stopping?: AbortSignal
}

/** What a platform calls the program that asks: every merchant registers its own. */
export interface Application {
  readonly key: string
  readonly secret: string
}

export interface SandboxAddresses {
  readonly gatewayUrl: string
  readonly tokenUrl: string
  /** Null: it pushes nothing. */
  readonly pushUrl: string | null
}

/** The platforms there are connectors for. The core reaches them through this alone. */
export interface Platforms {
  readonly names: readonly Platform[]
  /** @throws TypeError for an address that may not be called; the message says what to change. */
  connect(access: ShopAccess): ChannelConnector
  /** What the platform pushes to an application; undefined where it pushes nothing, or a sandbox has no address for it. */
  listen(access: Pick<ShopAccess, 'platform' | 'app' | 'sandbox'>): PushSource | undefined
}
