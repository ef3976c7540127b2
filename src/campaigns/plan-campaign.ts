import type { Campaign, CampaignKind, CampaignLine, ReturnRule, ShortageRule } from '../domain/campaign/campaign.ts'
import { checkInstant, checkLineCount, checkText, firstRefusal } from '../stock/check-args.ts'
import type { Names } from '../stock/engine/names.ts'
import type { Mentions, Operation } from '../stock/engine/operation.ts'
import { refused, type Refused } from '../stock/refusal.ts'
import { checkGifts } from './check-gifts.ts'
import { checkLine, findLine, type CampaignLineArgs } from './line-args.ts'
import { campaignLimits } from './limits.ts'

export interface PlanCampaign {
  readonly code: string
  readonly name: string
  readonly kind: CampaignKind
  /** Codes. */
  readonly channels: readonly string[]
  readonly activityId: string | null
  readonly enrolsAtMs: number | null
  /** Whether its platform refuses lowerings from its enrolment to its end. Left out: no. */
  readonly freezes?: boolean
  readonly startsAtMs: number
  readonly endsAtMs: number
  readonly leadMs: number
  /** When a worker grants it; null: a command does. */
  readonly grantsAtMs: number | null
  readonly onShortage: ShortageRule
  readonly returnsTo: ReturnRule
  readonly lines: readonly CampaignLineArgs[]
}

export interface CampaignSaved {
  readonly kind: 'campaignSaved'
  readonly code: string
}

/** Writes a plan down. It claims nothing until it is granted. */
export const planCampaign: Operation<PlanCampaign, CampaignSaved> = {
  name: 'plan_campaign',
  check: (args) =>
    firstRefusal(
      checkText(args.code, 'code', 100),
      args.code.includes('/') ? refused('INVALID', 'code must have no slash', { field: 'code' }) : undefined,
      checkText(args.name, 'name'),
      checkText(args.activityId, 'activityId', 100),
      checkWindow(args),
      checkLineCount(args.channels.length, campaignLimits.channels, 'channels'),
      new Set(args.channels).size < args.channels.length
        ? refused('INVALID', 'channels names one twice', { field: 'channels' })
        : undefined,
      checkLineCount(args.lines.length, campaignLimits.lines),
      ...args.lines.map((line, n) => checkLine(line, `lines.${n}`)),
    ),
  mentions: ({ code, channels, lines }) => ({ campaigns: [code], ...mentionsOfLines(lines, channels) }),
  touches: () => ({ balances: [] }),

  decide(book, args, scene) {
    const { code, name, kind, activityId, enrolsAtMs, startsAtMs, endsAtMs, leadMs, grantsAtMs, onShortage, returnsTo } = args
    if (book.locks.campaigns.get(code)) return refused('CODE_TAKEN', `there is a campaign ${code} already`, { field: 'code' })
    if (endsAtMs <= scene.nowMs) return refused('INVALID', 'endsAt has passed already', { field: 'endsAt' })
    const channelIds = findChannels(args.channels, scene.names)
    if ('kind' in channelIds) return channelIds
    const lines: CampaignLine[] = []
    for (const [n, line] of args.lines.entries()) {
      const found = findLine(line, { names: scene.names, channelIds, field: `lines.${n}` })
      if ('kind' in found) return found
      lines.push({ ...found, line: n + 1 })
    }
    const no = checkGifts({ kind, lines }, { names: scene.names, field: (line) => `lines.${line - 1}` })
    if (no) return no
    const plan = { code, name, kind, activityId, enrolsAtMs, startsAtMs, endsAtMs, leadMs, grantsAtMs, onShortage, returnsTo }
    const freezes = args.freezes ?? false
    book.locks.campaigns.set(code, { ...plan, ...NEW, freezes, channelIds, lines })
    return { kind: 'campaignSaved', code }
  },
}

const NEW: Pick<Campaign, 'id' | 'poolIds' | 'grantedAtMs' | 'endedAtMs' | 'cancelled' | 'grantProblem' | 'revision'> = {
  id: null,
  poolIds: [],
  grantedAtMs: null,
  endedAtMs: null,
  cancelled: false,
  grantProblem: null,
  revision: 1,
}

export function mentionsOfLines(lines: readonly CampaignLineArgs[], channels: readonly string[]): Mentions {
  const keys = Map.groupBy(
    lines.filter(({ channel }) => channel !== null),
    ({ channel }) => channel ?? '',
  )
  return {
    channels: [...new Set([...channels, ...keys.keys()])],
    recipes: [...new Set(lines.flatMap(({ recipe }) => recipe ?? []))],
    // No order goes by an empty number: only the listings are looked up.
    orders: [...keys].map(([channel, own]) => ({ channel, orderId: '', listings: own.flatMap(({ listing }) => listing ?? []) })),
  }
}

function findChannels(codes: readonly string[], names: Names): readonly string[] | Refused {
  const ids: string[] = []
  for (const [n, code] of codes.entries()) {
    const id = names.channelId(code)
    if (id === undefined) return refused('UNKNOWN_CHANNEL', `no channel ${code}`, { field: `channels.${n}` })
    ids.push(id)
  }
  return ids
}

type Window = Pick<PlanCampaign, 'freezes' | 'enrolsAtMs' | 'startsAtMs' | 'endsAtMs' | 'leadMs' | 'grantsAtMs'>

export function checkWindow({ freezes, enrolsAtMs, startsAtMs, endsAtMs, leadMs, grantsAtMs }: Window): Refused | undefined {
  const late = (ms: number | null, field: string): Refused | undefined =>
    ms !== null && ms > startsAtMs ? refused('INVALID', `${field} must not be after startsAt`, { field }) : undefined
  const isLead = Number.isInteger(leadMs) && leadMs >= 0 && leadMs <= campaignLimits.leadMsMax
  return firstRefusal(
    checkInstant(enrolsAtMs, 'enrolsAt'),
    checkInstant(startsAtMs, 'startsAt'),
    checkInstant(endsAtMs, 'endsAt'),
    checkInstant(grantsAtMs, 'grantsAt'),
    startsAtMs >= endsAtMs ? refused('INVALID', 'endsAt must be after startsAt', { field: 'endsAt' }) : undefined,
    isLead ? undefined : refused('INVALID', `leadMs must be from 0 to ${campaignLimits.leadMsMax}`, { field: 'leadMs' }),
    late(enrolsAtMs, 'enrolsAt'),
    freezes && enrolsAtMs === null
      ? refused('INVALID', 'enrolsAt must be given where the platform freezes: it refuses lowerings from then on', {
          field: 'enrolsAt',
        })
      : undefined,
    late(grantsAtMs, 'grantsAt'),
    enrolsAtMs !== null && grantsAtMs !== null && grantsAtMs > enrolsAtMs
      ? refused('INVALID', 'grantsAt must not be after enrolsAt: a platform may refuse lowerings from then on', {
          field: 'grantsAt',
        })
      : undefined,
  )
}
