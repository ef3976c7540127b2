import { phaseAt, publishesFrom, type Campaign, type CampaignLine } from '../domain/campaign/campaign.ts'
import type { Book } from '../stock/engine/book.ts'
import type { Scene } from '../stock/engine/operation.ts'
import { refused, type Refused } from '../stock/refusal.ts'
import { unconfirmed } from './below-minimum.ts'
import { toLockedLine } from './lock-lines.ts'

interface Asked {
  readonly campaign: Campaign
  readonly confirm: string | null
  /** How many sets each line is to have from now on. */
  readonly unitsOf: (line: CampaignLine) => number
}

/**
 * From its enrolment on a platform wants to see a minimum of each line. What takes a line below it needs the answer to what
 * it costs: the fingerprint of the very figures that were shown.
 */
export function checkMinimum(
  book: Book,
  { campaign, confirm, unitsOf }: Asked,
  { nowMs }: Pick<Scene, 'nowMs'>,
): Refused | undefined {
  const phase = phaseAt(campaign, nowMs)
  const isEnrolled = nowMs >= Math.min(campaign.enrolsAtMs ?? Infinity, publishesFrom(campaign))
  if (!isEnrolled || (phase !== 'granted' && phase !== 'publishing' && phase !== 'running')) return undefined
  const below = campaign.lines.filter((line) => !line.removed && line.minimum > 0 && unitsOf(line) < line.minimum)
  if (below.length === 0) return undefined
  const costs = below.map((line) => {
    const { shown, sold } = shownOf(book, campaign, line)
    return `line ${line.line} shows ${shown} sets and has sold ${sold}; its minimum is ${line.minimum}`
  })
  const message = unconfirmed(campaign.code, { costs, confirm })
  if (!message) return undefined
  return refused('BELOW_MINIMUM', message, { field: 'confirm' })
}

function shownOf(book: Book, campaign: Campaign, line: CampaignLine): { readonly shown: number; readonly sold: number } {
  const { key } = toLockedLine(campaign, line)
  const [first] = line.components
  const sum = { shown: 0, sold: 0 }
  for (const row of book.locks.rows.all().values()) {
    if (row.lineKey !== key || row.skuId !== first?.skuId) continue
    sum.shown += row.published / row.perSet
    sum.sold += row.spent / row.perSet
  }
  return sum
}
