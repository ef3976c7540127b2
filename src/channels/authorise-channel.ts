import { sql } from 'kysely'
import { recordChange } from '../access/record-change.ts'
import type { Channel } from '../catalogue/channel.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { violates } from '../db/pg-errors.ts'
import { makeDue, setDue } from '../jobs/channel-task.ts'
import type { MasterKeys } from '../secrets/master-keys.ts'
import { followAuthorisations } from './authorisation-alarms.ts'
import { keepGrant, renewalOf } from './authorisation.ts'
import { readSecret, writeSecret } from './channel-secrets.ts'
import { channelOf } from './channel-of.ts'
import type { ChannelTools } from './channel-tools.ts'
import { checkApplication, checkCredential } from './check-credentials.ts'
import type { Application } from './connect.ts'
import { noMasterKey } from './no-master-key.ts'
import { platformRefusal } from './platform-refusal.ts'
import { refuseChannel, unknownChannel, type ChannelRefused } from './refusal.ts'
import { findShopChannel, type ShopChannel } from './shop-channel.ts'
import type { TokenGrant } from './token.ts'

export interface AuthoriseChannel {
  readonly channel: string
  readonly by: AuthoriseBy
  /** A new application, or a new secret of it; null: as it was. */
  readonly app: Application | null
  readonly actor: string
}

/** The code a seller's consent gave, or tokens copied from the platform's console. */
export type AuthoriseBy =
  | { readonly kind: 'code'; readonly code: string; readonly redirectUri: string }
  | {
      readonly kind: 'tokens'
      readonly accessToken: string
      readonly refreshToken: string | null
      readonly expiresAt: Date | null
    }

export type AuthoriseOutcome =
  { readonly kind: 'authorised'; readonly channel: Channel; readonly shopId: string } | ChannelRefused

/** Connects a channel to its shop. The platform is asked whose the token is before anything is kept: it decides which shop this is. */
export async function authoriseChannel(
  tools: ChannelTools,
  input: AuthoriseChannel,
  signal: AbortSignal,
): Promise<AuthoriseOutcome> {
  const no = checkInput(input)
  if (no) return no
  const { em, keys } = tools
  if (!keys) return noMasterKey()
  const channel = await findShopChannel(em, { code: input.channel })
  if (!channel) return unknownChannel(input.channel)
  if (channel.state === 'archived')
    return refuseChannel('CHANNEL_STATE', `channel ${channel.code} is archived`, { field: 'channel' })
  const secret = input.app?.secret ?? (await readSecret(em, { channelId: channel.id, kind: 'application' }, keys))?.secret
  if (secret === undefined) return refuseChannel('NOT_AUTHORISED', 'the channel has no application: give app', { field: 'app' })
  const app = { key: input.app?.key ?? channel.appKey, secret }
  const verified = await verifyShop(tools, { channel, app, by: input.by, signal })
  if ('kind' in verified) return verified
  return keep(tools, { channel, app, actor: input.actor, keys, ...verified })
}

function checkInput({ by, app }: AuthoriseChannel): ChannelRefused | undefined {
  const credentials =
    by.kind === 'code'
      ? { code: by.code, redirectUri: by.redirectUri }
      : { accessToken: by.accessToken, ...(by.refreshToken === null ? {} : { refreshToken: by.refreshToken }) }
  for (const [name, text] of Object.entries(credentials)) {
    const no = checkCredential(text, name)
    if (no) return no
  }
  return app ? checkApplication(app) : undefined
}

interface Verified {
  readonly grant: TokenGrant
  readonly shopId: string
}

async function verifyShop(
  { platforms }: ChannelTools,
  asked: { readonly channel: ShopChannel; readonly app: Application; readonly by: AuthoriseBy; readonly signal: AbortSignal },
): Promise<Verified | ChannelRefused> {
  const { channel, app, by, signal } = asked
  const field = by.kind === 'code' ? 'code' : 'accessToken'
  let token = by.kind === 'code' ? '' : by.accessToken
  const { platform, sandbox, relayUrl } = channel
  const connector = platforms.connect({ platform, app, sandbox, relayUrl, accessToken: () => token })
  try {
    const grant = by.kind === 'code' ? await connector.exchangeToken({ grant: 'code', ...by }, signal) : pasted(by)
    token = grant.accessToken
    await connector.measureClock(signal)
    const shopId = await connector.readShopId(signal)
    const expected = channel.shopId ?? grant.shopId ?? shopId
    if (shopId === expected && (grant.shopId ?? shopId) === shopId) return { grant, shopId }
    const message = `this authorisation is of shop ${shopId}, the channel is of shop ${expected}: authorise that shop, or create another channel`
    return refuseChannel('FOREIGN_SHOP', message, { field })
  } catch (error) {
    return platformRefusal(error, field)
  }
}

function pasted({ accessToken, refreshToken, expiresAt }: Extract<AuthoriseBy, { kind: 'tokens' }>): TokenGrant {
  return { accessToken, refreshToken, expiresAt, refreshExpiresAt: null, shopId: null, levels: [] }
}

interface Kept extends Verified {
  readonly channel: ShopChannel
  readonly app: Application
  readonly actor: string
  readonly keys: MasterKeys
}

async function keep({ em, clock }: ChannelTools, kept: Kept): Promise<AuthoriseOutcome> {
  const { channel, shopId } = kept
  const now = clock.now()
  try {
    return await em.fork().transactional((tx) => keepIn(tx, kept, now))
  } catch (error) {
    if (!violates(error, 'channel_shop_key')) throw error
    const message = `another channel is connected to shop ${shopId}: archive it first, its orders would be booked twice`
    return refuseChannel('SHOP_TAKEN', message, { field: channel.shopId === null ? 'accessToken' : 'channel' })
  }
}

async function keepIn(tx: Em, { channel, app, actor, keys, grant, shopId }: Kept, now: Date): Promise<AuthoriseOutcome> {
  const locked = await findShopChannel(tx, { id: channel.id }, 'lock')
  if (!locked || locked.state === 'archived' || (locked.shopId ?? shopId) !== shopId) {
    return refuseChannel('CHANNEL_STATE', `channel ${channel.code} was changed meanwhile: look at it again`, { field: 'channel' })
  }
  const channelId = channel.id
  await sql`update ${sql.table('channel')} set shop_id = ${shopId}, app_key = ${app.key} where id = ${channelId}`.execute(
    merchantDb(tx),
  )
  await writeSecret(tx, { channelId, kind: 'application', content: { secret: app.secret } }, { keys, now })
  await keepGrant(tx, { channelId, grant, madeFrom: null }, { keys, now })
  await followAuthorisations(tx, now, channelId)
  await setDue(tx, { channelId, task: 'tokens', at: renewalOf(grant, now) })
  await makeDue(tx, { channelId, task: 'discovery', at: now })
  await makeDue(tx, { channelId, task: 'orders', at: now })
  await makeDue(tx, { channelId, task: 'ship', at: now })
  await makeDue(tx, { channelId, task: 'refunds', at: now })
  await makeDue(tx, { channelId, task: 'push', at: now })
  // Not at once: first everything is read once.
  await makeDue(tx, { channelId, task: 'reconcile', at: new Date(now.getTime() + 3_600_000) })
  const subject = `channel:${channel.code}`
  await recordChange(tx, { actor, action: 'authorise_channel', subject, facts: { shopId, appKey: app.key } }, now)
  return { kind: 'authorised', channel: await channelOf(tx, channel.code), shopId }
}
