import { findingKinds } from '../../src/listings/listing-findings.ts'
import { ADMINS, Allow, OPERATORS } from '../access.ts'
import { ChannelOutcome, ChannelType } from '../catalogue/channel.type.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from '../decorators.ts'
import { AuthorisationType } from './authorisation.type.ts'
import { AuthoriseOutcome, DiscoveryOutcome } from './about-channel.type.ts'
import { AuthoriseChannelInput, toAuthorise } from './authorise-channel.input.ts'
import { CreateChannelInput, toCreateChannel } from './create-channel.input.ts'
import { NotCountedType } from './not-counted.type.ts'
import { CallsADayType, DiscoveryType, FindingCountType, ListingCountsType, ShopType } from './shop.type.ts'

@Resolver(() => ShopType)
export class ShopFieldsResolver {
  @FieldResolver(() => Boolean, { description: 'A try-out shop on this machine.' })
  sandbox(@Root() { sandbox }: ShopType) {
    return sandbox !== null
  }

  @FieldResolver(() => AuthorisationType)
  authorisation(@Root() { id }: ShopType, @Ctx() { loaders }: RequestContext) {
    return loaders().authorisations.load(id)
  }

  @FieldResolver(() => DiscoveryType, { nullable: true })
  discovery(@Root() { id }: ShopType, @Ctx() { loaders }: RequestContext) {
    return loaders().discoveries.load(id)
  }

  @FieldResolver(() => ListingCountsType, { nullable: true, description: 'Null while nothing has been found.' })
  listingCounts(@Root() { id }: ShopType, @Ctx() { loaders }: RequestContext) {
    return loaders().listingCounts.load(id)
  }

  @FieldResolver(() => [FindingCountType], { description: 'What is wrong with its listings: those that have it, by kind.' })
  async findingCounts(@Root() { id }: ShopType, @Ctx() { loaders }: RequestContext) {
    const counts = await loaders().findingCounts.load(id)
    return findingKinds.flatMap((kind) => {
      const listings = counts?.[kind] ?? 0
      return listings > 0 ? [{ kind, listings }] : []
    })
  }

  @FieldResolver(() => [NotCountedType], {
    description:
      'Of the goods it lists, what other shops show that have not joined, beyond what is left to them: the 20 worst. Look before it joins.',
  })
  notCounted(@Root() { id }: ShopType, @Ctx() { desk }: RequestContext) {
    return desk().channels.notCounted(id)
  }

  @FieldResolver(() => CallsADayType, { nullable: true })
  async callsADay(@Root() shop: ShopType, @Ctx() { desk, loaders }: RequestContext) {
    const counts = await loaders().listingCounts.load(shop.id)
    return desk().channels.callsADay(shop, counts?.listed ?? 0)
  }
}

@Resolver(() => ChannelType)
export class ShopResolver {
  @FieldResolver(() => ShopType, { nullable: true, description: 'Null for a shop of the merchant itself.' })
  shop(@Root() { id }: ChannelType, @Ctx() { loaders }: RequestContext) {
    return loaders().shops.load(id)
  }

  @Allow(ADMINS)
  @Mutation(() => ChannelOutcome, {
    description: 'A shop on a platform. It begins in shadow: it is read, and nothing is written to it.',
  })
  createChannel(@Arg('input', () => CreateChannelInput) input: CreateChannelInput, @Ctx() { desk, principal }: RequestContext) {
    return desk().channels.createChannel(toCreateChannel(input, principal.actor))
  }

  @Allow(ADMINS)
  @Mutation(() => AuthoriseOutcome, { description: 'The platform is asked whose the token is before it is kept.' })
  authoriseChannel(
    @Arg('input', () => AuthoriseChannelInput) input: AuthoriseChannelInput,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    return desk().channels.authoriseChannel(toAuthorise(input, principal.actor))
  }

  @Allow(OPERATORS)
  @Mutation(() => DiscoveryOutcome, { description: 'Reads what the shop lists as soon as a worker is free.' })
  discoverListings(@Arg('channel', () => String) channel: string, @Ctx() { desk }: RequestContext) {
    return desk().channels.askDiscovery(channel)
  }
}
