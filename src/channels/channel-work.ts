import type { Clock } from '../clock.ts'
import { merchantSchema } from '../db/merchant-db.ts'
import { listenPushes } from '../intake/listen-pushes.ts'
import { reconcile } from '../intake/reconcile.ts'
import { pullShopOrders } from '../intake/pull-shop-orders.ts'
import type { ChannelTask } from '../jobs/channel-task.ts'
import { discoverListings } from '../listings/discover-listings.ts'
import { probeNextListing } from '../listings/probe-listing.ts'
import { watchListings } from '../listings/watch-listing.ts'
import { pullRefunds } from '../refunds/pull-refunds.ts'
import { tellShipments } from '../shipping/tell-shipments.ts'
import { publishTurn } from '../publishing/publish-turn.ts'
import type { Publishing } from '../publishing/publishing.ts'
import { stopTurn } from '../selling/stop-turn.ts'
import { watchTurn } from '../watching/watch-turn.ts'
import { cadence } from './estimate-calls.ts'
import { refreshTokens } from './refresh-tokens.ts'
import type { ShopConnection } from './shop-connections.ts'
import type { Tending, Turn } from './tending.ts'

/** Between two listings of a shop: each costs a call or more, and nothing is in a hurry. */
const PROBE_PAUSE_MS = 5_000

export interface ChannelWork {
  /** So many channels are worked on at once by one process, so that a slow shop does not keep the others waiting. */
  readonly hands: number
  /** Returns when it is due again; null: only when somebody asks. */
  work(tending: Tending, connection: ShopConnection, turn: Turn): Promise<Date | null>
}

/** What is done for channels, task by task. */
export const channelWork: Readonly<Record<ChannelTask, ChannelWork>> = {
  discovery: {
    hands: 4,
    async work({ clock }, connection, { em, lease, signal }) {
      await discoverListings(connection, { em, lease, clock, signal })
      return later(clock, cadence.discoveryMs)
    },
  },
  probe: {
    hands: 4,
    async work({ clock }, connection, { em, lease, signal }) {
      const more = await probeNextListing(connection, { em, lease, now: clock.now(), signal })
      const next = await watchListings({ connection, em, lease, clock, signal })
      return more ? later(clock, PROBE_PAUSE_MS) : next
    },
  },
  tokens: {
    hands: 4,
    work: ({ keys, clock }, connection, { em, lease, signal }) => refreshTokens(connection, { em, keys, lease, clock, signal }),
  },
  orders: {
    hands: 4,
    work: ({ clock, desks }, connection, { em, lease, signal }) =>
      pullShopOrders({ connection, em, lease, clock, signal, desk: desks.of(merchantSchema(em)) }),
  },
  refunds: {
    hands: 2,
    work: ({ clock }, connection, { em, lease, signal }) => pullRefunds({ connection, em, lease, clock, signal }),
  },
  ship: {
    hands: 4,
    work: ({ clock }, connection, { em, lease, signal }) => tellShipments({ connection, em, lease, clock, signal }),
  },
  reconcile: {
    hands: 2,
    work: ({ clock, desks }, connection, { em, lease, signal }) =>
      reconcile({ connection, em, lease, clock, signal, desk: desks.of(merchantSchema(em)) }),
  },
  push: {
    // Each listens for ten minutes, and costs next to nothing meanwhile.
    hands: 64,
    work: ({ clock, connections, signal: stopping }, connection, { em, signal }) =>
      listenPushes(connection, { connections, em, clock, signal: AbortSignal.any([signal, stopping]) }),
  },
  publish: {
    hands: 8,
    work: async (tending, connection, turn) => (await publishTurn(publishing(tending, connection, turn))).dueAt,
  },
  watch: {
    hands: 4,
    work: async (tending, connection, turn) => (await watchTurn(publishing(tending, connection, turn))).dueAt,
  },
  // Hands of its own: nothing else a shop is told keeps a stop waiting.
  stop: {
    hands: 8,
    work: (tending, connection, turn) => stopTurn(publishing(tending, connection, turn)),
  },
}

export const channelTasks: readonly ChannelTask[] = [
  'discovery',
  'probe',
  'tokens',
  'orders',
  'publish',
  'watch',
  'stop',
  'push',
  'reconcile',
  'refunds',
  'ship',
]

function publishing({ clock, desks, witness }: Tending, connection: ShopConnection, { em, lease, signal }: Turn): Publishing {
  return { connection, em, lease, clock, signal, desk: desks.of(merchantSchema(em)), ...(witness ? { witness } : {}) }
}

function later(clock: Clock, ms: number): Date {
  return new Date(clock.now().getTime() + ms)
}
