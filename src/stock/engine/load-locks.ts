import { isDeepStrictEqual } from 'node:util'
import { giveBack } from '../../domain/flows.ts'
import { standsAt } from '../../domain/campaign/locked-line.ts'
import { balanceKey } from '../../domain/ids.ts'
import { readExpiredSales, readSales } from '../sql/campaign-sales.ts'
import { lockCampaigns, pinWhatIsSold, readCampaigns } from '../sql/campaigns.ts'
import { readLocks, readShares, readSpendings } from '../sql/locks.ts'
import type { Em } from '../../db/orm.ts'
import { allOf } from '../../db/pipeline.ts'
import type { Book } from './book.ts'
import type { AllTouches } from './all-touches.ts'
import type { Wants } from './load-book.ts'
import { lockRowKey, lockShareKey, saleKey, spendingKey } from './locks.ts'
import { orderIds } from './resolve-orders.ts'
import { StaleNames } from './stale-names.ts'

/**
 * What campaigns were promised at the balances that are locked, where they were promised something: of all of them where orders, shops,
 * campaigns or their sales are booked, else only where something is kept, which the clock may have freed. Whoever changes it holds those balances.
 */
export async function loadLocks(
  em: Em,
  book: Book,
  { mentions, touches, names, promised }: Wants & { readonly promised: boolean },
): Promise<void> {
  const { orders, channels, buyers, listings, settling, campaigns } = mentions
  const sales = await readSales(em, { holdIds: [...book.holds.changed.keys()], buyers })
  for (const sale of sales) book.locks.sales.set(saleKey(sale), sale)
  if (!promised) return
  const isAsked = orders.length + listings.length + settling.length + campaigns.length + sales.length > 0
  const at = isAsked
    ? touches.balances
    : touches.balances.filter(({ poolId, skuId }) => (book.balances.get(balanceKey(poolId, skuId))?.lockKept ?? 0) > 0)
  if (at.length === 0) return
  const { lines, rows } = await readLocks(em, at)
  if (lines.length === 0) return
  for (const line of lines) book.locks.lines.set(line.key, line)
  for (const row of rows) book.locks.rows.set(lockRowKey(row), row)
  if (!isAsked) return
  const byCode = new Map(channels.flatMap((code) => pair(code, names.channelId(code))))
  const [shares, spendings] = await allOf([readShares(em, lines), readSpendings(em, orderIds(orders, byCode))])
  for (const share of shares) book.locks.shares.set(lockShareKey(share), share)
  for (const spending of spendings) book.locks.spendings.set(spendingKey(spending), spending)
}

/** Where holds have expired, those of campaigns among them, and what those campaigns were promised. */
export async function loadExpiredSales(em: Em, book: Book, at: AllTouches['balances'], nowMs: number): Promise<void> {
  const sales = await readExpiredSales(em, at, nowMs)
  if (sales.length === 0) return
  for (const sale of sales) book.locks.sales.set(saleKey(sale), sale)
  const { lines, rows } = await readLocks(em, at)
  for (const line of lines) book.locks.lines.set(line.key, line)
  for (const row of rows) if (!book.locks.rows.get(lockRowKey(row))) book.locks.rows.set(lockRowKey(row), row)
}

/** Locks the campaigns a batch names, and what they sell, last of all but the budget. */
export async function loadNamedCampaigns(
  em: Em,
  book: Book,
  { mentions: { campaigns: codes }, names, clockNowMs }: Wants & { readonly clockNowMs: () => number },
): Promise<void> {
  if (codes.length === 0) return
  for (const { code, revision } of await lockCampaigns(em, codes)) {
    const campaign = names.campaign(code)
    // What to lock was chosen by the plan seen before.
    if (campaign?.revision !== revision) throw new StaleNames('a campaign was changed meanwhile')
    book.locks.campaigns.set(code, campaign)
  }
  const planned = [...book.locks.campaigns.changed.values()].filter(({ grantedAtMs }) => grantedAtMs === null)
  if (planned.length === 0) return
  await pinWhatIsSold(
    em,
    planned.flatMap(({ lines }) => lines),
  )
  for (const now of await readCampaigns(
    em,
    planned.map(({ code }) => code),
    clockNowMs(),
  )) {
    const seen = book.locks.campaigns.get(now.code)
    if (!isDeepStrictEqual(now.lines, seen?.lines)) throw new StaleNames('what a campaign is to sell was changed meanwhile')
  }
}

/** What was kept for a campaign is free from its end on: whoever comes by books it, once, since its balance is locked. */
export function bookEndedLocks(book: Book, nowMs: number): Book {
  for (const row of book.locks.rows.all().values()) {
    const line = book.locks.lines.get(row.lineKey)
    if (row.kept === 0 || !line || standsAt(line, nowMs)) continue
    const { poolId, skuId, kept } = row
    const document = `campaign:${line.campaignCode}/${line.line}`
    const why = { reason: 'campaign_ended', document, happenedAtMs: line.endsAtMs, actor: 'clock' }
    book.post({ poolId, skuId }, giveBack(book.balance(poolId, skuId), kept, 'lock'), why)
    book.balances.set(balanceKey(poolId, skuId), { ...book.balance(poolId, skuId), expiredThroughMs: nowMs })
    book.locks.rows.set(lockRowKey(row), { ...row, kept: 0 })
  }
  return book
}

function pair(code: string, id: string | undefined): readonly (readonly [string, string])[] {
  return id === undefined ? [] : [[code, id]]
}
