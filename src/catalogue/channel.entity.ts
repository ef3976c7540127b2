import { defineEntity, p } from '@mikro-orm/core'

const ChannelSchema = defineEntity({
  name: 'Channel',
  tableName: 'channel',
  properties: {
    id: p.bigint('string').primary(),
    code: p.string(),
    name: p.string(),
    platform: p.string(),
    state: p.string(),
    createdAt: p.datetime().fieldName('created_at'),
  },
})

export class ChannelEntity extends ChannelSchema.class {}
ChannelSchema.setClass(ChannelEntity)
