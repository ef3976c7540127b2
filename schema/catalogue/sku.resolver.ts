import { Allow, EVERYONE, OPERATORS } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, Mutation, Query, Resolver } from '../decorators.ts'
import { BadInputError } from '../errors.ts'
import { given, givenOrCleared } from '../given.ts'
import { toConnection } from '../relay/to-connection.ts'
import { PAGE_MAX } from '../scalars.ts'
import { CreateSkuInput, SkusArgs, toCreateSku, toListSkus, UpdateSkuInput } from './sku.input.ts'
import { SkuConnection, SkuOutcome, SkuType } from './sku.type.ts'

@Resolver(() => SkuType)
export class SkuResolver {
  @Allow(EVERYONE, { limited: 'open' })
  @Query(() => SkuConnection)
  async skus(@Args(() => SkusArgs) args: SkusArgs, @Ctx() { desk }: RequestContext) {
    return toConnection(await desk().catalogue.listSkus(toListSkus(args)))
  }

  @Allow(EVERYONE, { limited: 'open' })
  @Query(() => SkuType, { nullable: true })
  async sku(@Arg('code', () => String) code: string, @Ctx() { desk }: RequestContext) {
    return (await desk().catalogue.skusByCode([code])).get(code)
  }

  @Allow(EVERYONE, { limited: 'open' })
  @Query(() => [SkuType], { nullable: 'items', description: 'In the order of the codes; null for one that is not there.' })
  async skusByCode(@Arg('codes', () => [String]) codes: readonly string[], @Ctx() { desk }: RequestContext) {
    if (codes.length > PAGE_MAX) throw new BadInputError(`codes must be at most ${PAGE_MAX}`, 'codes')
    const found = await desk().catalogue.skusByCode(codes)
    return codes.map((code) => found.get(code) ?? null)
  }

  @Allow(OPERATORS)
  @Mutation(() => SkuOutcome)
  createSku(@Arg('input', () => CreateSkuInput) input: CreateSkuInput, @Ctx() { desk }: RequestContext) {
    return desk().catalogue.createSku(toCreateSku(input))
  }

  @Allow(OPERATORS)
  @Mutation(() => SkuOutcome)
  updateSku(@Arg('input', () => UpdateSkuInput) input: UpdateSkuInput, @Ctx() { desk }: RequestContext) {
    const { code, name, barcode, productGroup, tags } = input
    return desk().catalogue.updateSku({ code, ...given({ name, tags }), ...givenOrCleared({ barcode, productGroup }) })
  }

  @Allow(OPERATORS)
  @Mutation(() => SkuOutcome)
  archiveSku(@Arg('code', () => String) code: string, @Ctx() { desk }: RequestContext) {
    return desk().catalogue.archiveSku(code)
  }

  @Allow(OPERATORS)
  @Mutation(() => SkuOutcome)
  unarchiveSku(@Arg('code', () => String) code: string, @Ctx() { desk }: RequestContext) {
    return desk().catalogue.unarchiveSku(code)
  }
}
