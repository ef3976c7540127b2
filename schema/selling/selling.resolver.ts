import type { HandEditPolicy } from '../../src/domain/publishing/judge-reading.ts'
import type { ListingBoosted } from '../../src/selling/boost-listing.ts'
import type { SellingChanged } from '../../src/selling/stop-selling.ts'
import { writeOffListing } from '../../src/selling/write-off.ts'
import { handEditPolicies } from '../../src/watching/set-policy.ts'
import { ADMINS, Allow, OPERATORS, READERS, Visible } from '../access.ts'
import { ChannelOutcome, ChannelType } from '../catalogue/channel.type.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, Field, FieldResolver, ID, Int, Mutation, ObjectType, Query, Resolver, Root } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { BadInputError } from '../errors.ts'
import { visibleChannel } from '../limits.ts'
import { ListingType } from '../listings/listing.type.ts'
import { outcomeOf } from '../outcome.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'
import { DateTime, Units } from '../scalars.ts'
import { command } from '../stock/command.ts'
import { EvidenceType, ProbeOutcome } from './evidence.type.ts'
import { ListingStandingType } from './listing-standing.type.ts'
import { ChannelPageArgs, CONFIRM, SellingScopeInput, toScope, WriteOffListingInput } from './selling.input.ts'
import { ProbeRunType, toProbeRun } from './probe-run.type.ts'
import { ListingEditConnection, ListingMoveConnection } from './stock-move.type.ts'

const HandEditPolicyEnum = enumOf('HandEditPolicy', handEditPolicies)

@Visible(OPERATORS)
@ObjectType('SellingChanged')
class SellingChangedType implements Omit<SellingChanged, 'kind'> {
  @Field(() => Int, { description: 'Listings that were not so before.' })
  declare readonly listings: number

  @Field(() => Int, { description: 'Listings this was asked for.' })
  declare readonly inScope: number
}

@Visible(OPERATORS)
@ObjectType('ListingWrittenOff')
class ListingWrittenOffType {
  @Field(() => Units)
  declare readonly units: number
}

@Visible(OPERATORS)
@ObjectType('ListingBoosted')
class ListingBoostedType implements Omit<ListingBoosted, 'kind'> {
  @Field(() => Units)
  declare readonly quotaUnits: number

  @Field(() => Units)
  declare readonly wantedUnits: number

  @Field(() => Units, { description: 'Taken from what is free now, of its scarcest component.' })
  declare readonly freeUnits: number

  @Field(() => Units, { description: 'Lowered elsewhere first.' })
  declare readonly recalledUnits: number

  @Field(() => DateTime)
  declare readonly until: Date
}

const BoostOutcome = outcomeOf('BoostOutcome', ListingBoostedType)
const SellingOutcome = outcomeOf('SellingOutcome', SellingChangedType)
const WriteOffOutcome = outcomeOf('WriteOffOutcome', ListingWrittenOffType)

@Resolver(() => ListingType)
class ListingStandingResolver {
  @FieldResolver(() => ListingStandingType, { nullable: true, description: 'How it is published.' })
  standing(@Root() { id }: ListingType, @Ctx() { loaders }: RequestContext) {
    return loaders().standings.load(id)
  }
}

@Resolver(() => ListingType)
class EvidenceResolver {
  @FieldResolver(() => [EvidenceType], { description: 'What was found out about its numbers, newest first.' })
  async evidence(@Root() { id }: ListingType, @Ctx() { loaders }: RequestContext) {
    return (await loaders().evidence.load(id)) ?? []
  }

  @FieldResolver(() => [ProbeRunType], { description: 'What watched its counters, or still does, newest first.' })
  async probes(@Root() { id }: ListingType, @Ctx() { loaders }: RequestContext) {
    return ((await loaders().probes.load(id)) ?? []).map(toProbeRun)
  }

  @Allow(OPERATORS)
  @Mutation(() => ProbeOutcome, {
    description:
      'Has a listing looked into anew as soon as a worker is free, and watched over its next order and cancellation. It only reads, unless it may write: then its number is lowered by a unit or two, once, to find out what a repeated key and a lowering below zero do.',
  })
  probeListing(
    @Arg('channel', () => String) channel: string,
    @Arg('listing', () => ID) listing: string,
    @Arg('mayWrite', () => Boolean, { defaultValue: false }) mayWrite: boolean,
    @Ctx() { desk }: RequestContext,
  ) {
    return desk().selling.askProbe({ channel, listing, mayWrite })
  }
}

@Resolver(() => ChannelType)
class SellingResolver {
  @FieldResolver(() => HandEditPolicyEnum, { description: 'What is done about units that another hand puts on sale.' })
  handEdits(@Root() { id }: ChannelType, @Ctx() { loaders }: RequestContext) {
    return loaders().handEdits.load(id)
  }

