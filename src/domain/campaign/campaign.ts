import type { PoolId, SkuId } from '../ids.ts'

export const campaignKinds = [
  'spend_and_save',
  'limited_discount',
  'flash_sale',
  'gift',
  'members_only',
  'presale',
  'livestream',
] as const
export type CampaignKind = (typeof campaignKinds)[number]

/** What a grant does that does not find everything: nothing, or it takes what there is and wants the rest. */
export const shortageRules = ['refuse', 'take_what_there_is'] as const
export type ShortageRule = (typeof shortageRules)[number]

/** Where units of cancelled orders go while the campaign runs. */
export const returnRules = ['campaign', 'pool'] as const
export type ReturnRule = (typeof returnRules)[number]

export const thresholdActions = ['warn', 'top_up', 'take_down'] as const
export type ThresholdAction = (typeof thresholdActions)[number]

export interface CampaignLine {
  /** Its number within the campaign, from 1. */
  readonly line: number
  readonly recipeId: string
  /** What one of it is made of: of the version its grant was made for, once it is granted. */
  readonly recipeVersionId: string
  readonly components: readonly { readonly skuId: SkuId; readonly units: number }[]
  /** The goods of later versions of its recipe that take effect before its campaign ends. */
  readonly laterGoods: readonly (readonly SkuId[])[]
  /** The one listing it is for; null: every listing of the recipe in the campaign's channels. */
  readonly listingId: string | null
  /** Why that listing can be promised nothing any more, though it could when it was planned. */
  readonly unfit: 'unmapped' | 'sold ahead' | null
  readonly units: number
  /** The least its platform wants to see for sale while the activity runs. */
  readonly minimum: number
  /** For direct sales. */
  readonly limitPerBuyer: number | null
  /** Something is done once fewer than this are left. */
  readonly threshold: number | null
  readonly onThreshold: ThresholdAction
  readonly isGift: boolean
  /** Of its units, those it was topped up with at its threshold. */
  readonly toppedUp: number
  /** It has passed its threshold, and was taken down: an operator lets it sell again. */
  readonly takenDown: boolean
  readonly removed: boolean
}

export interface Campaign {
  /** Null until it is stored. */
  readonly id: string | null
  readonly code: string
  readonly name: string
  readonly kind: CampaignKind
  readonly channelIds: readonly string[]
  /** The pools it is granted from, in order. */
  readonly poolIds: readonly PoolId[]
  /** The mark its platform puts on orders of the activity. */
  readonly activityId: string | null
  readonly enrolsAtMs: number | null
  /** From its enrolment to its end its platform refuses lowerings: that is known, and nobody tries. */
  readonly freezes: boolean
  readonly startsAtMs: number
  readonly endsAtMs: number
  /** So long before its start its units are put on sale, to be there in time. */
  readonly leadMs: number
  /** When a worker grants it; null: only a command does. */
  readonly grantsAtMs: number | null
  readonly onShortage: ShortageRule
  readonly returnsTo: ReturnRule
  readonly grantedAtMs: number | null
  /** Cut short, or cancelled, at this instant. */
  readonly endedAtMs: number | null
  readonly cancelled: boolean
  readonly grantProblem: string | null
  readonly revision: number
  readonly lines: readonly CampaignLine[]
}

export const campaignPhases = ['planned', 'granted', 'publishing', 'running', 'ended', 'cancelled'] as const
export type CampaignPhase = (typeof campaignPhases)[number]

type Timed = Pick<Campaign, 'startsAtMs' | 'endsAtMs' | 'endedAtMs' | 'leadMs'>

/** When its promises end: what is kept then is free, whatever anybody has booked. */
export function endOf({ endsAtMs, endedAtMs }: Pick<Timed, 'endsAtMs' | 'endedAtMs'>): number {
  return Math.min(endsAtMs, endedAtMs ?? Infinity)
}

/** From when on its units are put on sale at its listings. */
export function publishesFrom({ startsAtMs, leadMs }: Pick<Timed, 'startsAtMs' | 'leadMs'>): number {
  return startsAtMs - leadMs
}

/** Where it stands: the clock alone says so, once it is granted. */
export function phaseAt(campaign: Timed & Pick<Campaign, 'grantedAtMs' | 'cancelled'>, nowMs: number): CampaignPhase {
  if (campaign.cancelled) return 'cancelled'
  if (nowMs >= endOf(campaign)) return 'ended'
  if (campaign.grantedAtMs === null) return 'planned'
  if (nowMs >= campaign.startsAtMs) return 'running'
  return nowMs >= publishesFrom(campaign) ? 'publishing' : 'granted'
}
