import { authorisationHealth } from '../channels/authorisation-health.ts'
import { readAuthorisations } from '../channels/authorisation.ts'
import { authoriseChannel, type AuthoriseChannel } from '../channels/authorise-channel.ts'
import { notCountedBeside } from '../publishing/read-not-counted.ts'
import type { ChannelTools } from '../channels/channel-tools.ts'
import { createChannel, type CreateChannel } from '../channels/create-channel.ts'
import { callsADay, callsADayMax } from '../channels/estimate-calls.ts'
import { moveShopChannel } from '../channels/move-channel.ts'
import { findShopChannels } from '../channels/shop-channel.ts'
import { askTurn } from '../channels/ask-turn.ts'
import { readTasks } from '../jobs/read-tasks.ts'
import type { ChannelMove } from '../domain/channel-state.ts'
import { countListings } from '../listings/count-listings.ts'
import { countFindings, findingsOf } from '../listings/listing-findings.ts'
import { listListings, type ListListings } from '../listings/list-listings.ts'
import { mapListing, type MapListing } from '../listings/map-listing.ts'
import { mapListings, type MapListings } from '../listings/map-listings.ts'
import { readShadow } from '../listings/read-shadow.ts'
import type { PageWanted } from '../stock/read/list-page.ts'
import { wouldPublish } from '../listings/shadow-report.ts'

/** A platform that does not answer keeps nobody waiting for longer. */
const PATIENCE_MS = 60_000

export type ChannelDesk = ReturnType<typeof openChannelDesk>

/**
 * One merchant's shops on platforms, for callers that know neither its schema nor the platforms. `wake` is told when a command
 * has made something due.
 */
export function openChannelDesk(tools: ChannelTools, wake: () => void = () => undefined) {
  const { em, clock, platforms } = tools
  const waking = async <Outcome>(command: Promise<Outcome>): Promise<Outcome> => {
    const outcome = await command
    wake()
    return outcome
  }
  return {
    platforms: platforms.names,
    createChannel: (input: CreateChannel) => createChannel(tools, input),
    authoriseChannel: (input: AuthoriseChannel) => waking(authoriseChannel(tools, input, clock.deadline(PATIENCE_MS))),
    moveChannel: (input: { readonly channel: string; readonly move: ChannelMove; readonly actor: string }) =>
      waking(moveShopChannel(tools, input)),
    askDiscovery: (channel: string) => waking(askTurn(tools, { channel, task: 'discovery' })),
    askOrders: (channel: string) => waking(askTurn(tools, { channel, task: 'orders' })),
    mapListing: (input: MapListing) => mapListing(tools, input),
    mapListings: (input: MapListings) => mapListings(tools, input),

    shops: (channelIds: readonly string[]) => findShopChannels(em, channelIds),
    async health(channelIds: readonly string[]) {
      const known = await readAuthorisations(em, channelIds)
      return new Map(channelIds.map((id) => [id, authorisationHealth(known.get(id), clock.now())]))
    },
    discoveries: (channelIds: readonly string[]) => readTasks(em, { channelIds, task: 'discovery' }),
    intakes: (channelIds: readonly string[]) => readTasks(em, { channelIds, task: 'orders' }),
    listingCounts: (channelIds: readonly string[]) => countListings(em, channelIds),
    callsADay: (channel: { readonly platform: string }, listings: number) => callsADay(platforms, channel.platform, listings),
    callsADayMax: (channel: { readonly platform: string }) => callsADayMax(platforms, channel.platform),
    listListings: (request: ListListings) => listListings(em, request, clock.now()),
    findings: (listingIds: readonly string[]) => findingsOf(em, listingIds, clock.now()),
    notCounted: (channelId: string) => notCountedBeside(em.fork(), channelId, clock.now()),
    findingCounts: (channelIds: readonly string[]) => countFindings(em, channelIds, clock.now()),
    shadow: (wanted: PageWanted & { readonly channelId: string }) => readShadow(em, wanted, clock.now()),
    wouldPublish: (listingIds: readonly string[]) => wouldPublish(em, listingIds, clock.now()),
  }
}
