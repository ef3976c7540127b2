import type { Campaign } from '../../domain/campaign/campaign.ts'
import type { Hold } from '../../domain/hold.ts'
import { parseHoldId, type HoldId, type LocationId, type SkuId } from '../../domain/ids.ts'
import type { ExpectedReceipt } from '../../domain/presale.ts'
import type { Em } from '../../db/orm.ts'
import { allOf } from '../../db/pipeline.ts'
import { mentionsOfContent } from '../documents/content.ts'
import { nothingAhead } from '../presale/presale-found.ts'
import { readCampaigns } from '../sql/campaigns.ts'
import { readDocuments } from '../sql/documents.ts'
import { readLocationNames, readPlaces, readRecipeNames, readSkuNames, type Places } from '../sql/names.ts'
import { readReceipts } from '../sql/presale.ts'
import { readHolds } from '../sql/read-holds.ts'
import { readTransfers, type Transfers } from '../sql/transfers.ts'
import type { DocumentLine } from './journal.ts'
import type { LocationName, Names, PoolName, RecipeName, SkuName } from './names.ts'
import type { DocumentName, Mentions } from './operation.ts'
import { findOrders, orderNames, skusOf, type FoundOrders } from './resolve-orders.ts'
import { acknowledgedAt, placesOf, readKnown, readShipments, type Acknowledgements, type Shipments } from './resolve-shipments.ts'

/** Everything a batch names, without repetition. */
export type AllMentions = { readonly [Key in keyof Mentions]-?: NonNullable<Mentions[Key]> }

export function mergeMentions(all: readonly Mentions[]): AllMentions {
  const merged = <T>(of: (mentions: Mentions) => readonly T[] | undefined): T[] => [
    ...new Set(all.flatMap((mentions) => of(mentions) ?? [])),
  ]
  return {
    skus: merged(({ skus }) => skus),
    recipes: merged(({ recipes }) => recipes),
    pools: merged(({ pools }) => pools),
    locations: merged(({ locations }) => locations),
    channels: merged(({ channels }) => channels),
    holds: merged(({ holds }) => holds),
    references: merged(({ references }) => references),
    transfers: merged(({ transfers }) => transfers),
    shipments: merged(({ shipments }) => shipments),
    orders: merged(({ orders }) => orders),
    parcels: merged(({ parcels }) => parcels),
    listings: merged(({ listings }) => listings),
    settling: merged(({ settling }) => settling),
    guards: merged(({ guards }) => guards),
    receipts: merged(({ receipts }) => receipts),
    campaigns: merged(({ campaigns }) => campaigns),
    overcommits: merged(({ overcommits }) => overcommits),
    buyers: merged(({ buyers }) => buyers),
    documents: [...new Map(all.flatMap(({ documents }) => documents ?? []).map((name) => [documentKey(name), name])).values()],
  }
}

export function documentKey({ source, document, line }: DocumentName): string {
  return JSON.stringify([source, document, line])
}

/** Pools and channels are few and their codes never change: they are read again only when a code is unknown or the copy is old. */
export class PlaceDirectory {
  #places: Places = { pools: [], channels: new Map() }
  #readAtMs = -Infinity

