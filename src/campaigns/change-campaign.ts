import { phaseAt, type Campaign, type CampaignLine } from '../domain/campaign/campaign.ts'
import { giftInside } from '../domain/campaign/gift-inside.ts'
import { grantUnits } from '../domain/campaign/lock-stand.ts'
import type { LockedLine } from '../domain/campaign/locked-line.ts'
import type { PoolId } from '../domain/ids.ts'
import { checkLineCount, checkText, checkUnits, firstRefusal } from '../stock/check-args.ts'
import type { Book } from '../stock/engine/book.ts'
import type { Operation, Scene } from '../stock/engine/operation.ts'
import { applyStand, standOf } from '../stock/locks/stands.ts'
import { refused, type Refused } from '../stock/refusal.ts'
import { checkGifts } from './check-gifts.ts'
import { checkMinimum } from './check-minimum.ts'
import { setCampaign } from './end-campaign.ts'
import { findCampaign } from './grant-campaign.ts'
import { checkLine, findLine, type CampaignLineArgs } from './line-args.ts'
import { campaignLimits } from './limits.ts'
import { balancesOf, lockMore, shortagesOf, splitShortages, toLockedLine, type LineShort } from './lock-lines.ts'
import { checkWindow, mentionsOfLines } from './plan-campaign.ts'

export interface ChangeCampaign {
  readonly campaign: string
  /** Null: as it is. */
  readonly name: string | null
  readonly activityId: string | null
  readonly enrolsAtMs: number | null
  readonly freezes?: boolean
  readonly startsAtMs: number | null
  readonly endsAtMs: number | null
  readonly leadMs: number | null
  readonly grantsAtMs: number | null
  /** New figures for lines it has, by their numbers; 0 units takes a line out. */
  readonly lines: readonly { readonly line: number; readonly units: number }[]
  readonly newLines: readonly CampaignLineArgs[]
  readonly confirm: string | null
}

export interface CampaignChanged {
  readonly kind: 'campaignChanged'
  readonly code: string
  /** Sets that are kept for it more, or (below zero) fewer than before. */
  readonly lockedUnits: number
  readonly missingUnits: number
}

/** Changes a plan, while it runs too: what its lines want more is locked, what they want less is let go of. All of it, or nothing. */
export const changeCampaign: Operation<ChangeCampaign, CampaignChanged> = {
  name: 'change_campaign',
  check: ({ campaign, name, activityId, lines, newLines }) =>
    firstRefusal(
      checkText(campaign, 'campaign'),
      checkText(name, 'name'),
      checkText(activityId, 'activityId', 100),
      lines.length + newLines.length > 0 ? checkLineCount(lines.length + newLines.length, campaignLimits.lines) : undefined,
      ...lines.map(({ units }, n) => checkUnits(units, `lines.${n}.units`, 0)),
      new Set(lines.map(({ line }) => line)).size < lines.length
        ? refused('INVALID', 'lines names one twice', { field: 'lines' })
        : undefined,
      ...newLines.map((line, n) => checkLine(line, `newLines.${n}`)),
    ),
  mentions: ({ campaign, newLines }) => ({ campaigns: [campaign], ...mentionsOfLines(newLines, []) }),
  touches({ campaign: code, newLines }, names) {
    const campaign = names.campaign(code)
    if (!campaign) return { balances: [] }
    const added = newLines.flatMap((line, n) => {
      const found = findLine(line, { names, channelIds: campaign.channelIds, field: `newLines.${n}` })
      return 'kind' in found ? [] : [found]
    })
    return { balances: balancesOf({ ...campaign, lines: [...campaign.lines, ...added] }), creates: true }
  },

  decide(book, args, scene) {
    const campaign = findCampaign(book, args.campaign)
    if (campaign.kind === 'refused') return campaign
    const phase = phaseAt(campaign, scene.nowMs)
    if (phase === 'ended' || phase === 'cancelled') {
      return refused('CAMPAIGN_ENDED', `campaign ${campaign.code} has ended: plan another one`, { field: 'campaign' })
    }
    const changed = apply(campaign, args, scene)
    if (changed.kind === 'refused') return changed
    const no = firstRefusal(
      checkWindow(changed),
      checkTimes(campaign, changed, scene.nowMs),
      // What was planned before stays as it is.
      giftInside(campaign)
        ? undefined
        : checkGifts(changed, { names: scene.names, field: () => (args.newLines.length > 0 ? 'newLines' : 'lines') }),
      checkMinimum(book, { campaign, confirm: args.confirm, unitsOf: (line) => unitsIn(changed, line.line) }, scene),
    )
    if (no) return no
    setCampaign(book, changed)
    if (changed.grantedAtMs === null) return { kind: 'campaignChanged', code: changed.code, lockedUnits: 0, missingUnits: 0 }
    return lockAgain(book, { campaign, changed }, scene)
  },
}

