import { phaseAt, type Campaign, type ShortageRule } from '../domain/campaign/campaign.ts'
import { checkText } from '../stock/check-args.ts'
import type { Book } from '../stock/engine/book.ts'
import type { Operation, Scene } from '../stock/engine/operation.ts'
import { refused, type Refused } from '../stock/refusal.ts'
import { checkGifts } from './check-gifts.ts'
import { balancesOf, lockMore, shortagesOf, splitShortages, toLockedLine, type LineShort } from './lock-lines.ts'

export interface GrantCampaign {
  readonly campaign: string
  /** Null: as it is planned. */
  readonly onShortage: ShortageRule | null
}

export interface CampaignGranted {
  readonly kind: 'campaignGranted'
  readonly code: string
  /** Sets that are kept for it now, of all lines together. */
  readonly lockedUnits: number
  /** Sets it wants beside them: they are made up as soon as there is something free. */
  readonly missingUnits: number
}

/** Promises a campaign its units: all lines, or nothing; or what there is, and the rest is wanted. */
export const grantCampaign: Operation<GrantCampaign, CampaignGranted> = {
  name: 'grant_campaign',
  check: ({ campaign }) => checkText(campaign, 'campaign'),
  mentions: ({ campaign }) => ({ campaigns: [campaign] }),
  touches({ campaign: code }, names) {
    const campaign = names.campaign(code)
    return { balances: campaign ? balancesOf(campaign) : [], creates: true }
  },

  decide(book, { campaign: code, onShortage }, scene) {
    const campaign = findCampaign(book, code)
    if (campaign.kind === 'refused') return campaign
    const phase = phaseAt(campaign, scene.nowMs)
    if (phase !== 'planned') return inPhase(code, phase)
    const no = checkLines(campaign, scene) ?? checkGifts(campaign, { names: scene.names, field: () => 'campaign' })
    if (no) return no
    return lockAll(book, { campaign, onShortage: onShortage ?? campaign.onShortage }, scene)
  },
}

export function findCampaign(book: Book, code: string): Campaign | Refused {
  return book.locks.campaigns.get(code) ?? refused('UNKNOWN_CAMPAIGN', `no campaign ${code}`, { field: 'campaign' })
}

function inPhase(code: string, phase: string): Refused {
  return refused('CAMPAIGN_STATE', `campaign ${code} is ${phase} already`, { field: 'campaign' })
}

/** What has become of its goods since it was planned. */
function checkLines({ lines }: Campaign, { names }: Scene): Refused | undefined {
  for (const { line, removed, unfit, components } of lines) {
    if (removed) continue
    const what = unfit === 'unmapped' ? 'is mapped to nothing any more' : 'sells goods before they have come in by now'
    const help = 'map it anew, or take the line out of the campaign'
    if (unfit !== null) {
      const code = unfit === 'unmapped' ? 'UNMAPPED_LISTING' : 'SOLD_AHEAD'
      return refused(code, `the listing of line ${line} ${what}: ${help}`, { field: 'campaign' })
    }
    const gone = components.find(({ skuId }) => names.skuById(skuId)?.archived)
    if (!gone) continue
    const sku = names.skuById(gone.skuId)?.code ?? gone.skuId
    return refused('ARCHIVED_SKU', `SKU ${sku} is archived: take line ${line} out of the campaign`, { field: 'campaign' })
  }
  return undefined
}

function lockAll(
  book: Book,
  { campaign, onShortage }: { readonly campaign: Campaign; readonly onShortage: ShortageRule },
  scene: Scene,
): CampaignGranted | Refused {
  const wanted = campaign.lines
    .filter(({ removed }) => !removed)
    .map((line) => ({ line: toLockedLine(campaign, line), units: line.units }))
  const short: LineShort[] = []
  const isStrict = onShortage === 'refuse'
  const shortages = isStrict ? shortagesOf(book, { campaign, wanted }, scene) : []
  let lockedUnits = 0
  for (const { line, units } of shortages.length > 0 ? [] : wanted) {
    book.locks.lines.set(line.key, line)
    const { locked, missing } = lockMore(book, { campaign, line, units }, scene)
    lockedUnits += locked
    if (missing > 0) short.push({ line, units, locked })
  }
  if (shortages.length > 0 || (isStrict && short.length > 0)) {
    const all = shortages.length > 0 ? shortages : splitShortages(campaign, short, scene)
    return refused('NOT_ENOUGH_STOCK', 'not enough free units; nothing was locked', { shortages: all })
  }
  const missingUnits = short.reduce((sum, { units, locked }) => sum + units - locked, 0)
  book.locks.campaigns.set(campaign.code, {
    ...campaign,
    grantedAtMs: scene.nowMs,
    grantProblem: null,
    revision: campaign.revision + 1,
  })
  return { kind: 'campaignGranted', code: campaign.code, lockedUnits, missingUnits }
}
