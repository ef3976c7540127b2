import { Allow, EVERYONE, OPERATORS } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from '../decorators.ts'
import { BadInputError } from '../errors.ts'
import { given } from '../given.ts'
import { visibleLocation } from '../limits.ts'
import { toConnection } from '../relay/to-connection.ts'
import { CreateLocationInput, LocationsArgs, toCreateLocation, toUpdateLocation, UpdateLocationInput } from './location.input.ts'
import { LocationConnection, LocationOutcome, LocationType } from './location.type.ts'
import { PoolType } from './pool.type.ts'

@Resolver(() => LocationType)
export class LocationResolver {
  @Allow(EVERYONE, { limited: 'checked' })
  @Query(() => LocationConnection)
  async locations(@Args(() => LocationsArgs) args: LocationsArgs, @Ctx() { desk, principal }: RequestContext) {
    const { first, after = null, filter, orderBy, direction } = args
    const { pool: code, kind, pickUp, archived } = filter ?? {}
    const { catalogue } = desk()
    const pool = code === null || code === undefined ? undefined : await catalogue.poolByCode(code)
    if (code && !pool) throw new BadInputError(`no pool ${code}`, 'filter.pool')
    const wanted = given({ poolId: pool?.id, kind, pickUp, archived, codes: principal.locations })
    return toConnection(await catalogue.listLocations({ first, after, filter: wanted, ...given({ orderBy, direction }) }))
  }

  @Allow(EVERYONE, { limited: 'checked' })
  @Query(() => LocationType, { nullable: true })
  async location(@Arg('code', () => String) code: string, @Ctx() { desk, principal }: RequestContext) {
    return visibleLocation(principal, (await desk().catalogue.locationsByCode([code])).get(code))
  }

  @FieldResolver(() => PoolType, { nullable: true, description: 'Goods at a location without a pool are not for sale.' })
  pool(@Root() { poolId }: LocationType, @Ctx() { loaders }: RequestContext) {
    return poolId === null ? null : loaders().poolsById.load(poolId)
  }

  @Allow(OPERATORS)
  @Mutation(() => LocationOutcome)
  createLocation(@Arg('input', () => CreateLocationInput) input: CreateLocationInput, @Ctx() { desk }: RequestContext) {
    return desk().catalogue.createLocation(toCreateLocation(input))
  }

  @Allow(OPERATORS)
  @Mutation(() => LocationOutcome)
  updateLocation(@Arg('input', () => UpdateLocationInput) input: UpdateLocationInput, @Ctx() { desk }: RequestContext) {
    return desk().catalogue.updateLocation(toUpdateLocation(input))
  }

  @Allow(OPERATORS)
  @Mutation(() => LocationOutcome)
  archiveLocation(@Arg('code', () => String) code: string, @Ctx() { desk }: RequestContext) {
    return desk().catalogue.archiveLocation(code)
  }

  @Allow(OPERATORS)
  @Mutation(() => LocationOutcome)
  unarchiveLocation(@Arg('code', () => String) code: string, @Ctx() { desk }: RequestContext) {
    return desk().catalogue.unarchiveLocation(code)
  }
}
