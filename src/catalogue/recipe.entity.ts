import { defineEntity, p } from '@mikro-orm/core'

const RecipeSchema = defineEntity({
  name: 'Recipe',
  tableName: 'recipe',
  properties: {
    id: p.bigint('string').primary(),
    code: p.string(),
    name: p.string(),
    archivedAt: p.datetime().fieldName('archived_at').nullable(),
    createdAt: p.datetime().fieldName('created_at'),
  },
})

export class RecipeEntity extends RecipeSchema.class {}
RecipeSchema.setClass(RecipeEntity)
