import { Allow, EVERYONE, OPERATORS } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from '../decorators.ts'
import { given } from '../given.ts'
import { PageArgs } from '../relay/page.args.ts'
import { toConnection } from '../relay/to-connection.ts'
import { ArchivedEnum, type Archived } from './archived.enum.ts'
import {
  DefineRecipeInput,
  RecipeComponentType,
  RecipeConnection,
  RecipeOutcome,
  RecipeType,
  RecipeVersionType,
} from './recipe.type.ts'
import { SkuType } from './sku.type.ts'

@Resolver(() => RecipeType)
export class RecipeResolver {
  @Allow(EVERYONE, { limited: 'open' })
  @Query(() => RecipeConnection, { description: 'In the order of their codes.' })
  async recipes(
    @Args(() => PageArgs) { first, after = null }: PageArgs,
    @Arg('archived', () => ArchivedEnum, { nullable: true }) archived: Archived | null,
    @Ctx() { desk }: RequestContext,
  ) {
    return toConnection(await desk().catalogue.listRecipes({ first, after, ...given({ archived }) }))
  }

  @Allow(EVERYONE, { limited: 'open' })
  @Query(() => RecipeType, { nullable: true })
  async recipe(@Arg('code', () => String) code: string, @Ctx() { desk }: RequestContext) {
    return (await desk().catalogue.recipesByCode([code])).get(code)
  }

  @FieldResolver(() => [RecipeVersionType], { description: 'The newest twenty, newest first.' })
  async versions(@Root() { id }: RecipeType, @Ctx() { loaders }: RequestContext) {
    return (await loaders().versionsByRecipe.load(id)) ?? []
  }

  @Allow(OPERATORS)
  @Mutation(() => RecipeOutcome, { description: 'Makes a recipe, or its next version.' })
  defineRecipe(@Arg('input', () => DefineRecipeInput) input: DefineRecipeInput, @Ctx() { desk }: RequestContext) {
    const { code, components, name, effectiveAt } = input
    return desk().catalogue.defineRecipe({ code, components, ...given({ name, effectiveAt }) })
  }

  @Allow(OPERATORS)
  @Mutation(() => RecipeOutcome)
  archiveRecipe(@Arg('code', () => String) code: string, @Ctx() { desk }: RequestContext) {
    return desk().catalogue.archiveRecipe(code)
  }

  @Allow(OPERATORS)
  @Mutation(() => RecipeOutcome)
  unarchiveRecipe(@Arg('code', () => String) code: string, @Ctx() { desk }: RequestContext) {
    return desk().catalogue.unarchiveRecipe(code)
  }
}

@Resolver(() => RecipeComponentType)
export class RecipeComponentResolver {
  @FieldResolver(() => SkuType)
  sku(@Root() { skuId }: RecipeComponentType, @Ctx() { loaders }: RequestContext) {
    return loaders().skusById.load(skuId)
  }
}
