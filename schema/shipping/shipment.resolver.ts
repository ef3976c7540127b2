import { Allow, OPERATORS, READERS } from '../access.ts'
import { ChannelType } from '../catalogue/channel.type.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from '../decorators.ts'
import { BadInputError } from '../errors.ts'
import { foreignChannel, foreignLocation } from '../holds/hold-limits.ts'
import { visibleChannel } from '../limits.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'
import { unlessUnknown } from '../stock/command.ts'
import { CorrectedParcelInput, ShipmentsArgs, ShipOrderInput, toShipOrder } from './shipment.input.ts'
import {
  CarrierOutcome,
  CarrierType,
  ShipmentConnection,
  ShipmentOutcome,
  ShipmentType,
  ShipOrderOutcome,
} from './shipment.type.ts'

const LIST = 'shipments'

@Resolver(() => ShipmentType)
export class ShipmentResolver {
  @Allow(READERS)
  @Query(() => ShipmentConnection, {
    description: 'What shops were told of orders that left, or have still to be told; newest first.',
  })
  async shipments(@Args(() => ShipmentsArgs) { filter, first, after }: ShipmentsArgs, @Ctx() { desk }: RequestContext) {
    const { channel = null, orderId = null, state = null, unsettled } = filter ?? {}
    const channelId = channel === null ? null : (await desk().catalogue.channelByCode(channel))?.id
    if (channelId === undefined) throw new BadInputError(`no channel ${channel}`, 'filter.channel')
    const wanted = { channelId, orderId, state, unsettled: unsettled === true }
    const page = await desk().shipping.listShipments({ filter: wanted, first, after: decodeCursor(LIST, after) })
    return toKeyedConnection(page, ({ id }) => encodeCursor(LIST, id))
  }

  @Allow(READERS)
  @Query(() => ShipmentType, { nullable: true })
  async shipment(@Arg('id', () => ID) id: string, @Ctx() { desk }: RequestContext) {
    return (await desk().shipping.shipment(id)) ?? null
  }

  @FieldResolver(() => ChannelType, { nullable: true })
  channel(@Root() { channelId }: ShipmentType, @Ctx() { loaders }: RequestContext) {
    return loaders().channelsById.load(channelId)
  }

  @Allow(OPERATORS, { limited: 'checked' })
  @Mutation(() => ShipOrderOutcome, {
    description: 'Parcels of an order have left: the stock is consumed once, whoever else reports it, and the shop is told once.',
  })
  async shipOrder(
    @Arg('key', () => String) key: string,
    @Arg('input', () => ShipOrderInput) input: ShipOrderInput,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    const wish = toShipOrder(input)
    const no = foreignChannel(principal, wish.channel) ?? foreignLocation(principal, wish.location)
    return no ?? unlessUnknown(() => desk().shipping.shipOrder(wish, { key, actor: principal.actor }))
  }

  @Allow(OPERATORS)
  @Mutation(() => ShipmentOutcome, {
    description: 'Tells the shop once more of a shipment it refused, with other carriers or waybills where they were wrong.',
  })
  correctShipment(
    @Arg('key', () => String) key: string,
    @Arg('shipment', () => ID) shipmentId: string,
    @Arg('parcels', () => [CorrectedParcelInput], { nullable: true }) parcels: CorrectedParcelInput[] | null,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    const told = parcels?.map(({ carrier, waybill }) => ({ carrier, waybill })) ?? null
    return unlessUnknown(() => desk().shipping.correctShipment({ shipmentId, parcels: told }, { key, actor: principal.actor }))
  }

  @Allow(OPERATORS)
  @Mutation(() => ShipmentOutcome, {
    description: 'The shop shall not be told of it. Without goodsLeft its goods are back in stock.',
  })
  withdrawShipment(
    @Arg('key', () => String) key: string,
    @Arg('shipment', () => ID) shipmentId: string,
    @Arg('goodsLeft', () => Boolean) goodsLeft: boolean,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    return unlessUnknown(() => desk().shipping.withdrawShipment({ shipmentId, goodsLeft }, { key, actor: principal.actor }))
  }

  @Allow(READERS, { limited: 'checked' })
  @Query(() => [CarrierType], { description: 'The carriers a shop works with, as it last listed them; it is asked once a day.' })
  async carriers(@Arg('channel', () => String) code: string, @Ctx() { desk, principal }: RequestContext) {
    const channel = visibleChannel(principal, await desk().catalogue.channelByCode(code))
    if (!channel) throw new BadInputError(`no channel ${code}`, 'channel')
    return desk().shipping.carriers(channel.id)
  }

  @Allow(OPERATORS)
  @Mutation(() => CarrierOutcome, {
    description: 'Says which carrier of a shop a name of your own means; without a carrier: none.',
  })
  nameCarrier(
    @Arg('channel', () => String) channel: string,
    @Arg('name', () => String) name: string,
    @Arg('carrier', () => ID, { nullable: true }) carrier: string | null,
    @Ctx() { desk }: RequestContext,
  ) {
    return desk().shipping.nameCarrier({ channel, name, carrier: carrier ?? null })
  }
}
