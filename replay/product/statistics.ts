import { sql } from 'kysely'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { Em } from '../../src/db/orm.ts'

export const goodsTables = ['sku', 'recipe', 'recipe_version', 'recipe_component', 'listing', 'pool_balance']
export const sellingTables = ['listing_open_version', 'listing_publishing', 'listing_quota', 'stock_reading']
/** What orders add to and nothing is taken from. */
const growingTables = [
  'stock_command',
  'stock_command_part',
  'stock_try',
  'channel_order',
  'channel_order_line',
  'channel_order_change',
  'hold',
  'hold_line',
  'ledger',
]
/** They are looked at again once so many times as many lines have come in. */
const GROWTH = 2

/**
 * What the server does by itself within a minute, which is no time at all here. Only of tables that have rows: one that was looked at while it
 * was empty is planned with as if it stayed so.
 */
export async function takeStatistics(em: Em, tables: readonly string[]): Promise<void> {
  const db = merchantDb(em.fork())
  for (const table of tables) {
    const { rows } = await sql`select from ${sql.table(table)} limit 1`.execute(db)
    if (rows.length > 0) await sql`analyze ${sql.table(table)}`.execute(db)
  }
}

/** Keeps a server from searching row by row what was small when it began. */
export class Growth {
  readonly #em: Em
  #nextLines = 100

  constructor(em: Em) {
    this.#em = em
  }

  async see(lines: number): Promise<void> {
    if (lines < this.#nextLines) return
    this.#nextLines = lines * GROWTH
    await takeStatistics(this.#em, growingTables)
  }
}
