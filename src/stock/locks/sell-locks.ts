import { endOf, phaseAt, type Campaign, type CampaignLine } from '../../domain/campaign/campaign.ts'
import { sell } from '../../domain/campaign/lock-stand.ts'
import { lockedLineKey, standsAt, type LockedLine } from '../../domain/campaign/locked-line.ts'
import { outstandingUnits, type Hold, type HoldLine } from '../../domain/hold.ts'
import type { HoldId, PoolId } from '../../domain/ids.ts'
import type { Book } from '../engine/book.ts'
import { saleKey, type Sale } from '../engine/locks.ts'
import type { Scene } from '../engine/operation.ts'
import { refused, type Refused } from '../refusal.ts'
import type { InHand } from '../take-units.ts'
import { claimedSets, salesOf } from './return-sales.ts'
import { applyStand, standOf } from './stands.ts'

/** A direct sale that names a campaign. */
export interface CampaignSale {
  readonly campaign: string
  /** A digest; null: nobody is named. */
  readonly buyer: string | null
  readonly channelId: string | null
}

/** Lines of a hold that sell a line of a campaign: so many sets of it. */
export interface SoldLine {
  readonly of: CampaignLine
  readonly campaign: Campaign
  /** Its number in the hold. */
  readonly line: number
  readonly poolId: PoolId
  readonly parts: readonly HoldLine[]
  readonly sets: number
}

/** Which lines of a hold sell the campaign, or why it may not sell them now: the clock alone says whether it runs. */
export function findSold(
  book: Book,
  sale: CampaignSale,
  lines: readonly HoldLine[],
  scene: Scene,
): readonly SoldLine[] | Refused {
  const campaign = book.locks.campaigns.get(sale.campaign)
  if (!campaign) return refused('UNKNOWN_CAMPAIGN', `no campaign ${sale.campaign}`, { field: 'campaign' })
  const no = notSelling(campaign, sale, scene.nowMs)
  if (no) return no
  const sold = [...Map.groupBy(lines, ({ line }) => line)].flatMap(([line, parts]) => {
    const of = campaign.lines.find((one) => !one.removed && one.listingId === null && isMadeOf(one, parts))
    const [first] = parts
    return of && first ? [{ of, campaign, line, poolId: first.poolId, parts, sets: setsOf(of, parts) }] : []
  })
  if (sold.length === 0) {
    const message = `campaign ${campaign.code} sells none of these: name what one of its lines sells, by its recipe or its SKU`
    return refused('UNKNOWN_LINE', message, { field: 'lines' })
  }
  const down = sold.find(({ of }) => of.takenDown)
  if (down) {
    const message = `campaign ${campaign.code} has taken this down at its threshold: sell it without the campaign, or give it more units`
    return refused('CAMPAIGN_STATE', message, { field: `lines.${down.line - 1}` })
  }
  return overLimit(book, { sale, sold, nowMs: scene.nowMs }) ?? sold
}

function notSelling(campaign: Campaign, { channelId }: CampaignSale, nowMs: number): Refused | undefined {
  const { code } = campaign
  if (channelId === null || !campaign.channelIds.includes(channelId)) {
    return refused('INVALID', `a sale of campaign ${code} has to name one of its channels`, { field: 'channel' })
  }
  const phase = phaseAt(campaign, nowMs)
  if (phase === 'running') return undefined
  const at = (ms: number): string => new Date(ms).toISOString()
  return phase === 'ended' || phase === 'cancelled'
    ? refused('CAMPAIGN_ENDED', `campaign ${code} has ended at ${at(endOf(campaign))}: sell without it`, { field: 'campaign' })
    : refused('CAMPAIGN_STATE', `campaign ${code} is ${phase}: it sells from ${at(campaign.startsAtMs)} on`, {
        field: 'campaign',
      })
}

function isMadeOf({ components }: CampaignLine, parts: readonly HoldLine[]): boolean {
  const sets = setsOf({ components }, parts)
  return (
    components.length === parts.length &&
    components.every(({ skuId, units }) => parts.some((part) => part.skuId === skuId && part.units === sets * units))
  )
}

function setsOf({ components }: Pick<CampaignLine, 'components'>, parts: readonly HoldLine[]): number {
  const [first] = components
  const part = parts.find(({ skuId }) => skuId === first?.skuId)
  return first && part ? part.units / first.units : 0
}

interface Limited {
  readonly sale: CampaignSale
  readonly sold: readonly SoldLine[]
  readonly nowMs: number
}

