import { listingKey } from '../../src/channels/listing.ts'
import { planCampaign } from '../../src/campaigns/plan-campaign.ts'
import type { StockDesk } from '../../src/stock/stock-desk.ts'
import { TICK_MS } from '../scenario.ts'
import type { PolicyWorld } from './policy.ts'

/** A flash sale of what one shop sells, granted by the clock at its lead with what there is by then. */
export async function planSale(desk: StockDesk, { scenario: { campaign }, fronts }: PolicyWorld, startsAt: Date): Promise<void> {
  const front = campaign && fronts[campaign.shop]
  if (!front) return
  const startsAtMs = startsAt.getTime()
  const leadMs = campaign.leadTicks * TICK_MS
  const line = {
    recipe: null,
    channel: front.code,
    listing: listingKey(front.row),
    units: campaign.units,
    minimum: 0,
    limitPerBuyer: null,
    threshold: null,
    onThreshold: 'warn',
    isGift: false,
  } as const
  const done = await desk.do(
    planCampaign,
    {
      code: 'sale',
      name: 'sale',
      kind: 'flash_sale',
      channels: [front.code],
      activityId: null,
      enrolsAtMs: null,
      startsAtMs,
      endsAtMs: startsAtMs + (campaign.endTick - campaign.tick) * TICK_MS,
      leadMs,
      grantsAtMs: startsAtMs - leadMs,
      onShortage: 'take_what_there_is',
      returnsTo: 'campaign',
      lines: [line],
    },
    { key: 'sale', actor: 'simulation' },
  )
  if (done.kind === 'refused') throw new Error(`the sale is refused: ${done.message}`)
}
