import { merchantsAndAccess } from './0001-merchants-and-access.ts'
import { merchantCatalogue } from './0002-merchant-catalogue.ts'
import { merchantStock } from './0003-merchant-stock.ts'
import { merchantHolds } from './0004-merchant-holds.ts'
import { accessAudit } from './0005-access-audit.ts'
import { shipmentPlaces } from './0007-shipment-places.ts'
import { merchantChannels } from './0008-merchant-channels.ts'
import { merchantOrders } from './0009-merchant-orders.ts'
import { alarmTargets } from './0010-alarm-targets.ts'
import { jobRunners } from './0010-job-runners.ts'
import { sharedTasks } from './0010-shared-tasks.ts'
import { orderFacts } from './0011-order-facts.ts'
import { orderFeed } from './0011-order-feed.ts'
import { pushClaims } from './0011-push-claims.ts'
import { orderCare } from './0012-order-care.ts'
import { merchantShipments } from './0012-merchant-shipments.ts'
import { merchantLooseCodes } from './0013-merchant-loose-codes.ts'
import { merchantPresale } from './0014-merchant-presale.ts'
import { merchantListingPrice } from './0015-merchant-listing-price.ts'
import { merchantPublishing } from './0014-merchant-publishing.ts'
import { publishingIndexes } from './0015-publishing-indexes.ts'
import { channelDoubt } from './0016-channel-doubt.ts'
import { handEdits } from './0016-hand-edits.ts'
import { stopSelling } from './0016-stop-selling.ts'
import { whatWasProbed } from './0016-what-was-probed.ts'
import { databaseGenerations } from './0017-database-generations.ts'
import { quotaFeed } from './0019-quota-feed.ts'
import { probeRuns } from './0021-probe-runs.ts'
import { waitingAcknowledgements } from './0030-waiting-acknowledgements.ts'
import { sellingScopes } from './0034-selling-scopes.ts'
import { loweringProbes } from './0035-lowering-probes.ts'
import { soldAhead } from './0036-sold-ahead.ts'
import { allocationRules } from './0040-allocation-rules.ts'
import { campaigns } from './0045-campaigns.ts'
import { demandMemory } from './0050-demand-memory.ts'
import { overcommit } from './0062-overcommit.ts'
import { campaignTending } from './0066-campaign-tending.ts'
import { campaignSales } from './0067-campaign-sales.ts'
import { campaignLinesTended } from './0068-campaign-lines-tended.ts'
import { campaignFeed } from './0069-campaign-feed.ts'
import { campaignFreezes } from './0070-campaign-freezes.ts'
import { campaignLineIndexes } from './0071-campaign-line-indexes.ts'
import { readingsByChannel } from './0073-readings-by-channel.ts'
import { demoMark } from './0076-demo-mark.ts'
import { listingsByJoining } from './0077-listings-by-joining.ts'
import { tagDemand } from './0080-tag-demand.ts'
import { holdsByTime } from './0081-holds-by-time.ts'
import { failingMoves } from './0089-failing-moves.ts'
import { freedByReadings } from './0090-freed-by-readings.ts'
import { orderParents } from './0091-order-parents.ts'
import { setLinesEnded } from './0095-set-lines-ended.ts'
import { overcommitWithdrawn } from './0096-overcommit-withdrawn.ts'
import { splitOrders } from './0103-split-orders.ts'
import { orderSizes } from './0104-order-sizes.ts'
import { lookedForInOrder } from './0105-looked-for-in-order.ts'
import { unpaidOrders } from './0110-unpaid-orders.ts'
import type { Migration } from './migration.ts'
import { quotasBelowZero } from './0117-quotas-below-zero.ts'
import { movesByListing } from './0118-moves-by-listing.ts'

export type { Migration } from './migration.ts'

/** The history of the tables all merchants share. */
export const sharedMigrations: readonly Migration[] = [
  merchantsAndAccess,
  accessAudit,
  jobRunners,
  sharedTasks,
  databaseGenerations,
  demoMark,
]

/** The history of each merchant's own tables. */
export const merchantMigrations: readonly Migration[] = [
  merchantCatalogue,
  merchantStock,
  merchantHolds,
  shipmentPlaces,
  merchantChannels,
  merchantOrders,
  alarmTargets,
  orderFacts,
  orderFeed,
  pushClaims,
  merchantShipments,
  orderCare,
  merchantLooseCodes,
  merchantPresale,
  merchantPublishing,
  merchantListingPrice,
  publishingIndexes,
  channelDoubt,
  handEdits,
  stopSelling,
  whatWasProbed,
  quotaFeed,
  probeRuns,
  waitingAcknowledgements,
  sellingScopes,
  loweringProbes,
  soldAhead,
  allocationRules,
  campaigns,
  demandMemory,
  overcommit,
  campaignTending,
  campaignSales,
  campaignLinesTended,
  campaignFeed,
  campaignFreezes,
  campaignLineIndexes,
  readingsByChannel,
  listingsByJoining,
  tagDemand,
  holdsByTime,
  failingMoves,
  freedByReadings,
  orderParents,
  setLinesEnded,
  overcommitWithdrawn,
  splitOrders,
  orderSizes,
  lookedForInOrder,
  unpaidOrders,
  quotasBelowZero,
  movesByListing,
]
