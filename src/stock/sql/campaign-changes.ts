import { sql } from 'kysely'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { Book } from '../engine/book.ts'
import { texts } from './columns.ts'
import { instant } from './instants.ts'

/** Codes of the campaigns that go otherwise now than before this batch. */
export function changedCampaigns({ locks, commands }: Pick<Book, 'locks' | 'commands'>): readonly string[] {
  const codes = new Set(locks.campaigns.changed.keys())
  const keys = new Set([
    ...[...locks.rows.changed.values()].map(({ lineKey }) => lineKey),
    ...[...locks.sales.changed.values()].map(({ lineKey }) => lineKey),
    ...[...locks.spendings.changed.values()].map(({ lineKey }) => lineKey),
  ])
  // What was asked for is confirmed now, or is not known.
  const told = new Set([...commands.changed.values()].filter(({ kind }) => kind === 'raise').map(({ listingId }) => listingId))
  if (told.size > 0) for (const { listingId, lineKey } of locks.shares.all().values()) if (told.has(listingId)) keys.add(lineKey)
  for (const key of keys) {
    const line = locks.lines.get(key)
    if (line) codes.add(line.campaignCode)
  }
  return [...codes]
}

/** Tells those who follow these campaigns. */
export async function tellCampaigns(em: Em, codes: readonly string[], atMs: number): Promise<void> {
  if (codes.length === 0) return
  await sql`
    insert into ${sql.table('campaign_change')} (code, recorded_at)
    select code, ${instant(atMs)}::timestamptz from unnest(${texts(codes)}::text[]) as code`.execute(merchantDb(em))
}
