import { sql } from 'kysely'
import { changeCampaign, type CampaignChanged, type ChangeCampaign } from '../../src/campaigns/change-campaign.ts'
import { endCampaign, type CampaignEnded } from '../../src/campaigns/end-campaign.ts'
import { grantCampaign, type CampaignGranted } from '../../src/campaigns/grant-campaign.ts'
import type { CampaignLineArgs } from '../../src/campaigns/line-args.ts'
import { planCampaign, type CampaignSaved, type PlanCampaign } from '../../src/campaigns/plan-campaign.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { Refused } from '../../src/stock/refusal.ts'
import { MINUTE, yes, type StockWorld } from './stock-world.ts'

export type WishedLine = Partial<CampaignLineArgs> & { readonly units: number }
export type WishedCampaign = Partial<Omit<PlanCampaign, 'lines'>> & { readonly lines: readonly WishedLine[] }

export function campaignLine(line: WishedLine): CampaignLineArgs {
  return {
    recipe: null,
    channel: null,
    listing: null,
    minimum: 0,
    limitPerBuyer: null,
    threshold: null,
    onThreshold: 'warn',
    isGift: false,
    ...line,
  }
}

/** Campaigns of one shop, which begin in ten minutes and run for an hour unless said otherwise. */
export class Campaigns {
  readonly world: StockWorld
  readonly channel: string

  constructor(world: StockWorld, channel: string) {
    this.world = world
    this.channel = channel
  }

  plan({ lines, ...wish }: WishedCampaign, key = this.world.newKey()): Promise<CampaignSaved | Refused> {
    const startsAtMs = wish.startsAtMs ?? this.world.nowMs + 10 * MINUTE
    const args: PlanCampaign = {
      code: key,
      name: 'Double eleven',
      kind: 'flash_sale',
      channels: [this.channel],
      activityId: null,
      enrolsAtMs: null,
      endsAtMs: startsAtMs + 60 * MINUTE,
      leadMs: 0,
      grantsAtMs: null,
      onShortage: 'refuse',
      returnsTo: 'campaign',
      ...wish,
      startsAtMs,
      lines: lines.map(campaignLine),
    }
    return this.world.do(planCampaign, args, key)
  }

  async planned(wish: WishedCampaign): Promise<string> {
    return yes(await this.plan(wish)).code
  }

  async granted(wish: WishedCampaign): Promise<string> {
    const code = await this.planned(wish)
    yes(await this.grant(code))
    return code
  }

  grant(campaign: string, { key = this.world.newKey(), desk = this.world.desk } = {}): Promise<CampaignGranted | Refused> {
    return desk.do(grantCampaign, { campaign, onShortage: null }, { key, actor: 'test' })
  }

  change(campaign: string, change: Partial<ChangeCampaign>, desk = this.world.desk): Promise<CampaignChanged | Refused> {
    const nothing = {
      name: null,
      activityId: null,
      enrolsAtMs: null,
      startsAtMs: null,
      endsAtMs: null,
      leadMs: null,
      grantsAtMs: null,
    }
    const args = { campaign, ...nothing, lines: [], newLines: [], confirm: null, ...change }
    return desk.do(changeCampaign, args, { key: this.world.newKey(), actor: 'test' })
  }

  end(campaign: string, desk = this.world.desk, confirm: string | null = null): Promise<CampaignEnded | Refused> {
    return desk.do(endCampaign, { campaign, confirm }, { key: this.world.newKey(), actor: 'test' })
  }

  /** How a line stands, in units of its first SKU. */
  async line(campaign: string, line = 1): Promise<Record<'granted' | 'kept' | 'published' | 'spent', number>> {
    const { rows } = await sql<Record<'granted' | 'kept' | 'published' | 'spent', string>>`
      select coalesce(sum(k.granted), 0) as granted, coalesce(sum(k.kept), 0) as kept, coalesce(sum(k.published), 0) as published,
             coalesce(sum(k.spent), 0) as spent
        from ${sql.table('campaign')} c join ${sql.table('campaign_line')} l on l.campaign_id = c.id
        join ${sql.table('lock_line')} k on k.campaign_line_id = l.id
       where c.code = ${campaign} and l.line = ${line}
         and k.sku_id = (select min(f.sku_id) from ${sql.table('lock_line')} f where f.campaign_line_id = l.id)`.execute(
      merchantDb(this.world.em),
    )
    const row = rows[0]
    return {
      granted: Number(row?.granted),
      kept: Number(row?.kept),
      published: Number(row?.published),
      spent: Number(row?.spent),
    }
  }

  /** Sets its orders have, those below zero included that nobody has answered for yet. */
  async sold(campaign: string): Promise<number> {
    const { rows } = await sql<{ units: string }>`
      select coalesce(sum(o.units), 0) as units from ${sql.table('campaign_order_line')} o
        join ${sql.table('campaign_line')} l on l.id = o.campaign_line_id join ${sql.table('campaign')} c on c.id = l.campaign_id
       where c.code = ${campaign}`.execute(merchantDb(this.world.em))
    return Number(rows[0]?.units)
  }
}
