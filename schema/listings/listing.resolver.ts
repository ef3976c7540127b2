import { Allow, OPERATORS, READERS } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from '../decorators.ts'
import { BadInputError } from '../errors.ts'
import { visibleChannel } from '../limits.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'
import { Units } from '../scalars.ts'
import { ListingsArgs, MapListingInput, MapListingsInput, toMapListing, toMapListings } from './listing.input.ts'
import { FindingType, ListingConnection, ListingOutcome, ListingType } from './listing.type.ts'
import { MapListingsOutcome, toMappedRows } from './mapped-rows.type.ts'

const LIST = 'listings'

@Resolver(() => ListingType)
export class ListingResolver {
  @Allow(READERS, { limited: 'checked' })
  @Query(() => ListingConnection, { description: 'What a shop lists, in the order in which it was found.' })
  async listings(
    @Args(() => ListingsArgs) { channel: code, filter, first, after }: ListingsArgs,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    const channel = visibleChannel(principal, await desk().catalogue.channelByCode(code))
    if (!channel) throw new BadInputError(`no channel ${code}`, 'channel')
    const { mapping = null, listing: key = null, finding = null, gone } = filter ?? {}
    const list = `${LIST}/${channel.id}`
    const wanted = { channelId: channel.id, mapping, key, finding, gone: gone === true, first, after: decodeCursor(list, after) }
    return toKeyedConnection(await desk().channels.listListings(wanted), ({ id }) => encodeCursor(list, id))
  }

  @FieldResolver(() => [FindingType])
  async findings(@Root() { id }: ListingType, @Ctx() { loaders }: RequestContext) {
    return (await loaders().findings.load(id)) ?? []
  }

  @FieldResolver(() => Units, {
    nullable: true,
    description: 'What it would be shown with if all that is free were shared evenly; null where we would show nothing.',
  })
  wouldPublishUnits(@Root() { id }: ListingType, @Ctx() { loaders }: RequestContext) {
    return loaders().wouldPublish.load(id)
  }

  @FieldResolver(() => Units, { nullable: true, description: 'Units shown beyond that; below zero: shown too few.' })
  async divergenceUnits(@Root() { id, shownUnits }: ListingType, @Ctx() { loaders }: RequestContext) {
    const would = await loaders().wouldPublish.load(id)
    return would === undefined || shownUnits === null ? null : shownUnits - would
  }

  @Allow(OPERATORS)
  @Mutation(() => ListingOutcome, { description: 'Says what a listing sells. It stays so, whatever its code on the platform.' })
  mapListing(@Arg('input', () => MapListingInput) input: MapListingInput, @Ctx() { desk, principal }: RequestContext) {
    return desk().channels.mapListing(toMapListing(input, principal.actor))
  }

  @Allow(OPERATORS)
  @Mutation(() => ListingOutcome, {
    description:
      'Says that a listing sells goods that are still to come, or those on hand again. Refused while it may still sell.',
  })
  sellAhead(
    @Arg('channel', () => String) channel: string,
    @Arg('listing', () => ID) listing: string,
    @Arg('ahead', () => Boolean) ahead: boolean,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    return desk().selling.sellAhead({ channel, listing, ahead, actor: principal.actor })
  }

  @Allow(OPERATORS)
  @Mutation(() => MapListingsOutcome, {
    description: 'Maps many listings at once. Each row that cannot be is answered with its reason; the others stand.',
  })
  async mapListings(@Arg('input', () => MapListingsInput) input: MapListingsInput, @Ctx() { desk, principal }: RequestContext) {
    return toMappedRows(await desk().channels.mapListings(toMapListings(input, principal.actor)))
  }
}
