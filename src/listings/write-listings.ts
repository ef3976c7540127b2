import { sql } from 'kysely'
import { listingKey, type Listing } from '../channels/listing.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { listingLimits } from './limits.ts'

/** Writes what the shop lists, new rows and known ones; what probes have settled before stays. Returns the keys written. */
export async function writeListings(
  tx: Em,
  { channelId, listings }: { readonly channelId: string; readonly listings: readonly Listing[] },
  now: Date,
): Promise<readonly string[]> {
  // A platform may list a row twice in one page.
  const byKey = new Map(listings.map((listing) => [listingKey(listing.ref), listing]))
  const rows = [...byKey.values()]
  const keys = [...byKey.keys()]
  await sql`
    insert into ${sql.table('listing')} as l
           (channel_id, external_id, state, item_id, item_sku_id, warehouse_id, title, merchant_code, takes_at, facts, shown_units,
            reserved_units, on_sale, lowering_blocked, combined, presale, price_fen, seen_at, created_at)
    select ${channelId}, r.*, ${now}::timestamptz, ${now}::timestamptz
      from (select key, 'listed', item_id, item_sku_id, warehouse_id, title, merchant_code, takes_at, facts::jsonb, shown, reserved,
                   on_sale, blocked, combined, presale, price_fen
              from unnest(
                ${keys}::text[], ${rows.map(({ ref }) => ref.itemId)}::text[], ${rows.map(({ ref }) => ref.skuId)}::text[],
                ${rows.map(({ ref }) => ref.warehouseId)}::text[], ${rows.map(({ title }) => tidy(title, listingLimits.titleLength))}::text[],
                ${rows.map(({ merchantCode }) => codeOf(merchantCode))}::text[], ${rows.map(({ takesAt }) => takesAt)}::text[],
                ${rows.map(({ facts }) => JSON.stringify(facts))}::text[], ${rows.map(({ shownUnits }) => shownUnits)}::bigint[],
                ${rows.map(({ reservedUnits }) => reservedUnits)}::bigint[], ${rows.map(({ onSale }) => onSale)}::boolean[],
                ${rows.map(({ loweringBlocked }) => loweringBlocked)}::boolean[], ${rows.map(({ combined }) => combined)}::boolean[],
                ${rows.map(({ presale }) => presale)}::boolean[], ${rows.map(({ priceFen }) => priceFen)}::bigint[])
                as u (key, item_id, item_sku_id, warehouse_id, title, merchant_code, takes_at, facts, shown, reserved, on_sale,
                      blocked, combined, presale, price_fen)
             order by key) r
        on conflict (channel_id, external_id) do update
       set title = excluded.title, merchant_code = excluded.merchant_code, takes_at = excluded.takes_at,
           facts = l.facts || excluded.facts, shown_units = excluded.shown_units, reserved_units = excluded.reserved_units,
           on_sale = excluded.on_sale, lowering_blocked = excluded.lowering_blocked, combined = excluded.combined,
           presale = excluded.presale, price_fen = excluded.price_fen, seen_at = excluded.seen_at, gone_at = null`.execute(
    merchantDb(tx),
  )
  return keys
}

/** Whether its ids are such as a row can keep; others are no ids. */
export function hasUsableIds({ ref }: Listing): boolean {
  return [ref.itemId, ref.skuId ?? '0', ref.warehouseId ?? '0'].every(
    (id) => id !== '' && id.length <= listingLimits.idLength && tidy(id, listingLimits.idLength) === id,
  )
}

function codeOf(merchantCode: string | null): string | null {
  return merchantCode === null || merchantCode === '' ? null : tidy(merchantCode, listingLimits.merchantCodeLength)
}

/** What PostgreSQL can keep: no zero bytes, no halves of characters. */
function tidy(text: string, lengthMax: number): string {
  return text.replaceAll('\0', '').slice(0, lengthMax).toWellFormed()
}
