import type { Clock } from '../clock.ts'
import { merchantSchema } from '../db/merchant-db.ts'
import type { Em, Orm } from '../db/orm.ts'
import { pullShopOrders } from '../intake/pull-shop-orders.ts'
import { endTask, takeDueTask, type ChannelTask, type Lease } from '../jobs/channel-task.ts'
import { repeat } from '../jobs/repeat.ts'
import { LEASE_MS, LeaseLost, withLease } from '../jobs/with-lease.ts'
import { discoverListings } from '../listings/discover-listings.ts'
import { probeNextListing } from '../listings/probe-listing.ts'
import type { Log } from '../log.ts'
import { listMerchants } from '../merchants/list-merchants.ts'
import type { MasterKeys } from '../secrets/master-keys.ts'
import { tellShipments } from '../shipping/tell-shipments.ts'
import type { StockDesks } from '../stock/stock-desks.ts'
import { tokensRejected } from './authorisation.ts'
import { rewrapSecrets } from './channel-secrets.ts'
import { ChannelError } from './errors.ts'
import { cadence } from './estimate-calls.ts'
import { describeFault } from './platform-refusal.ts'
import { refreshTokens } from './refresh-tokens.ts'
import type { ShopConnection, ShopConnections } from './shop-connections.ts'

const PAUSE_MS = 1_000
/** So many channels are worked on at once, so that a slow shop does not keep the others waiting. */
const HANDS = 4
/** A turn that takes longer is ended, and begins anew later. */
const TURN_MAX_MS = 900_000
/** Between two listings of a shop: each costs a call or more, and nothing is in a hurry. */
const PROBE_PAUSE_MS = 5_000
const REWRAP_PAUSE_MS = 3_600_000
const RETRY_MS = 30_000
const RETRY_MAX_MS = 1_800_000

export interface Tending {
  readonly orm: Orm
  readonly connections: ShopConnections
  readonly desks: StockDesks
  readonly keys: MasterKeys
  readonly clock: Clock
  readonly log: Log
  /** Names this process in leases. */
  readonly holder: string
  readonly signal: AbortSignal
}

/**
 * Does what is due for the channels of all merchants until the signal aborts. What is due, and who does it, is in the
 * database: any number of processes may do this at once, and one that dies is replaced once its lease has run out.
 */
export async function tendChannels(tending: Tending): Promise<void> {
  const hands = (task: ChannelTask) =>
    Array.from({ length: HANDS }, () =>
      repeat({ name: task, pauseMs: PAUSE_MS, run: (signal) => tendDue(tending, task, signal) }, tending),
    )
  const rewrapping = repeat({ name: 'rewrap', pauseMs: REWRAP_PAUSE_MS, run: (signal) => rewrapAll(tending, signal) }, tending)
  await Promise.all([
    ...hands('discovery'),
    ...hands('probe'),
    ...hands('tokens'),
    ...hands('orders'),
    ...hands('ship'),
    rewrapping,
  ])
}

/** Does one due turn of this task for each merchant that has one. */
export async function tendDue(tending: Tending, task: ChannelTask, signal: AbortSignal): Promise<void> {
  const { orm, clock, holder, log } = tending
  for (const { code, schema } of await listMerchants(orm.em.fork())) {
    signal.throwIfAborted()
    const em = orm.em.fork({ schema })
    const lease = await takeDueTask(em, { task, holder, now: clock.now(), leaseMs: LEASE_MS })
    if (!lease) continue
    try {
      await withLease(em, lease, { clock, signal, work: (held) => takeTurn(tending, { em, lease, signal: held }) })
    } catch (error) {
      if (signal.aborted) throw error
      log.warn({ err: error, merchant: code, channel: lease.channelId, task }, 'a turn of a channel failed')
    }
  }
}

/** Wraps every secret under the current master key, so that older ones can be taken away. */
export async function rewrapAll({ orm, keys, log }: Pick<Tending, 'orm' | 'keys' | 'log'>, signal: AbortSignal): Promise<void> {
  for (const { code, schema } of await listMerchants(orm.em.fork())) {
    signal.throwIfAborted()
    const secrets = await rewrapSecrets(orm.em.fork({ schema }), keys)
    if (secrets > 0) log.info({ merchant: code, secrets, key: keys.current.id }, 'secrets are under the current master key now')
  }
}

interface Turn {
  readonly em: Em
  readonly lease: Lease
  readonly signal: AbortSignal
}

async function takeTurn(tending: Tending, turn: Turn): Promise<void> {
  const { connections, clock } = tending
  const { em, lease } = turn
  const signal = AbortSignal.any([turn.signal, clock.deadline(TURN_MAX_MS)])
  let connection: ShopConnection | undefined
  try {
    connection = await connections.open(em, lease.channelId, signal)
    const dueAt = connection ? await work(tending, connection, { ...turn, signal }) : null
    await endTask(em, lease, { now: clock.now(), dueAt, problem: null })
  } catch (error) {
    if (turn.signal.aborted || error instanceof LeaseLost) throw error
    await endFailed(tending, turn, { error, connection })
    if (!(error instanceof ChannelError)) throw error
  }
}

/** Returns when it is due again. */
async function work({ keys, clock, desks }: Tending, connection: ShopConnection, turn: Turn): Promise<Date | null> {
  const { em, lease, signal } = turn
  if (lease.task === 'tokens') return refreshTokens(connection, { em, keys, lease, now: clock.now(), signal })
  if (lease.task === 'probe')
    return (await probeNextListing(connection, { em, lease, signal })) ? later(clock, PROBE_PAUSE_MS) : null
  if (lease.task === 'orders') {
    return pullShopOrders({ connection, em, lease, clock, signal, desk: desks.of(merchantSchema(em)) })
  }
  if (lease.task === 'ship') return tellShipments({ connection, em, lease, clock, signal })
  await discoverListings(connection, { em, lease, clock, signal })
  return later(clock, cadence.discoveryMs)
}

/** Tries again after a growing pause, and says why it failed. A token that is not taken any more is renewed first. */
async function endFailed(
  { clock }: Tending,
  { em, lease }: Turn,
  { error, connection }: { readonly error: unknown; readonly connection: ShopConnection | undefined },
): Promise<void> {
  const now = clock.now()
  const expired = error instanceof ChannelError && error.fault === 'token expired'
  if (expired && connection && lease.task !== 'tokens') {
    await tokensRejected(em, { channelId: lease.channelId, version: connection.version, now })
  }
  const problem = error instanceof ChannelError ? describeFault(error) : 'an error of ours: the log has it'
  const pauseMs = Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** Math.min(lease.failures, 10))
  const asked = error instanceof ChannelError ? (error.retryAfterMs ?? 0) : 0
  const dueAt = expired && lease.task === 'tokens' ? null : later(clock, Math.max(pauseMs, asked))
  await endTask(em, lease, { now, dueAt, problem })
}

function later(clock: Clock, ms: number): Date {
  return new Date(clock.now().getTime() + ms)
}
