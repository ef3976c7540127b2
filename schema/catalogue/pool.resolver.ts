import { Allow, EVERYONE, OPERATORS } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from '../decorators.ts'
import { given, givenOrCleared } from '../given.ts'
import { visibleLocation } from '../limits.ts'
import { LocationType } from './location.type.ts'
import { CreatePoolInput, PoolOutcome, PoolType, UpdatePoolInput } from './pool.type.ts'

@Resolver(() => PoolType)
export class PoolResolver {
  @Allow(EVERYONE, { limited: 'open' })
  @Query(() => [PoolType], { description: 'All of them: a merchant has few.' })
  pools(@Ctx() { desk }: RequestContext) {
    return desk().catalogue.listPools()
  }

  @Allow(EVERYONE, { limited: 'open' })
  @Query(() => PoolType, { nullable: true })
  pool(@Arg('code', () => String) code: string, @Ctx() { desk }: RequestContext) {
    return desk().catalogue.poolByCode(code)
  }

  @FieldResolver(() => LocationType, { nullable: true })
  async defaultLocation(@Root() { defaultLocationId: id }: PoolType, @Ctx() { loaders, principal }: RequestContext) {
    return id === null ? null : visibleLocation(principal, await loaders().locationsById.load(id))
  }

  @Allow(OPERATORS)
  @Mutation(() => PoolOutcome)
  createPool(@Arg('input', () => CreatePoolInput) input: CreatePoolInput, @Ctx() { desk }: RequestContext) {
    const { code, name, position } = input
    return desk().catalogue.createPool({ code, name, ...given({ position }) })
  }

  @Allow(OPERATORS)
  @Mutation(() => PoolOutcome)
  updatePool(@Arg('input', () => UpdatePoolInput) input: UpdatePoolInput, @Ctx() { desk }: RequestContext) {
    const { code, name, position, defaultLocation, leftToOthersPercent } = input
    return desk().catalogue.updatePool({
      code,
      ...given({ name, position, leftToOthersPercent }),
      ...givenOrCleared({ defaultLocation }),
    })
  }
}
