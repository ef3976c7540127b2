import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import { readFeeds, readFreshness } from '../intake/read-feeds.ts'
import { readReconciliations } from '../intake/reconciliations.ts'
import { readAside } from '../intake/set-aside.ts'
import { findListings } from '../listings/list-listings.ts'
import { findChildren, findOrders, listOrders, type ListOrders } from '../orders/list-orders.ts'
import { readComponents, readHistories } from '../orders/read-order-parts.ts'
import { findHoldsByReference } from '../stock/read/list-holds.ts'
import type { OrderId } from '../stock/sql/orders.ts'

export type OrderDesk = ReturnType<typeof openOrderDesk>

/** One merchant's orders from shops on platforms, and how far they have been read. */
export function openOrderDesk({ em, clock }: { readonly em: Em; readonly clock: Clock }) {
  return {
    listOrders: (request: ListOrders) => listOrders(em, request),
    orders: (ids: readonly OrderId[]) => findOrders(em, ids),
    children: (parents: readonly OrderId[]) => findChildren(em, parents),
    histories: (ids: readonly OrderId[]) => readHistories(em, ids),
    components: (versionIds: readonly string[]) => readComponents(em, versionIds),
    listings: (ids: readonly string[]) => findListings(em, ids),
    holds: (references: readonly string[]) => findHoldsByReference(em, references),
    reconciliations: (channelIds: readonly string[]) => readReconciliations(em, channelIds),
    aside: (channelIds: readonly string[]) => readAside(em, channelIds),
    freshness: (channelIds: readonly string[]) => readFreshness(em, channelIds, clock.now()),
    feeds: (channelIds: readonly string[]) => readFeeds(em, channelIds, clock.now()),
  }
}