  @Allow(READERS, { limited: 'checked' })
  @Query(() => ListingMoveConnection, {
    description: "Moves of a channel's numbers, oldest first: those that are not settled, or all.",
  })
  async listingMoves(
    @Args(() => ChannelPageArgs) { channel: code, first, after }: ChannelPageArgs,
    @Arg('open', () => Boolean, { defaultValue: true }) open: boolean,
    @Ctx() context: RequestContext,
  ) {
    const channel = await channelOf(context, code)
    const list = `moves/${channel.id}`
    const wanted = { channelId: channel.id, listingId: null, open, first, after: decodeCursor(list, after) }
    return toKeyedConnection(await context.desk().selling.listMoves(wanted), ({ id }) => encodeCursor(list, id))
  }

  @Allow(READERS, { limited: 'checked' })
  @Query(() => ListingEditConnection, { description: 'What other hands have changed at a shop, newest first.' })
  async listingEdits(
    @Args(() => ChannelPageArgs) { channel: code, first, after }: ChannelPageArgs,
    @Ctx() context: RequestContext,
  ) {
    const channel = await channelOf(context, code)
    const list = `edits/${channel.id}`
    const wanted = { channelId: channel.id, first, after: decodeCursor(list, after) }
    return toKeyedConnection(await context.desk().selling.listEdits(wanted), ({ id }) => encodeCursor(list, id))
  }

  @Allow(OPERATORS)
  @Mutation(() => SellingOutcome, {
    description:
      'Raises end at once and the shops are told 0, beside whatever is under way; units come back once that is proved.',
  })
  stopSelling(
    @Arg('scope', () => SellingScopeInput) scope: SellingScopeInput,
    @Arg('confirm', () => String, { nullable: true, description: CONFIRM }) confirm: string | null,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    return desk().selling.stop(toScope(scope), principal.actor, confirm ?? null)
  }

  @Allow(OPERATORS)
  @Mutation(() => SellingOutcome, { description: 'Listings that were stopped are told again what they may sell.' })
  resumeSelling(@Arg('scope', () => SellingScopeInput) scope: SellingScopeInput, @Ctx() { desk, principal }: RequestContext) {
    return desk().selling.resume(toScope(scope), principal.actor)
  }

  @Allow(OPERATORS)
  @Mutation(() => SellingOutcome, { description: 'Listings that were lowered by hand may be raised again.' })
  allowRaises(@Arg('scope', () => SellingScopeInput) scope: SellingScopeInput, @Ctx() { desk, principal }: RequestContext) {
    return desk().selling.allowRaises(toScope(scope), principal.actor)
  }

  @Allow(OPERATORS)
  @Mutation(() => BoostOutcome, {
    description:
      'Lets a listing sell so many more now: out of what is free, the rest by lowerings elsewhere. Refused, with the numbers, where that cannot be enough. It keeps them for ten minutes.',
  })
  boostListing(
    @Arg('key', () => String) key: string,
    @Arg('channel', () => String) channel: string,
    @Arg('listing', () => ID) listing: string,
    @Arg('units', () => Int) units: number,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    return desk().selling.boost({ key, channel, listing, units, actor: principal.actor })
  }

  @Allow(OPERATORS)
  @Mutation(() => ChannelOutcome, { description: 'Says what is done about units that another hand puts on sale.' })
  async setHandEdits(
    @Arg('channel', () => String) channel: string,
    @Arg('policy', () => HandEditPolicyEnum) policy: HandEditPolicy,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    return desk().selling.setHandEdits({ channel, policy, actor: principal.actor })
  }

  @Allow(ADMINS)
  @Mutation(() => WriteOffOutcome, {
    description:
      'Gives back what a listing may still sell, on your word: of a shop that is paused or handed back, or a listing that is gone.',
  })
  async writeOffListing(
    @Arg('key', () => String) key: string,
    @Arg('input', () => WriteOffListingInput) { channel, listing, reason, confirm = null }: WriteOffListingInput,
    @Ctx() context: RequestContext,
  ) {
    const may = await context.desk().selling.mayWriteOff({ channel, listing, confirm })
    if ('kind' in may) return may
    return command(context, writeOffListing, { key, args: { ...may, reason } })
  }
}

async function channelOf({ desk, principal }: RequestContext, code: string) {
  const channel = visibleChannel(principal, await desk().catalogue.channelByCode(code))
  if (!channel) throw new BadInputError(`no channel ${code}`, 'channel')
  return channel
}

/** How shops sell: what is shown of it, and what operators can do. */
export const sellingResolvers = [ListingStandingResolver, EvidenceResolver, SellingResolver] as const
