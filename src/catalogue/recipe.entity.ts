import { defineEntity, p } from '@mikro-orm/core'

const RecipeSchema = defineEntity({
  name: 'Recipe',
  tableName: 'recipe',
  properties: {
    id: p.bigint('string').primary(),
    code: p.string(),
    name: p.string(),
    archivedAt: p.datetime().fieldName('archived_at').nullable(),
    /** Set for the recipe of one unit that a listing of a plain SKU sells: nobody made it, and no list shows it. */
    singleSkuId: p.bigint('string').fieldName('single_sku_id').nullable(),
    createdAt: p.datetime().fieldName('created_at'),
  },
})

export class RecipeEntity extends RecipeSchema.class {}
RecipeSchema.setClass(RecipeEntity)
