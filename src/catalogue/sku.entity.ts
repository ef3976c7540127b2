import { defineEntity, p } from '@mikro-orm/core'

const SkuSchema = defineEntity({
  name: 'Sku',
  tableName: 'sku',
  properties: {
    id: p.bigint('string').primary(),
    code: p.string(),
    name: p.string(),
    barcode: p.string().nullable(),
    productGroup: p.string().fieldName('product_group').nullable(),
    tags: p.array(),
    archivedAt: p.datetime().fieldName('archived_at').nullable(),
    createdAt: p.datetime().fieldName('created_at'),
    updatedAt: p.datetime().fieldName('updated_at'),
  },
})

export class SkuEntity extends SkuSchema.class {}
SkuSchema.setClass(SkuEntity)
