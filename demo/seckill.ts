import { sql } from 'kysely'
import { answered, surely } from '../replay/product/surely.ts'
import { grantCampaign } from '../src/campaigns/grant-campaign.ts'
import { planCampaign } from '../src/campaigns/plan-campaign.ts'
import { merchantDb } from '../src/db/merchant-db.ts'
import { HOT } from './goods.ts'
import type { DemoMerchant } from './merchant.ts'
import type { DemoWorld } from './world.ts'

const SHOP = 'tmall-1'
const UNITS = 80
/** It is at eight, for half an hour of the evening, and is promised its units as soon as its shop has joined. */
const STARTS_AT_MS = 120 * 60_000
const LASTS_MS = 30 * 60_000
/** Whoever comes too late finds one that begins at once; after nine there is none. */
const LAST_AT_MS = 180 * 60_000
const SOON_MS = 5_000
/** What is kept for it is put on sale so much of the evening before it begins. */
const LEAD_MS = 10 * 60_000
/** Before the shop has joined there is nothing to plan with. */
const LOOK_MS = 1_000

export interface Seckill {
  /** Says what has been done; null: nothing. */
  keep(eveningMs: number, signal: AbortSignal): Promise<string | null>
  isOn(): boolean
}

/** One 秒杀 with a lock. Its window is in the product's time, that of the wall, so it fits the evening at the speed it was planned at. */
export function openSeckill({ world, merchant, speed }: { world: DemoWorld; merchant: DemoMerchant; speed: number }): Seckill {
  const { desk, clock, actor } = merchant.tools
  const nowMs = (): number => clock.now().getTime()
  let lookAtMs = 0
  return {
    isOn: () => world.campaign !== null && nowMs() >= world.campaign.startsAtMs && nowMs() < world.campaign.endsAtMs,
    async keep(eveningMs, signal) {
      const last = world.campaign
      if (eveningMs > LAST_AT_MS || (last && nowMs() < last.endsAtMs)) return null
      // One whose window has passed while nobody was there, before eight of the evening, is held again.
      if (last && eveningMs >= STARTS_AT_MS) return null
      if (nowMs() < lookAtMs) return null
      lookAtMs = nowMs() + LOOK_MS
      const listing = await surely(signal, () => listingOf(merchant))
      if (listing === null) return null
      const startsAtMs = nowMs() + Math.max(SOON_MS, (STARTS_AT_MS - eveningMs) / speed)
      const campaign = {
        number: (last?.number ?? 0) + 1,
        startsAtMs: Math.round(startsAtMs),
        endsAtMs: Math.round(startsAtMs + LASTS_MS / speed),
      }
      const code = `SECKILL-${campaign.number}`
      // Before it is planned: one that nobody remembers would be planned a second time.
      world.journal.write({ kind: 'campaign', ...campaign })
      world.campaign = campaign
      const plan = { ...NO_PLAN, code, channels: [SHOP], lines: [{ ...NO_LINE, channel: SHOP, listing, units: UNITS }] }
      const leadMs = Math.round(Math.min(campaign.startsAtMs - nowMs(), Math.max(SOON_MS, LEAD_MS / speed)))
      const window = { startsAtMs: campaign.startsAtMs, endsAtMs: campaign.endsAtMs, leadMs: Math.max(0, leadMs) }
      const planned = await surely(signal, async () =>
        answered(await desk.do(planCampaign, { ...plan, ...window }, { key: code, actor })),
      )
      if (planned.kind === 'refused') throw new Error(`the 秒杀 is refused: ${planned.message}`)
      const grant = { campaign: code, onShortage: null }
      const granted = await surely(signal, async () =>
        answered(await desk.do(grantCampaign, grant, { key: `${code}-grant`, actor })),
      )
      if (granted.kind === 'refused') return `The 秒杀 ${code} gets nothing: ${granted.message}.`
      const inS = Math.round((campaign.startsAtMs - nowMs()) / 1_000)
      return `The 秒杀 ${code} of ${HOT} in ${SHOP} has its lock: ${granted.lockedUnits} units that nobody else may sell. It begins in ${inS} s.`
    },
  }

  async function listingOf({ tools }: DemoMerchant): Promise<string | null> {
    const { rows } = await sql<{ key: string }>`
      select l.external_id as key from ${sql.table('listing')} l join ${sql.table('channel')} c on c.id = l.channel_id
       where c.code = ${SHOP} and l.merchant_code = ${HOT} and l.joined_at is not null and c.state = 'live'`.execute(
      merchantDb(tools.em.fork()),
    )
    return rows[0]?.key ?? null
  }
}

const NO_LINE = {
  recipe: null,
  minimum: 0,
  limitPerBuyer: null,
  threshold: null,
  onThreshold: 'warn',
  isGift: false,
} as const

const NO_PLAN = {
  name: '八点秒杀',
  kind: 'flash_sale',
  activityId: null,
  enrolsAtMs: null,
  grantsAtMs: null,
  onShortage: 'take_what_there_is',
  returnsTo: 'campaign',
} as const
