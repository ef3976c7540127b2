import type { Recipe, RecipeComponent, RecipeVersion } from '../../src/catalogue/recipe.ts'
import type { SkuId } from '../../src/domain/ids.ts'
import { EVERYONE, Visible } from '../access.ts'
import { Field, InputType, Int, ObjectType } from '../decorators.ts'
import { outcomeOf } from '../outcome.ts'
import { connectionOf } from '../relay/connection.ts'
import { DateTime } from '../scalars.ts'
import { SaveOutcomeEnum, type SaveOutcome } from './archived.enum.ts'

@Visible(EVERYONE)
@ObjectType('RecipeComponent')
export class RecipeComponentType implements RecipeComponent {
  declare readonly skuId: SkuId

  @Field(() => Int, { description: 'Units of the SKU in one set.' })
  declare readonly units: number
}

@Visible(EVERYONE)
@ObjectType('RecipeVersion')
export class RecipeVersionType implements RecipeVersion {
  declare readonly id: string
  declare readonly recipeId: string

  @Field(() => Int)
  declare readonly version: number

  @Field(() => DateTime, { description: 'From then on orders use it, once it is granted.' })
  declare readonly effectiveAt: Date

  @Field(() => DateTime, { nullable: true, description: 'Until then shops may still sell what an older version promised.' })
  declare readonly grantedAt: Date | null

  @Field(() => DateTime)
  declare readonly createdAt: Date

  @Field(() => [RecipeComponentType])
  declare readonly components: readonly RecipeComponent[]
}

@Visible(EVERYONE)
@ObjectType('Recipe', { description: 'What a set is sold as.' })
export class RecipeType implements Recipe {
  declare readonly id: string

  @Field(() => String, { description: 'Never changes.' })
  declare readonly code: string

  @Field(() => String)
  declare readonly name: string

  @Field(() => DateTime, { nullable: true })
  declare readonly archivedAt: Date | null

  @Field(() => DateTime)
  declare readonly createdAt: Date
}

export const RecipeConnection = connectionOf('Recipe', { node: () => RecipeType, visible: EVERYONE })

@Visible(EVERYONE)
@ObjectType('RecipeSaved')
class RecipeSavedType {
  @Field(() => SaveOutcomeEnum, { name: 'outcome' })
  declare readonly kind: SaveOutcome

  @Field(() => RecipeType)
  declare readonly recipe: Recipe

  @Field(() => RecipeVersionType, { nullable: true, description: 'The version that was defined.' })
  declare readonly version?: RecipeVersion
}

export const RecipeOutcome = outcomeOf('RecipeOutcome', RecipeSavedType)

@InputType()
class RecipeComponentInput {
  @Field(() => String)
  declare readonly sku: string

  @Field(() => Int)
  declare readonly units: number
}

@InputType()
export class DefineRecipeInput {
  @Field(() => String)
  declare readonly code: string

  @Field(() => String, { nullable: true, description: 'Needed for a new recipe; else it renames.' })
  declare readonly name?: string | null

  @Field(() => [RecipeComponentInput])
  declare readonly components: readonly RecipeComponentInput[]

  @Field(() => DateTime, { nullable: true, description: 'Now, when not given.' })
  declare readonly effectiveAt?: Date | null
}
