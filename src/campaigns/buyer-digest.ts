import { createHmac, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { checkText, firstRefusal } from '../stock/check-args.ts'
import { refused, type Refused } from '../stock/refusal.ts'

/** Of a hold that is a sale of a campaign; nothing where it is none. */
export interface SaleOf {
  readonly campaign?: string
  /** A digest, in hexadecimal digits. */
  readonly buyer?: string
}

const KEYS_MAX = 1_000

/**
 * Digests of buyers, under a random key of each campaign: they say only whether two sales of one campaign went to the same buyer.
 * Who that is goes no further than here.
 */
export class BuyerDigests {
  readonly #keys = new Map<string, Buffer>()

  async of(
    em: Em,
    { campaign, buyer }: { readonly campaign: string | null; readonly buyer: string | null },
  ): Promise<SaleOf | Refused> {
    if (campaign === null) {
      return buyer === null
        ? {}
        : refused('INVALID', 'a buyer is named for the limits of a campaign: name that too', { field: 'buyer' })
    }
    const no = firstRefusal(checkText(campaign, 'campaign', 100), checkText(buyer, 'buyer'))
    if (no) return no
    if (buyer === null) return { campaign }
    const key = this.#keys.get(campaign) ?? (await readKey(em, campaign))
    if (!key) return refused('UNKNOWN_CAMPAIGN', `no campaign ${campaign} that sells`, { field: 'campaign' })
    if (this.#keys.size >= KEYS_MAX) this.#keys.clear()
    this.#keys.set(campaign, key)
    return { campaign, buyer: createHmac('sha256', key).update(buyer).digest('hex') }
  }
}

/** Made when it is first asked for, by whoever is first. One that is put away needs none. */
async function readKey(em: Em, campaign: string): Promise<Buffer | undefined> {
  const db = merchantDb(em)
  const known = await sql<{ buyer_key: Buffer | null }>`
    select buyer_key from ${sql.table('campaign')} where code = ${campaign} and tended_phase is distinct from 'closed'`.execute(
    db,
  )
  const [row] = known.rows
  if (!row || row.buyer_key) return row?.buyer_key ?? undefined
  const made = await sql<{ buyer_key: Buffer }>`
    update ${sql.table('campaign')} set buyer_key = coalesce(buyer_key, ${randomBytes(32)}::bytea)
     where code = ${campaign} and tended_phase is distinct from 'closed' returning buyer_key`.execute(db)
  return made.rows[0]?.buyer_key
}
