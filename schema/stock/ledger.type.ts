import type { Account } from '../../src/domain/balance.ts'
import type { Condition, LocationId, PoolId, SkuId } from '../../src/domain/ids.ts'
import type { LedgerEntry } from '../../src/stock/read/list-ledger.ts'
import type { MoveEntry } from '../../src/stock/read/list-moves.ts'
import { READERS, Visible } from '../access.ts'
import { Field, ID, ObjectType } from '../decorators.ts'
import { connectionOf } from '../relay/connection.ts'
import { DateTime, Units } from '../scalars.ts'
import { ConditionEnum, PlaceEnum } from './condition.enum.ts'

@ObjectType()
class Why {
  @Field(() => ID)
  declare readonly id: string

  @Field(() => Units)
  declare readonly units: number

  @Field(() => String)
  declare readonly reason: string

  @Field(() => String, { description: 'What it is for: `hold:<id>/<line>`, `receipt:<key>`, `<source>:<document>/<line>`.' })
  declare readonly document: string

  @Field(() => String)
  declare readonly actor: string

  @Field(() => DateTime, { name: 'happenedAt' })
  declare readonly happenedAtMs: number

  @Field(() => DateTime, { name: 'recordedAt', description: 'When we learned it.' })
  declare readonly recordedAtMs: number
}

@Visible(READERS)
@ObjectType('LedgerEntry', { description: 'Units that moved between two places of a pool, or between a place and the outside.' })
export class LedgerEntryType extends Why implements LedgerEntry {
  declare readonly poolId: PoolId
  declare readonly skuId: SkuId

  @Field(() => PlaceEnum)
  declare readonly from: Account

  @Field(() => PlaceEnum)
  declare readonly to: Account
}

@Visible(READERS)
@ObjectType('Move', { description: 'Goods that came to a location, or left it (units below zero).' })
export class MoveType extends Why implements MoveEntry {
  declare readonly locationId: LocationId
  declare readonly skuId: SkuId

  @Field(() => ConditionEnum)
  declare readonly condition: Condition
}

export const LedgerConnection = connectionOf('LedgerEntry', { node: () => LedgerEntryType, visible: READERS })
export const MoveConnection = connectionOf('Move', { node: () => MoveType, visible: READERS })