/** What a buyer has of a line, in all holds that stand, and wants now, is no more than its limit. */
function overLimit(book: Book, { sale, sold, nowMs }: Limited): Refused | undefined {
  const wanted = new Map<number, number>()
  for (const { of, campaign, line, sets } of sold) {
    if (of.limitPerBuyer === null) continue
    const field = `lines.${line - 1}.units`
    if (sale.buyer === null) {
      const message = `campaign ${campaign.code} sells at most ${of.limitPerBuyer} of this to one buyer: name the buyer`
      return refused('INVALID', message, { field: 'buyer' })
    }
    const has = boughtBy(book, { lineKey: keyOf(campaign, of), buyer: sale.buyer, nowMs })
    const all = (wanted.get(of.line) ?? 0) + sets
    wanted.set(of.line, all)
    if (has + all > of.limitPerBuyer) {
      const message = `campaign ${campaign.code} sells at most ${of.limitPerBuyer} of this to one buyer, who has ${has}`
      return refused('LIMIT_PER_BUYER', message, { field })
    }
  }
  return undefined
}

function boughtBy(book: Book, { lineKey, buyer, nowMs }: Pick<Sale, 'lineKey' | 'buyer'> & { readonly nowMs: number }): number {
  return [...book.locks.sales.all().values()]
    .filter((sale) => sale.lineKey === lineKey && sale.buyer === buyer && (sale.expiresAtMs ?? Infinity) > nowMs)
    .reduce((sum, { units }) => sum + units, 0)
}

interface NewSale {
  readonly holdId: HoldId
  readonly buyer: string | null
  readonly expiresAtMs: number | null
}

/** Books what these lines take of the campaign. Returns the units it kept for them: the others come out of what is free. */
export function sellLines(book: Book, sold: readonly SoldLine[], sale: NewSale, scene: Scene): InHand {
  const inHand = new Map<HoldLine, number>()
  for (const one of sold) {
    const lineKey = keyOf(one.campaign, one.of)
    // What has left the house before is off the stock: nothing is taken for it.
    const open = Math.min(...one.parts.map((part) => Math.floor((outstandingUnits(part) / part.units) * one.sets)))
    const { spent, fromKept } = take(book, { line: book.locks.lines.get(lineKey), poolId: one.poolId, sets: open }, scene)
    for (const part of one.parts) inHand.set(part, fromKept * (part.units / one.sets))
    const { holdId, buyer, expiresAtMs } = sale
    const { line, poolId, sets: units } = one
    book.locks.sales.set(saleKey({ holdId, line }), {
      holdId,
      line,
      lineKey,
      poolId,
      buyer,
      units,
      spent,
      heldAtMs: scene.nowMs,
      expiresAtMs,
    })
  }
  return inHand
}

interface Taking {
  readonly line: LockedLine | undefined
  readonly poolId: PoolId
  readonly sets: number
}

function take(book: Book, { line, poolId, sets }: Taking, scene: Scene): { readonly spent: number; readonly fromKept: number } {
  if (!line) return { spent: 0, fromKept: 0 }
  const at = { line, poolId, listingId: null }
  const before = standOf(book, at)
  if (!before || sets <= 0) return { spent: 0, fromKept: 0 }
  const { stand: after, fromKept } = sell(before, sets)
  applyStand(book, at, { before, after, reason: 'campaign_sold', keptGoes: 'elsewhere' }, scene)
  return { spent: after.spent - before.spent, fromKept }
}

/** A hold of a campaign that had expired, and was paid: as long as the campaign runs it has of it what a new one would. */
export function sellAgain(book: Book, hold: Hold, scene: Scene): InHand {
  const inHand = new Map<HoldLine, number>()
  for (const sale of salesOf(book, hold.id)) {
    const line = book.locks.lines.get(sale.lineKey)
    if (!line || line.startsAtMs > scene.nowMs || !standsAt(line, scene.nowMs)) continue
    const { spent, fromKept } = take(book, { line, poolId: sale.poolId, sets: claimedSets(hold, sale, line) }, scene)
    for (const { skuId, units } of line.components) {
      const part = hold.lines.find((one) => one.line === sale.line && one.skuId === skuId)
      if (part) inHand.set(part, fromKept * units)
    }
    book.locks.sales.set(saleKey(sale), { ...sale, spent, expiresAtMs: null })
  }
  return inHand
}

function keyOf({ id }: Campaign, { line }: CampaignLine): string {
  return lockedLineKey({ campaignId: id ?? '', line })
}
