import type { CampaignLine, ThresholdAction } from '../domain/campaign/campaign.ts'
import { checkText, checkUnits, firstRefusal } from '../stock/check-args.ts'
import type { Names } from '../stock/engine/names.ts'
import { limits } from '../stock/limits.ts'
import { refused, type Refused } from '../stock/refusal.ts'

/** A line as it is asked for: a recipe in all of the campaign's channels, or one listing of one channel. */
export interface CampaignLineArgs {
  readonly recipe: string | null
  readonly channel: string | null
  /** The listing's key within that channel. */
  readonly listing: string | null
  readonly units: number
  readonly minimum: number
  readonly limitPerBuyer: number | null
  readonly threshold: number | null
  readonly onThreshold: ThresholdAction
  readonly isGift: boolean
}

export function checkLine(line: CampaignLineArgs, field: string): Refused | undefined {
  const namesListing = line.channel !== null && line.listing !== null
  const named = (line.recipe !== null) === namesListing || (line.channel !== null) !== (line.listing !== null)
  return firstRefusal(
    named ? refused('INVALID', `${field} must name either a recipe, or a channel and its listing`, { field }) : undefined,
    checkText(line.recipe, `${field}.recipe`),
    checkText(line.channel, `${field}.channel`),
    checkText(line.listing, `${field}.listing`),
    checkUnits(line.units, `${field}.units`),
    checkUnits(line.minimum, `${field}.minimum`, 0),
    line.minimum > line.units
      ? refused('INVALID', `${field}.minimum must not be above units`, { field: `${field}.minimum` })
      : undefined,
    line.limitPerBuyer === null ? undefined : checkUnits(line.limitPerBuyer, `${field}.limitPerBuyer`),
    line.threshold === null ? undefined : checkUnits(line.threshold, `${field}.threshold`, 0),
  )
}

interface Sold {
  readonly recipeId: string
  readonly recipeVersionId: string
  readonly listingId: string | null
  readonly components: CampaignLine['components']
}

/** What a line sells, or why it cannot be promised. */
export function findLine(
  args: CampaignLineArgs,
  { names, channelIds, field }: { readonly names: Names; readonly channelIds: readonly string[]; readonly field: string },
): CampaignLine | Refused {
  const sold = args.recipe === null ? ofListing(args, { names, channelIds, field }) : ofRecipe(args.recipe, names, field)
  if ('kind' in sold) return sold
  const most = Math.max(...sold.components.map(({ units }) => units))
  if (most * args.units > limits.unitsPerLine) {
    return refused('INVALID', `${field} asks for too many units`, { field: `${field}.units` })
  }
  const { units, minimum, limitPerBuyer, threshold, onThreshold, isGift } = args
  const planned = { line: 0, units, minimum, limitPerBuyer, threshold, onThreshold, isGift }
  return { ...sold, ...planned, laterGoods: [], unfit: null, toppedUp: 0, takenDown: false, removed: false }
}

function ofRecipe(code: string, names: Names, field: string): Sold | Refused {
  const recipe = names.recipe(code)
  if (!recipe || recipe.archived) return refused('UNKNOWN_RECIPE', `no recipe ${code} in effect`, { field: `${field}.recipe` })
  const gone = recipe.components.find(({ archived }) => archived)
  if (gone) return archived(gone.skuCode, `${field}.recipe`)
  return { recipeId: recipe.id, recipeVersionId: recipe.versionId, listingId: null, components: recipe.components.map(toPart) }
}

function ofListing(
  { channel, listing: key }: CampaignLineArgs,
  { names, channelIds, field }: { readonly names: Names; readonly channelIds: readonly string[]; readonly field: string },
): Sold | Refused {
  const channelId = channel === null ? undefined : names.channelId(channel)
  if (channelId === undefined) return refused('UNKNOWN_CHANNEL', `no channel ${channel ?? ''}`, { field: `${field}.channel` })
  if (!channelIds.includes(channelId)) {
    return refused('INVALID', `channel ${channel ?? ''} is not one of the campaign's channels`, { field: `${field}.channel` })
  }
  const listing = names.listing(channelId, key ?? '')
  if (!listing) return refused('UNKNOWN_LISTING', `channel ${channel ?? ''} lists no ${key ?? ''}`, { field: `${field}.listing` })
  const version = listing.recipeId === null ? undefined : names.versionAt(listing.recipeId, Infinity)
  if (!version) {
    return refused('UNMAPPED_LISTING', `listing ${listing.key} sells nothing yet: map it first`, { field: `${field}.listing` })
  }
  if (listing.aheadRoom !== null) {
    const message = `listing ${listing.key} sells goods before they have come in: a campaign promises units that are on hand`
    return refused('SOLD_AHEAD', message, { field: `${field}.listing` })
  }
  const gone = version.components.find(({ skuId }) => names.skuById(skuId)?.archived)
  if (gone) return archived(names.skuById(gone.skuId)?.code ?? gone.skuId, `${field}.listing`)
  return {
    recipeId: version.recipeId,
    recipeVersionId: version.id,
    listingId: listing.id,
    components: version.components.map(toPart),
  }
}

function toPart({ skuId, units }: CampaignLine['components'][number]): CampaignLine['components'][number] {
  return { skuId, units }
}

function archived(sku: string, field: string): Refused {
  return refused('ARCHIVED_SKU', `SKU ${sku} is archived: nothing of it can be promised`, { field })
}
