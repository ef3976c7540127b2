/**
 * What an operator says of who gets scarce units. Nothing has to be said: what no rule says stays at `EVERYBODY_ALIKE`.
 * Channels and SKUs are named by id, which a rule keeps for ever; instants are ours, in milliseconds.
 */
export interface Rule {
  readonly id: string
  /** The version of the rule book that brought it. */
  readonly version: number
  readonly name: string | null
  readonly scope: RuleScope
  /** From when it counts; null: from the beginning. */
  readonly fromMs: number | null
  /**
   * Null: a standing rule, which takes the place of the standing rule of its scope that began before it. Otherwise an event:
   * until then, what it says counts before what the standing rule of its scope says, and then that counts again by itself.
   */
  readonly untilMs: number | null
  readonly says: RuleSays
}

/** The more specific counts first: a SKU before its tags, those before the merchant; of tags that of the smaller position. */
export type RuleScope =
  | { readonly kind: 'merchant' }
  | { readonly kind: 'tag'; readonly tag: string; readonly position: number }
  | { readonly kind: 'sku'; readonly skuId: string }

/**
 * What one rule says; null: nothing of that, and the next rule is asked. Five things are asked for separately, each is taken
 * whole from the first rule that says it: all ranks, all shares, the floor and cap of one channel, and each value below.
 */
export interface RuleSays extends Readonly<Record<keyof SkuRule, number | null>> {
  readonly channels: readonly ChannelSays[]
}

export interface ChannelSays extends Readonly<Record<keyof ChannelRule, number | null>> {
  readonly channelId: string
}

/** What holds for one SKU in each pool it lies in, whoever sells it. Units are those of the SKU. */
export interface SkuRule {
  /** So many stay free, for direct sales. */
  readonly reserveUnits: number
  /** A quota that is not what it should be by less than so many stays as it is, unless it would run out, or has to give up units. */
  readonly minimumMoveUnits: number
  /** How sure it should be that a rank does not sell out before units can reach it again; from 0.5 to 0.999. */
  readonly confidence: number
  /** So many units of the SKU may be shown beyond what is there; 0: none. */
  readonly overcommitUnits: number
  /** How many oversold units a day the merchant accepts over all SKUs; 0: nothing is shown beyond what is there. */
  readonly oversellUnitsPerDay: number
}

/** What holds for the listings of one channel that sell one SKU. Units are those of the SKU, for each listing and pool. */
export interface ChannelRule {
  /** 1 is served first; those of one rank together. */
  readonly rank: number
  /**
   * Of what is left when every rank has what it is expected to sell: so many hundredths, for all listings of the channel
   * together. Null: it shares by demand, with the others of which nothing is said, what the named shares leave over.
   */
  readonly sharePercent: number | null
  /** So many it should have before any rank has its turn. */
  readonly floorUnits: number
  /** It should never have more; null: no cap. At least the floor. */
  readonly capUnits: number | null
}

/** Where a value comes from; null: no rule says it. */
export type RuleSource = Pick<Rule, 'id' | 'version' | 'name' | 'scope' | 'untilMs'> | null

/** What counts for one SKU on one channel, and which rule said so. */
export interface EffectiveRule extends SkuRule, ChannelRule {
  readonly sources: Readonly<Record<keyof SkuRule | keyof ChannelRule, RuleSource>>
}

/** Nobody comes first, and nothing is kept from anybody: equal shares, moved by demand. */
export const EVERYBODY_ALIKE = {
  rank: 1,
  sharePercent: null,
  floorUnits: 0,
  capUnits: null,
  reserveUnits: 0,
  minimumMoveUnits: 1,
  confidence: 0.6,
  overcommitUnits: 0,
  oversellUnitsPerDay: 0,
} as const satisfies SkuRule & ChannelRule

export const NOTHING_SAID: RuleSays = {
  channels: [],
  reserveUnits: null,
  minimumMoveUnits: null,
  confidence: null,
  overcommitUnits: null,
  oversellUnitsPerDay: null,
}
