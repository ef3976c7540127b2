import { sql } from 'kysely'
import { recordChange } from '../access/record-change.ts'
import { findRecipesByCode } from '../catalogue/find-recipes.ts'
import { findSkuByCode } from '../catalogue/find-skus.ts'
import type { ChannelTools } from '../channels/channel-tools.ts'
import { refuseChannel, unknownChannel, type ChannelRefused } from '../channels/refusal.ts'
import { findShopChannel, type ShopChannel } from '../channels/shop-channel.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { mapByCode } from './map-by-code.ts'
import { readListings, type ShopListing } from './shop-listing.ts'
import { ensureSingleRecipes } from './single-sku-recipes.ts'

/** What a listing sells: one unit of a SKU, a recipe, nothing that is kept in stock, or again whatever its code says. */
export type MapTo =
  | { readonly kind: 'sku'; readonly code: string }
  | { readonly kind: 'recipe'; readonly code: string }
  | { readonly kind: 'no_stock' }
  | { readonly kind: 'by_code' }

export interface MapListing {
  readonly channel: string
  /** `item/sku/warehouse`, as listed. */
  readonly listing: string
  readonly to: MapTo
  readonly actor: string
}

export type MapOutcome = { readonly kind: 'saved'; readonly listing: ShopListing } | ChannelRefused

/** Says by hand what a listing sells. It stays so until a person says otherwise, whatever its code on the platform. */
export async function mapListing({ em, clock }: ChannelTools, input: MapListing): Promise<MapOutcome> {
  return em.fork().transactional(async (tx) => {
    const channel = await findShopChannel(tx, { code: input.channel })
    if (!channel) return unknownChannel(input.channel)
    const listing = await lockListing(tx, channel, input.listing)
    if ('kind' in listing) return listing
    const now = clock.now()
    const no = await apply(tx, { channel, listing, to: input.to }, now)
    if (no) return no
    const facts = { to: input.to.kind, code: 'code' in input.to ? input.to.code : '' }
    const subject = `listing:${channel.code}/${listing.key}`
    await recordChange(tx, { actor: input.actor, action: 'map_listing', subject, facts }, now)
    const [saved] = await readListings(tx, sql`l.id = ${listing.id}`)
    if (!saved) throw new Error('a listing vanished while it was mapped')
    return { kind: 'saved', listing: saved }
  })
}

async function lockListing(tx: Em, { id, code }: ShopChannel, key: string): Promise<ShopListing | ChannelRefused> {
  const [listing] = await readListings(tx, sql`l.channel_id = ${id} and l.external_id = ${key} for update of l`)
  if (!listing) return refuseChannel('UNKNOWN_LISTING', `channel ${code} lists no ${key}`, { field: 'listing' })
  const { rows } = await sql`
    select 1 from ${sql.table('listing_quota')} where listing_id = ${listing.id} and quota <> 0`.execute(merchantDb(tx))
  if (rows.length === 0) return listing
  const message = `listing ${key} may still sell units of what it is mapped to: it can be mapped anew once its quota is 0`
  return refuseChannel('LISTING_IN_USE', message, { field: 'listing' })
}

interface Mapping {
  readonly channel: ShopChannel
  readonly listing: ShopListing
  readonly to: MapTo
}

async function apply(tx: Em, { channel, listing, to }: Mapping, now: Date): Promise<ChannelRefused | undefined> {
  switch (to.kind) {
    case 'sku': {
      const recipeId = await recipeOfSku(tx, to.code, now)
      return typeof recipeId === 'string' ? save(tx, listing, { recipeId, by: 'hand', policy: 'normal' }) : recipeId
    }
    case 'recipe': {
      const recipe = (await findRecipesByCode(tx, [to.code])).get(to.code)
      if (!recipe) return refuseChannel('UNKNOWN_RECIPE', `no recipe ${to.code}`, { field: 'recipe' })
      if (recipe.archivedAt) return refuseChannel('ARCHIVED_RECIPE', `recipe ${to.code} is archived`, { field: 'recipe' })
      return save(tx, listing, { recipeId: recipe.id, by: 'hand', policy: 'normal' })
    }
    case 'no_stock':
      return save(tx, listing, { recipeId: null, by: 'hand', policy: 'no_stock' })
    case 'by_code':
      await save(tx, listing, { recipeId: null, by: null, policy: 'normal' })
      await mapByCode(tx, { channelId: channel.id, channel: channel.code, keys: [listing.key] }, now)
      return undefined
  }
}

async function recipeOfSku(tx: Em, code: string, now: Date): Promise<string | ChannelRefused> {
  const sku = await findSkuByCode(tx, code)
  if (!sku) return refuseChannel('UNKNOWN_SKU', `no SKU ${code}`, { field: 'sku' })
  if (sku.archivedAt)
    return refuseChannel('ARCHIVED_SKU', `SKU ${code} is archived: bring it back, or choose another`, { field: 'sku' })
  await ensureSingleRecipes(tx, [sku.id], now)
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table('recipe')} where single_sku_id = ${sku.id}`.execute(merchantDb(tx))
  const [recipe] = rows
  if (!recipe) throw new Error(`SKU ${code} has no recipe of its own`)
  return recipe.id
}

async function save(
  tx: Em,
  { id }: ShopListing,
  {
    recipeId,
    by,
    policy,
  }: { readonly recipeId: string | null; readonly by: 'hand' | null; readonly policy: ShopListing['stockPolicy'] },
): Promise<undefined> {
  await sql`
    update ${sql.table('listing')}
       set recipe_id = ${recipeId}::bigint, mapped_by = ${by}::text, stock_policy = ${policy}, ambiguous = false
     where id = ${id}`.execute(merchantDb(tx))
}
