import { defineEntity, p } from '@mikro-orm/core'
import type { OpeningHours } from '../domain/opening-hours.ts'

const LocationSchema = defineEntity({
  name: 'Location',
  tableName: 'location',
  properties: {
    id: p.bigint('string').primary(),
    code: p.string(),
    name: p.string(),
    kind: p.string().$type<'warehouse' | 'store'>(),
    poolId: p.bigint('string').fieldName('pool_id').nullable(),
    latitude: p.double().nullable(),
    longitude: p.double().nullable(),
    hours: p.json<OpeningHours>().nullable(),
    pickUp: p.boolean().fieldName('pick_up'),
    onHandOwner: p.string().fieldName('on_hand_owner'),
    figuresIncludeUnshipped: p.boolean().fieldName('figures_include_unshipped'),
    archivedAt: p.datetime().fieldName('archived_at').nullable(),
    createdAt: p.datetime().fieldName('created_at'),
    updatedAt: p.datetime().fieldName('updated_at'),
  },
})

export class LocationEntity extends LocationSchema.class {}
LocationSchema.setClass(LocationEntity)
