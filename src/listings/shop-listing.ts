import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Listing, TakesAt } from '../channels/listing.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { msOf } from '../stock/sql/instants.ts'

export const stockPolicies = ['normal', 'no_stock'] as const
/** `no_stock`: postage, price differences and the like, which take nothing from any pool. */
export type StockPolicy = (typeof stockPolicies)[number]

export const mappingStates = ['unmapped', 'mapped', 'ambiguous'] as const
export type MappingState = (typeof mappingStates)[number]

/** A listing as we keep it: what the shop says of it, and what it sells by our own books. */
export interface ShopListing extends Listing {
  readonly id: string
  readonly channelId: string
  readonly key: string
  readonly mapping: MappingState
  readonly mappedBy: 'code' | 'hand' | null
  /** Null unless it sells a recipe a person made. */
  readonly recipe: string | null
  /** Null unless it sells one unit of a plain SKU. */
  readonly sku: string | null
  readonly recipeId: string | null
  readonly stockPolicy: StockPolicy
  /** What has to be settled before the shop's numbers can be trusted fully; null until somebody has looked. */
  readonly openFacts: readonly string[] | null
  /** An operator says that it sells what is still to come. */
  readonly soldAhead: boolean
  readonly seenAt: Date
  /** Since when the shop no longer lists it. */
  readonly goneAt: Date | null
}

const Facts = z.object({
  repeatedKey: z.enum(['applied once', 'applied again', 'refused']).exactOptional(),
  keyMemoryMs: z.number().exactOptional(),
  belowZero: z.enum(['refused', 'clamped', 'goes below']).exactOptional(),
  numberShown: z.enum(['net', 'gross']).exactOptional(),
  cancelRestores: z.boolean().exactOptional(),
  reservedCountsAll: z.boolean().exactOptional(),
})

interface Row {
  readonly id: string
  readonly channel_id: string
  readonly external_id: string
  readonly item_id: string
  readonly item_sku_id: string | null
  readonly warehouse_id: string | null
  readonly title: string
  readonly merchant_code: string | null
  readonly takes_at: TakesAt
  readonly facts: object | string
  readonly open_facts: readonly string[] | null
  readonly shown_units: string | null
  readonly reserved_units: string | null
  readonly on_sale: boolean
  readonly lowering_blocked: boolean | null
  readonly combined: boolean
  readonly presale: boolean
  readonly sold_ahead: boolean
  readonly price_fen: string | null
  readonly stock_policy: StockPolicy
  readonly ambiguous: boolean
  readonly mapped_by: 'code' | 'hand' | null
  readonly recipe_id: string | null
  readonly recipe: string | null
  readonly sku: string | null
  readonly seen_ms: number
  readonly gone_ms: number | null
}

/** The listings a condition chooses, in its order. */
export async function readListings(em: Em, chosen: RawBuilder<unknown>): Promise<readonly ShopListing[]> {
  const { rows } = await sql<Row>`
    select l.id, l.channel_id, l.external_id, l.item_id, l.item_sku_id, l.warehouse_id, l.title, l.merchant_code, l.takes_at, l.facts,
           to_json(l.open_facts) as open_facts, l.shown_units, l.reserved_units, l.on_sale, l.lowering_blocked, l.combined, l.presale, l.sold_ahead, l.price_fen,
           l.stock_policy, l.ambiguous, l.mapped_by, l.recipe_id, s.code as sku, case when s.id is null then r.code end as recipe,
           ${msOf('l.seen_at')} as seen_ms, ${msOf('l.gone_at')} as gone_ms
      from ${sql.table('listing')} l
      left join ${sql.table('recipe')} r on r.id = l.recipe_id
      left join ${sql.table('sku')} s on s.id = r.single_sku_id
     where l.item_id is not null and ${chosen}`.execute(merchantDb(em))
  return rows.map(toShopListing)
}

function toShopListing(row: Row): ShopListing {
  return {
    id: row.id,
    channelId: row.channel_id,
    key: row.external_id,
    ref: { itemId: row.item_id, skuId: row.item_sku_id, warehouseId: row.warehouse_id },
    title: row.title,
    merchantCode: row.merchant_code,
    takesAt: row.takes_at,
    facts: Facts.parse(typeof row.facts === 'string' ? JSON.parse(row.facts) : row.facts),
    openFacts: row.open_facts,
    shownUnits: unitsOf(row.shown_units),
    reservedUnits: unitsOf(row.reserved_units),
    onSale: row.on_sale,
    loweringBlocked: row.lowering_blocked,
    combined: row.combined,
    presale: row.presale,
    soldAhead: row.sold_ahead,
    priceFen: unitsOf(row.price_fen),
    stockPolicy: row.stock_policy,
    mapping: row.ambiguous ? 'ambiguous' : row.recipe_id === null ? 'unmapped' : 'mapped',
    mappedBy: row.mapped_by,
    recipeId: row.recipe_id,
    recipe: row.recipe,
    sku: row.sku,
    seenAt: new Date(row.seen_ms),
    goneAt: row.gone_ms === null ? null : new Date(row.gone_ms),
  }
}

function unitsOf(text: string | null): number | null {
  return text === null ? null : Number(text)
}
