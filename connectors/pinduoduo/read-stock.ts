import { ChannelError } from '../../src/channels/errors.ts'
import type { ListingRef } from '../../src/channels/listing.ts'
import type { MissingReading, StockReading } from '../../src/channels/stock.ts'
import type { PopClient } from './pop-client.ts'
import { GoodsDetail, SkuStock } from './wire-goods.ts'

/** The platform stamps whole seconds: a reading is dated that much earlier and later. */
const doubtMs = 1_000

/**
 * One counter a call: `quantity` with `reserve_quantity`, which unfinished orders hold (page of pdd.goods.skus.get). Whether
 * the first includes the second is not documented; if it does, less is for sale than shown, never more.
 */
export async function readStock(
  client: PopClient,
  listings: readonly ListingRef[],
  signal: AbortSignal,
): Promise<readonly (StockReading | MissingReading)[]> {
  const readings: (StockReading | MissingReading)[] = []
  for (const listing of listings) readings.push(await readOne(client, listing, signal))
  return readings
}

async function readOne(client: PopClient, listing: ListingRef, signal: AbortSignal): Promise<StockReading | MissingReading> {
  const sentAt = new Date(client.clock.now().getTime() - doubtMs)
  const parameters = { goods_id: listing.itemId, sku_id: listing.skuId ?? undefined }
  try {
    const answer = await client.read('pdd.goods.skus.get', SkuStock, { signal, parameters })
    const { quantity: shownUnits, reserve_quantity: reserved } = answer
    const reservedUnits = reserved ?? null
    return { listing, sentAt, answeredAt: after(client), shownUnits, reservedUnits, sellableAtMost: shownUnits }
  } catch (error) {
    if (!(await isGone(client, listing, { error, signal }))) throw error
    return { listing, sentAt, answeredAt: after(client), missing: true }
  }
}

/** A refusal has no documented code for "deleted", so the goods themselves are asked whether the SKU is still theirs. */
async function isGone(
  client: PopClient,
  listing: ListingRef,
  { error, signal }: { readonly error: unknown; readonly signal: AbortSignal },
): Promise<boolean> {
  if (!(error instanceof ChannelError) || error.fault !== 'rejected') return false
  const parameters = { goods_id: listing.itemId }
  const goods = await client.read('pdd.goods.detail.get', GoodsDetail, { signal, parameters })
  return goods.status === 4 || goods.sku_list.every(({ sku_id: id }) => id !== listing.skuId)
}

function after(client: PopClient): Date {
  return new Date(client.clock.now().getTime() + doubtMs)
}