function checkTimes(before: Campaign, after: Campaign, nowMs: number): Refused | undefined {
  if (after.endsAtMs <= nowMs) {
    return refused('INVALID', 'endsAt has passed already: to end a campaign now, end it', { field: 'endsAt' })
  }
  const hasBegun = before.grantedAtMs !== null && before.startsAtMs <= nowMs
  return hasBegun && after.startsAtMs !== before.startsAtMs
    ? refused('CAMPAIGN_STATE', 'a campaign that has begun keeps its start', { field: 'startsAt' })
    : undefined
}

function unitsIn({ lines }: Campaign, line: number): number {
  const found = lines.find((one) => one.line === line)
  return found && !found.removed ? found.units : 0
}

function apply(campaign: Campaign, args: ChangeCampaign, { names }: Scene): Campaign | Refused {
  const byLine = new Map(campaign.lines.map((line) => [line.line, line]))
  for (const [n, { line, units }] of args.lines.entries()) {
    const known = byLine.get(line)
    if (!known) return refused('UNKNOWN_LINE', `campaign ${campaign.code} has no line ${line}`, { field: `lines.${n}.line` })
    byLine.set(line, units === 0 ? { ...known, removed: true } : { ...known, units, removed: false })
  }
  const added: CampaignLine[] = []
  for (const [n, line] of args.newLines.entries()) {
    const found = findLine(line, { names, channelIds: campaign.channelIds, field: `newLines.${n}` })
    if ('kind' in found) return found
    added.push({ ...found, line: campaign.lines.length + n + 1 })
  }
  const lines = [...byLine.values(), ...added]
  if (lines.length > campaignLimits.lines) {
    return refused('INVALID', `a campaign has at most ${campaignLimits.lines} lines`, { field: 'newLines' })
  }
  return {
    ...campaign,
    name: args.name ?? campaign.name,
    activityId: args.activityId ?? campaign.activityId,
    enrolsAtMs: args.enrolsAtMs ?? campaign.enrolsAtMs,
    freezes: args.freezes ?? campaign.freezes,
    startsAtMs: args.startsAtMs ?? campaign.startsAtMs,
    endsAtMs: args.endsAtMs ?? campaign.endsAtMs,
    leadMs: args.leadMs ?? campaign.leadMs,
    grantsAtMs: args.grantsAtMs ?? campaign.grantsAtMs,
    revision: campaign.revision + 1,
    lines,
  }
}

interface Relocked {
  readonly campaign: Campaign
  readonly changed: Campaign
}

/** What is let go of goes first: it may be what another line wants more. */
function lockAgain(book: Book, { campaign, changed }: Relocked, scene: Scene): CampaignChanged | Refused {
  const changes = changed.lines.map((line) => {
    const { [line.line - 1]: before } = campaign.lines
    const more = unitsIn(changed, line.line) - (before ? unitsIn(campaign, line.line) : 0)
    return { line: toLockedLine(changed, line), more }
  })
  let lockedUnits = 0
  for (const { line, more } of changes) if (more < 0) lockedUnits -= letGo(book, { campaign: changed, line, units: -more }, scene)
  const wanted = changes.filter(({ more }) => more > 0).map(({ line, more }) => ({ line, units: more }))
  const isStrict = changed.onShortage === 'refuse'
  const shortages = isStrict ? shortagesOf(book, { campaign: changed, wanted }, scene) : []
  const short: LineShort[] = []
  for (const { line, units } of shortages.length > 0 ? [] : wanted) {
    book.locks.lines.set(line.key, line)
    const { locked, missing } = lockMore(book, { campaign: changed, line, units }, scene)
    lockedUnits += locked
    if (missing > 0) short.push({ line, units, locked })
  }
  if (shortages.length > 0 || (isStrict && short.length > 0)) {
    const all = shortages.length > 0 ? shortages : splitShortages(changed, short, scene)
    return refused('NOT_ENOUGH_STOCK', 'not enough free units; the campaign stays as it was', { shortages: all })
  }
  const missingUnits = short.reduce((sum, { units, locked }) => sum + units - locked, 0)
  return { kind: 'campaignChanged', code: changed.code, lockedUnits, missingUnits }
}

/** Promises so many sets of a line fewer, from its last pool on. Returns those that were kept, and are back in the pool. */
function letGo(
  book: Book,
  { campaign, line, units }: { readonly campaign: Campaign; readonly line: LockedLine; readonly units: number },
  scene: Scene,
): number {
  let [left, kept] = [units, 0]
  for (const poolId of campaign.poolIds.toReversed()) {
    for (const listingId of [null, ...listingsOf(book, line, poolId)]) {
      const at = { line, poolId, listingId }
      const before = standOf(book, at)
      if (!before || left === 0) continue
      const after = grantUnits(before, before.granted - Math.min(left, before.granted))
      applyStand(book, at, { before, after, reason: 'campaign_changed', keptGoes: 'to the pool' }, scene)
      left -= before.granted - after.granted
      kept += before.kept - after.kept
    }
  }
  return kept
}

function listingsOf(book: Book, { key }: LockedLine, poolId: PoolId): readonly string[] {
  const shares = [...book.locks.shares.all().values()].filter((one) => one.lineKey === key && one.poolId === poolId)
  return shares.map(({ listingId }) => listingId)
}
