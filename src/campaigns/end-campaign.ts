import { endOf, phaseAt, type Campaign } from '../domain/campaign/campaign.ts'
import { checkText } from '../stock/check-args.ts'
import type { Book } from '../stock/engine/book.ts'
import { bookEndedLocks } from '../stock/engine/load-locks.ts'
import type { Operation } from '../stock/engine/operation.ts'
import { refused } from '../stock/refusal.ts'
import { findCampaign } from './grant-campaign.ts'
import { balancesOf, toLockedLine } from './lock-lines.ts'
import { checkMinimum } from './check-minimum.ts'

export interface EndCampaign {
  readonly campaign: string
  /** What was shown of what it costs: without it a listing is not taken below its activity's minimum. */
  readonly confirm: string | null
}

export interface CampaignEnded {
  readonly kind: 'campaignEnded'
  readonly code: string
  /** Sets that were kept for it, and are back in the pool. */
  readonly returnedUnits: number
  /** Sets its listings still show: they come back by lowerings. */
  readonly shownUnits: number
  readonly soldUnits: number
}

/**
 * Ends a campaign now: cut short while it runs, cancelled before. What is kept is back at once, what shops show comes back
 * as they are lowered. Ending it again changes nothing.
 */
export const endCampaign: Operation<EndCampaign, CampaignEnded> = {
  name: 'end_campaign',
  check: ({ campaign }) => checkText(campaign, 'campaign'),
  mentions: ({ campaign }) => ({ campaigns: [campaign] }),
  touches({ campaign: code }, names) {
    const campaign = names.campaign(code)
    return { balances: campaign ? balancesOf(campaign) : [] }
  },

  decide(book, { campaign: code, confirm }, scene) {
    const campaign = findCampaign(book, code)
    if (campaign.kind === 'refused') return campaign
    const phase = phaseAt(campaign, scene.nowMs)
    if (phase === 'cancelled' || phase === 'ended') {
      return refused('CAMPAIGN_ENDED', `campaign ${code} has ended at ${new Date(endOf(campaign)).toISOString()}`, {
        field: 'campaign',
      })
    }
    const no = checkMinimum(book, { campaign, confirm, unitsOf: () => 0 }, scene)
    if (no) return no
    const before = unitsOf(book, campaign)
    setCampaign(book, { ...campaign, endedAtMs: scene.nowMs, cancelled: phase !== 'running', revision: campaign.revision + 1 })
    bookEndedLocks(book, scene.nowMs)
    return {
      kind: 'campaignEnded',
      code,
      returnedUnits: before.kept - unitsOf(book, campaign).kept,
      shownUnits: before.published,
      soldUnits: before.spent,
    }
  },
}

/** Stores a plan, and what its granted lines go by. */
export function setCampaign(book: Book, campaign: Campaign): void {
  book.locks.campaigns.set(campaign.code, campaign)
  if (campaign.grantedAtMs === null) return
  for (const line of campaign.lines) {
    const locked = toLockedLine(campaign, line)
    if (book.locks.lines.get(locked.key)) book.locks.lines.set(locked.key, locked)
  }
}

/** What all lines of a campaign come to together, in sets. */
export function unitsOf(
  book: Book,
  campaign: Campaign,
): { readonly kept: number; readonly published: number; readonly spent: number } {
  const keys = new Map(campaign.lines.map((line) => [toLockedLine(campaign, line).key, line.components[0]?.skuId]))
  const sum = { kept: 0, published: 0, spent: 0 }
  for (const row of book.locks.rows.all().values()) {
    if (keys.get(row.lineKey) !== row.skuId) continue
    sum.kept += row.kept / row.perSet
    sum.published += row.published / row.perSet
    sum.spent += row.spent / row.perSet
  }
  return sum
}
