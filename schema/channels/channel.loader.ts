import type { ChannelDesk } from '../../src/gateway/channel-desk.ts'
import { listingLimits } from '../../src/listings/limits.ts'
import { loaderOf } from '../loader-of.ts'

const page = { maxBatchSize: listingLimits.pageSize }

export function shops(desk: ChannelDesk) {
  return loaderOf((ids: readonly string[]) => desk.shops(ids))
}

export function authorisations(desk: ChannelDesk) {
  return loaderOf((ids: readonly string[]) => desk.health(ids))
}

export function discoveries(desk: ChannelDesk) {
  return loaderOf((ids: readonly string[]) => desk.discoveries(ids))
}

export function intakes(desk: ChannelDesk) {
  return loaderOf((ids: readonly string[]) => desk.intakes(ids))
}

export function listingCounts(desk: ChannelDesk) {
  return loaderOf((ids: readonly string[]) => desk.listingCounts(ids))
}

export function findingCounts(desk: ChannelDesk) {
  return loaderOf((ids: readonly string[]) => desk.findingCounts(ids))
}

export function findings(desk: ChannelDesk) {
  return loaderOf((ids: readonly string[]) => desk.findings(ids), page)
}

export function wouldPublish(desk: ChannelDesk) {
  return loaderOf((ids: readonly string[]) => desk.wouldPublish(ids), page)
}