  async read(em: Em, wanted: Pick<AllMentions, 'pools' | 'channels'>, nowMs: number): Promise<Places> {
    const { pools, channels } = this.#places
    const known =
      wanted.pools.every((code) => pools.some((pool) => pool.code === code)) &&
      wanted.channels.every((code) => channels.has(code))
    if (!known || pools.length === 0 || Math.abs(nowMs - this.#readAtMs) > 1_000) {
      this.#places = await readPlaces(em)
      this.#readAtMs = nowMs
    }
    return this.#places
  }
}

interface Found {
  readonly skus: readonly SkuName[]
  readonly pools: readonly PoolName[]
  readonly locations: readonly LocationName[]
  readonly recipes: readonly RecipeName[]
  readonly channels: ReadonlyMap<string, string>
  readonly holds: readonly Hold[]
  readonly transfers: Transfers
  readonly documents: readonly DocumentLine[]
  readonly figures: Shipments
  readonly acknowledgements: Acknowledgements
  readonly ofShops: FoundOrders
  readonly receipts: readonly ExpectedReceipt[]
  readonly campaigns: readonly Campaign[]
}

/**
 * Looks up what a batch names, with one statement a kind, and none for kinds it does not name. A document told before
 * may name other things than its correction: what it named is looked up too.
 */
export async function resolveNames(
  em: Em,
  asked: AllMentions,
  { places: directory, nowMs }: { places: PlaceDirectory; nowMs: number },
): Promise<{ readonly names: Names; readonly mentions: AllMentions }> {
  const documents = asked.documents.length === 0 ? [] : await readDocuments(em, asked.documents)
  const all =
    documents.length === 0 ? asked : mergeMentions([asked, ...documents.map(({ content }) => mentionsOfContent(content))])
  const reading = directory.read(em, all, nowMs)
  const [{ pools, channels }, holds, recipes, transfers, receipts, campaigns, ofShops] = await allOf([
    reading,
    readMentionedHolds(em, all, false),
    all.recipes.length === 0 ? [] : readRecipeNames(em, all.recipes, nowMs),
    all.transfers.length === 0 ? { transfers: [], lines: [] } : readTransfers(em, all.transfers, false),
    readReceipts(em, all.receipts),
    readCampaigns(em, all.campaigns, nowMs),
    findOrders(em, { orders: all.orders, listings: [...all.listings, ...all.settling] }, reading),
  ])
  const heldIds = holds.flatMap(({ lines }) => lines.map(({ skuId }) => skuId))
  const ahead = receipts.map(({ skuId }) => skuId)
  const promised = campaigns.flatMap(({ lines }) => lines.flatMap(goodsOfLine))
  const skuIds = [
    ...new Set<SkuId>([...heldIds, ...componentIds(recipes), ...skusOf(ofShops), ...ahead, ...promised, ...all.overcommits]),
  ]
  const known = new Set(ofShops.skus.map(({ id }) => id))
  const unknown = skuIds.filter((id) => !known.has(id))
  const [figures, acknowledgements, named] = await allOf([
    readShipments(em, all.shipments, holds),
    readKnown(em, all.shipments, holds),
    all.skus.length + unknown.length === 0 ? [] : readSkuNames(em, all.skus, unknown),
  ])
  const orders = all.holds.length + all.references.length
  const locationIds = [
    ...new Set<LocationId>([
      ...holds.flatMap(locationsOf),
      ...(orders > 0 ? defaultsOf(pools) : []),
      ...endsOf(transfers),
      ...placesOf(figures),
      ...acknowledgedAt(acknowledgements),
    ]),
  ]
  const names = namesOf({
    pools,
    holds,
    recipes,
    transfers,
    documents,
    figures,
    acknowledgements,
    skus: [...ofShops.skus, ...named],
    locations: all.locations.length + locationIds.length === 0 ? [] : await readLocationNames(em, all.locations, locationIds),
    channels,
    ofShops,
    receipts,
    campaigns,
  })
  return { names, mentions: all }
}

function goodsOfLine({ components, laterGoods }: Campaign['lines'][number]): readonly SkuId[] {
  return [...components.map(({ skuId }) => skuId), ...laterGoods.flat()]
}

export async function readMentionedHolds(em: Em, all: AllMentions, lock: boolean): Promise<readonly Hold[]> {
  const { holds, references } = all
  if (holds.length + references.length === 0) return []
  // An order without a number of its own goes by the id of its hold.
  return readHolds(em, { ids: [...holds, ...references.flatMap((text) => parseHoldId(text) ?? [])], references, lock })
}

function componentIds(recipes: readonly RecipeName[]): readonly SkuId[] {
  return recipes.flatMap(({ components }) => components.map(({ skuId }) => skuId))
}

function locationsOf({ lines }: Hold): readonly LocationId[] {
  return lines.flatMap(({ locationId }) => locationId ?? [])
}

function endsOf({ transfers }: Transfers): readonly LocationId[] {
  return transfers.flatMap(({ fromLocationId, toLocationId }) => [fromLocationId ?? [], toLocationId ?? []].flat())
}

function defaultsOf(pools: readonly PoolName[]): readonly LocationId[] {
  return pools.flatMap(({ defaultLocationId }) => defaultLocationId ?? [])
}

function namesOf(found: Found): Names {
  const skuByCode = new Map(found.skus.map((sku) => [sku.code, sku]))
  const skuById = new Map(found.skus.map((sku) => [sku.id, sku]))
  const recipes = new Map(found.recipes.map((recipe) => [recipe.code, recipe]))
  const poolByCode = new Map(found.pools.map((pool) => [pool.code, pool]))
  const poolById = new Map(found.pools.map((pool) => [pool.id, pool]))
  const locationByCode = new Map(found.locations.map((location) => [location.code, location]))
  const locationById = new Map(found.locations.map((location) => [location.id, location]))
  const holdById = new Map<HoldId, Hold>(found.holds.map((hold) => [hold.id, hold]))
  const holdByReference = new Map(found.holds.map((hold) => [hold.reference ?? hold.id, hold]))
  const transfers = new Map(found.transfers.transfers.map((transfer) => [transfer.reference, transfer]))
  const receipts = new Map(found.receipts.map((receipt) => [receipt.id, receipt]))
  const campaigns = new Map(found.campaigns.map((campaign) => [campaign.code, campaign]))
  const documents = new Map(found.documents.map((line) => [documentKey(line), line]))
  return {
    sku: (code) => skuByCode.get(code),
    skuById: (id) => skuById.get(id),
    recipe: (code) => recipes.get(code),
    pool: (code) => (code === null ? found.pools[0] : poolByCode.get(code)),
    poolById: (id) => poolById.get(id),
    location: (code) => locationByCode.get(code),
    locationById: (id) => locationById.get(id),
    locationOfPool(id) {
      const location = poolById.get(id)?.defaultLocationId ?? null
      return location === null ? undefined : locationById.get(location)
    },
    channelId: (code) => found.channels.get(code),
    hold: (id) => holdById.get(id),
    holdByReference(reference) {
      const id = parseHoldId(reference)
      return holdByReference.get(reference) ?? (id === undefined ? undefined : holdById.get(id))
    },
    transfer: (reference) => transfers.get(reference),
    transferLines: (reference) => found.transfers.lines.filter((line) => line.reference === reference),
    figures: (orderRef) => found.figures.get(orderRef),
    acknowledgements: (holdId) => found.acknowledgements.get(holdId),
    document: (source, document, line) => documents.get(documentKey({ source, document, line })),
    receipt: (id) => receipts.get(id),
    campaign: (code) => campaigns.get(code),
    presale: nothingAhead,
    ...orderNames(found.ofShops),
  }
}
