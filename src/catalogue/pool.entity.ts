import { defineEntity, p } from '@mikro-orm/core'

const PoolSchema = defineEntity({
  name: 'Pool',
  tableName: 'pool',
  properties: {
    id: p.bigint('string').primary(),
    code: p.string(),
    name: p.string(),
    position: p.integer(),
    defaultLocationId: p.bigint('string').fieldName('default_location_id').nullable(),
    leftToOthersPercent: p.integer().fieldName('left_to_others_percent').default(0),
    createdAt: p.datetime().fieldName('created_at'),
  },
})

export class PoolEntity extends PoolSchema.class {}
PoolSchema.setClass(PoolEntity)
