import { sql } from 'kysely'
import { grantCampaign } from '../src/campaigns/grant-campaign.ts'
import { planCampaign } from '../src/campaigns/plan-campaign.ts'
import { createDirectChannel } from '../src/catalogue/create-direct-channel.ts'
import { merchantDb } from '../src/db/merchant-db.ts'
import { tendCampaigns } from '../src/campaigns/tend-campaigns.ts'
import { createStockDesk, type StockDesk } from '../src/stock/stock-desk.ts'
import type { Bench, BenchContext } from './harness/bench.ts'
import { benchMerchant, type BenchMerchant } from './harness/bench-merchant.ts'

const LINES = 5_000
const LOOKS = 9
const HOUR_MS = 3_600_000
const alone = { baseline: null, ratio: null, p50Ms: null, p99Ms: null } as const

export const campaign: Bench = {
  name: 'campaign',
  describe: 'locking a campaign of 5,000 lines, in one transaction, and what looking after it costs a worker each second',
  async run(context) {
    await using undo = new AsyncDisposableStack()
    const merchant = await benchMerchant(context, { code: 'campaign', skus: LINES, unitsEach: 100, connectionsMax: 8 })
    undo.defer(() => merchant.dispose())
    await makeRecipes(merchant, context.clock.now())
    await createDirectChannel(merchant.em, { code: 'app', name: 'App' }, context.clock.now())
    const desk = createStockDesk(merchant.em, context.clock)
    const startsAtMs = context.clock.now().getTime()
    const line = { channel: null, listing: null, minimum: 0, limitPerBuyer: null, threshold: 3 }
    const plan = {
      code: 'D11',
      name: 'D11',
      kind: 'flash_sale' as const,
      channels: ['app'],
      activityId: null,
      enrolsAtMs: null,
      startsAtMs,
      endsAtMs: startsAtMs + HOUR_MS,
      leadMs: 0,
      grantsAtMs: null,
      onShortage: 'refuse' as const,
      returnsTo: 'campaign' as const,
      lines: merchant.skuCodes.map((recipe) => ({ ...line, recipe, units: 10, onThreshold: 'warn' as const, isGift: false })),
    }
    const planned = await desk.do(planCampaign, plan, { key: 'plan', actor: 'bench' })
    if (planned.kind === 'refused') throw new Error(planned.message)
    const beganAtMs = performance.now()
    const granted = await desk.do(grantCampaign, { campaign: 'D11', onShortage: null }, { key: 'grant', actor: 'bench' })
    const tookMs = performance.now() - beganAtMs
    if (granted.kind === 'refused') throw new Error(granted.message)
    context.say(`${LINES} lines, ${granted.lockedUnits} units locked in ${tookMs.toFixed(0)} ms`)
    const lookMs = await lookAfter(merchant, desk, context)
    context.say(`a look at ${LINES} running lines took ${lookMs.toFixed(0)} ms`)
    return [
      { figure: `lock of ${LINES} lines`, value: Math.round(tookMs), unit: 'ms', ...alone },
      { figure: `look at ${LINES} running lines`, value: Math.round(lookMs), unit: 'ms', ...alone },
    ]
  },
}

/** What a worker takes each second for a campaign of which nothing is to be done: the median of some looks. */
async function lookAfter({ em }: BenchMerchant, desk: StockDesk, { clock }: BenchContext): Promise<number> {
  const tookMs: number[] = []
  for (let n = 0; n < LOOKS; n += 1) {
    const beganAtMs = performance.now()
    await tendCampaigns({ em, clock, desk, signal: AbortSignal.timeout(60_000) })
    tookMs.push(performance.now() - beganAtMs)
  }
  return tookMs.toSorted((a, b) => a - b)[Math.floor(LOOKS / 2)] ?? 0
}

/** One recipe for each SKU, under its code. */
async function makeRecipes({ em }: BenchMerchant, now: Date): Promise<void> {
  await sql`
    with made as (insert into ${sql.table('recipe')} (code, name, created_at)
                  select s.code, s.code, ${now}::timestamptz from ${sql.table('sku')} s returning id, code),
         version as (insert into ${sql.table('recipe_version')} (recipe_id, version, effective_at, granted_at, created_at)
                     select id, 1, ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz from made returning id, recipe_id)
    insert into ${sql.table('recipe_component')} (recipe_version_id, sku_id, units)
    select version.id, s.id, 1
      from version join made on made.id = version.recipe_id join ${sql.table('sku')} s on s.code = made.code`.execute(
    merchantDb(em.fork()),
  )
}
