import type { Clock } from '../clock.ts'
import { merchantSchema } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { MasterKeys } from '../secrets/master-keys.ts'
import { CallCounts } from './call-counts.ts'
import { readSecret } from './channel-secrets.ts'
import type { Platforms } from './connect.ts'
import type { ChannelConnector } from './connector.ts'
import { recentClock } from './measured-clock.ts'
import type { PushSource } from './push.ts'
import { findAuthorisedShop, type ShopChannel } from './shop-channel.ts'

/** A shop that can be called. */
export interface ShopConnection {
  readonly channel: ShopChannel
  readonly connector: ChannelConnector
  /** The version of the authorisation it speaks with. */
  readonly version: string
  readonly refreshToken: string | null
}

interface ShopConnectionsOptions {
  readonly platforms: Platforms
  readonly keys: MasterKeys
  readonly clock: Clock
  /** After it no more calls are begun. */
  readonly stopping?: AbortSignal
}

/**
 * The connectors of this process, one a channel: their paces and measured clocks last. New tokens, whichever process has
 * got them, make a new one.
 */
export class ShopConnections {
  readonly #platforms: Platforms
  readonly #keys: MasterKeys
  readonly #clock: Clock
  readonly #stopping: AbortSignal | undefined
  readonly #open = new Map<string, ShopConnection>()
  /** Calls made through these connections. */
  readonly calls: CallCounts

  constructor({ platforms, keys, clock, stopping }: ShopConnectionsOptions) {
    this.#platforms = platforms
    this.#stopping = stopping
    this.#keys = keys
    this.#clock = clock
    this.calls = new CallCounts(clock)
  }

  /**
   * `undefined` for a channel without an authorisation. `version`: that of its authorisation, where it has just been read.
   * @throws ChannelError when the platform does not tell the time.
   */
  async open(em: Em, channelId: string, signal: AbortSignal, version?: string): Promise<ShopConnection | undefined> {
    const place = `${merchantSchema(em)}/${channelId}`
    const known = this.#open.get(place)
    const open = known && known.version === version ? known : await this.#newest(em, channelId)
    if (open) await recentClock({ connector: open.connector, clock: this.#clock, signal })
    return open
  }

  async #newest(em: Em, channelId: string): Promise<ShopConnection | undefined> {
    const authorised = await findAuthorisedShop(em, channelId)
    if (!authorised) return undefined
    const { channel, version } = authorised
    const place = `${merchantSchema(em)}/${channelId}`
    const known = this.#open.get(place)
    const open = known?.version === version ? known : await this.#connect(em, channel, version)
    if (open) this.#open.set(place, open)
    return open
  }

  /** What the platform pushes to the channel's application; undefined where there is nothing to listen to. */
  async pushSource(em: Em, { id: channelId, platform, appKey, sandbox }: ShopChannel): Promise<PushSource | undefined> {
    const app = await readSecret(em, { channelId, kind: 'application' }, this.#keys)
    return app && this.#platforms.listen({ platform, app: { key: appKey, secret: app.secret }, sandbox })
  }

  async #connect(em: Em, channel: ShopChannel, version: string): Promise<ShopConnection | undefined> {
    const { id: channelId, platform, appKey, sandbox, relayUrl } = channel
    const app = await readSecret(em, { channelId, kind: 'application' }, this.#keys)
    const tokens = await readSecret(em, { channelId, kind: 'tokens' }, this.#keys)
    if (!app || !tokens) return undefined
    const { accessToken, refreshToken } = tokens
    const access = { platform, app: { key: appKey, secret: app.secret }, sandbox, relayUrl, accessToken: () => accessToken }
    const schema = merchantSchema(em)
    const onCall = (): void => this.calls.add(schema, channelId)
    const stopping = this.#stopping ? { stopping: this.#stopping } : {}
    const connector = this.#platforms.connect({ ...access, onCall, ...stopping })
    return { channel, connector, version, refreshToken }
  }
}
