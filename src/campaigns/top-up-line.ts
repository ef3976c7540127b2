import { phaseAt, type Campaign, type CampaignLine } from '../domain/campaign/campaign.ts'
import type { LockedLine } from '../domain/campaign/locked-line.ts'
import type { Book } from '../stock/engine/book.ts'
import type { Operation } from '../stock/engine/operation.ts'
import { freeOf } from '../stock/locks/stands.ts'
import { setCampaign } from './end-campaign.ts'
import { findCampaign } from './grant-campaign.ts'
import { balancesOf, lockMore, toLockedLine } from './lock-lines.ts'
import { leftOf } from './units-left.ts'

export interface TopUpLine {
  readonly campaign: string
  readonly line: number
}

export interface LineToppedUp {
  readonly kind: 'line topped up'
  /** Sets it was promised more. */
  readonly units: number
  readonly leftUnits: number
}

/** So many times its threshold a line has left once it was topped up: else each sale would be followed by a call. */
const TIMES = 2

/** Promises a running line more out of what is free, where fewer than its threshold are left. Nothing else is lowered for it. */
export const topUpLine: Operation<TopUpLine, LineToppedUp> = {
  name: 'top_up_line',
  knowsRepeats: true,
  check: () => undefined,
  mentions: ({ campaign }) => ({ campaigns: [campaign] }),
  touches({ campaign: code, line }, names) {
    const campaign = names.campaign(code)
    if (!campaign) return { balances: [] }
    return { balances: balancesOf({ ...campaign, lines: campaign.lines.filter((one) => one.line === line) }), creates: true }
  },

  decide(book, { campaign: code, line: number }, scene) {
    const campaign = findCampaign(book, code)
    if (campaign.kind === 'refused') return campaign
    const found = campaign.lines.find(({ line, removed }) => line === number && !removed)
    const runs = phaseAt(campaign, scene.nowMs) === 'running'
    if (!found || found.threshold === null || !runs) return { kind: 'line topped up', units: 0, leftUnits: 0 }
    const line = toLockedLine(campaign, found)
    const left = leftOf(book, line, campaign.poolIds)
    if (left >= found.threshold) return { kind: 'line topped up', units: 0, leftUnits: left }
    const wanted = Math.min(Math.max(1, TIMES * found.threshold) - left, freeIn(book, line, campaign))
    if (wanted <= 0) return { kind: 'line topped up', units: 0, leftUnits: left }
    book.locks.lines.set(line.key, line)
    const { locked: units } = lockMore(book, { campaign, line, units: wanted }, scene)
    setCampaign(book, { ...withMore(campaign, found, units), revision: campaign.revision + 1 })
    book.alarms.push({
      kind: 'campaign_topped_up',
      severity: 'warning',
      subject: `campaign:${code}/${number}`,
      message: `line ${number} of campaign ${code} had ${left} left and was topped up with ${units} of what was free`,
      facts: { campaign: code, line: number, leftUnits: left, units },
    })
    return { kind: 'line topped up', units, leftUnits: left + units }
  },
}

function freeIn(book: Book, line: LockedLine, { poolIds }: Campaign): number {
  return poolIds.reduce((sum, poolId) => sum + freeOf(book, line, poolId), 0)
}

function withMore(campaign: Campaign, { line: number }: CampaignLine, units: number): Campaign {
  const lines = campaign.lines.map((line) =>
    line.line === number ? { ...line, units: line.units + units, toppedUp: line.toppedUp + units } : line,
  )
  return { ...campaign, lines }
}
