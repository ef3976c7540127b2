import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlatforms } from '../../../connectors/platforms.ts'
import { tendCampaigns } from '../../../src/campaigns/tend-campaigns.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { allocate } from '../../../src/domain/allocation/allocate.ts'
import type { RuledPolicy } from '../../../src/domain/allocation/policy.ts'
import { mapListing } from '../../../src/listings/map-listing.ts'
import { mapListings } from '../../../src/listings/map-listings.ts'
import type { MapTo } from '../../../src/listings/mapping.ts'
import { planQuotas } from '../../../src/publishing/plan-quotas.ts'
import { readListingStandings } from '../../../src/selling/listing-standing.ts'
import { stopSelling } from '../../../src/selling/stop-selling.ts'
import { mayWriteOff } from '../../../src/selling/write-off.ts'
import { Campaigns, type WishedLine } from '../../support/campaigns.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { MINUTE, StockWorld, yes } from '../../support/stock-world.ts'

let world: StockWorld
const { signal } = new AbortController()
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

async function shops(sku: string, onHand: number, ...codes: readonly string[]) {
  await world.stocked(sku, 'W1', onHand)
  await world.recipe(`R${sku}`, { [sku]: 1 })
  const all: PublishShop[] = []
  for (const code of codes) {
    const shop = await new PublishShop(world, code, 'refusing').open({ recipe: `R${sku}`, shown: 0, state: 'joining' })
    await shop.join()
    all.push(shop)
  }
  const tick = async (policy: RuledPolicy = allocate): Promise<void> => {
    await tendCampaigns({ em: world.em, clock: world.clock, desk: world.desk, signal })
    for (const shop of all) await shop.catchUp()
    const { rows } = await sql<{ id: string }>`select id from ${sql.table('sku')} where code = ${sku}`.execute(
      merchantDb(world.em),
    )
    const skuIds = rows.map(({ id }) => id)
    await planQuotas({ em: world.em, clock: world.clock, signal, policy }, skuIds)
    for (let turn = 0; turn < 3; turn += 1) for (const shop of all) await shop.publish()
  }
  return { all, tick }
}

/** Takes everything back that may be lowered. */
const nothingForAnybody: RuledPolicy = (_, takers) =>
  new Map(takers.map(({ listingId, mayLower, quotaUnits }) => [listingId, mayLower ? 0 : quotaUnits]))

/** From its enrolment on, which is now; it starts in an hour. */
const enrolled = () => ({ enrolsAtMs: world.nowMs, startsAtMs: world.nowMs + 60 * MINUTE, leadMs: 60 * MINUTE })

async function listingOf(channel: string): Promise<string> {
  const { rows } = await sql<{ key: string }>`
    select l.external_id as key from ${sql.table('listing')} l join ${sql.table('channel')} c on c.id = l.channel_id
     where c.code = ${channel} and l.joined_at is not null`.execute(merchantDb(world.em))
  return rows[0]?.key ?? ''
}

const codeIn = (message: string): string => /Confirm it with (\w+)/.exec(message)?.[1] ?? ''

it('I11: the planner takes a listing no lower than its activity’s minimum, whoever else wants its units, and the end of another campaign neither', async () => {
  const { all, tick } = await shops('pa', 24, 'pa', 'pb')
  const [a, b] = all
  if (!a || !b) throw new Error('two shops')
  const campaigns = new Campaigns(world, 'pa')
  const line: WishedLine = { recipe: 'Rpa', units: 10, minimum: 10 }
  await campaigns.granted({ startsAtMs: world.nowMs, lines: [line] })
  const other = await campaigns.granted({ startsAtMs: world.nowMs, lines: [{ recipe: 'Rpa', units: 4 }] })
  await tick()
  await tick()
  expect(a.shown).toBe(19)
  a.buy(8)
  b.buy(5)
  await tick()
  yes(await campaigns.end(other))
  for (let n = 0; n < 3; n += 1) await tick(nothingForAnybody)
  expect([a.shown, b.shown]).toEqual([10, 0])
  expect(await world.differences()).toEqual([])
})

it('a listing in an activity is stopped once what it costs is confirmed, and by the very figures that were shown', async () => {
  const { all, tick } = await shops('sa', 10, 'sa')
  const campaigns = new Campaigns(world, 'sa')
  await campaigns.granted({ ...enrolled(), lines: [{ recipe: 'Rsa', units: 6, minimum: 4 }] })
  await tick()
  const scope = { channel: 'sa', listing: null, sku: null }
  const stop = (confirm: string | null) => stopSelling({ em: world.em, clock: world.clock }, scope, 'test', confirm)
  const no = await stop(null)
  expect(no).toMatchObject({ kind: 'refused', code: 'BELOW_MINIMUM', field: 'confirm' })
  const code = 'message' in no ? codeIn(no.message) : ''
  expect('message' in no ? no.message : '').toMatch(/shows 10; the minimum of line 1 of campaign .* is 4/)
  expect(await stop('0123456789abcdef')).toMatchObject({ code: 'BELOW_MINIMUM' })
  all[0]?.buy(1)
  await all[0]?.catchUp()
  const anew = await stop(code)
  expect(anew).toMatchObject({ code: 'BELOW_MINIMUM' })
  expect(await stop('message' in anew ? codeIn(anew.message) : '')).toMatchObject({ kind: 'selling changed', listings: 1 })
})

it('what has no minimum, or is not enrolled yet, or is over, is stopped without a question', async () => {
  const { tick } = await shops('na', 10, 'na')
  const campaigns = new Campaigns(world, 'na')
  const stop = () => stopSelling({ em: world.em, clock: world.clock }, { channel: 'na', listing: null, sku: null }, 'test', null)
  await campaigns.granted({ startsAtMs: world.nowMs, lines: [{ recipe: 'Rna', units: 2 }] })
  const later = { enrolsAtMs: world.nowMs + 30 * MINUTE, startsAtMs: world.nowMs + 60 * MINUTE }
  await campaigns.granted({ ...later, lines: [{ recipe: 'Rna', units: 2, minimum: 1 }] })
  await tick()
  expect(await stop()).toMatchObject({ kind: 'selling changed' })
  world.clock.advance(31 * MINUTE)
  expect(await stop()).toMatchObject({ code: 'BELOW_MINIMUM' })
  world.clock.advance(90 * MINUTE)
  expect(await stop()).toMatchObject({ kind: 'selling changed' })
})

it('a write-off of a listing in an activity is confirmed, too', async () => {
  const { tick } = await shops('wa', 10, 'wa')
  const campaigns = new Campaigns(world, 'wa')
  await campaigns.granted({ ...enrolled(), lines: [{ recipe: 'Rwa', units: 6, minimum: 4 }] })
  await tick()
  await sql`update ${sql.table('channel')} set state = 'paused' where code = 'wa'`.execute(merchantDb(world.em))
  const listing = await listingOf('wa')
  const may = (confirm: string | null) => mayWriteOff(world.em, { channel: 'wa', listing, confirm }, world.clock.now())
  const no = await may(null)
  expect(no).toMatchObject({ code: 'BELOW_MINIMUM', field: 'input.confirm' })
  expect(await may('message' in no ? codeIn(no.message) : '')).toEqual({ listingId: expect.any(String) })
})

it('a listing in an activity is mapped to something else once what it costs is confirmed, and back without a question', async () => {
  await shops('ma', 10, 'ma')
  await world.recipe('Rma2', { ma: 2 })
  const campaigns = new Campaigns(world, 'ma')
  const listing = await listingOf('ma')
  const map = (to: MapTo, confirm: string | null = null) =>
    mapListing({ em: world.em, clock: world.clock }, { channel: 'ma', listing, to, actor: 'test', confirm })
  const [own, other]: readonly MapTo[] = [
    { kind: 'recipe', code: 'Rma' },
    { kind: 'recipe', code: 'Rma2' },
  ]
  if (!own || !other) throw new Error('two recipes')
  const code = await campaigns.granted({ ...enrolled(), lines: [{ recipe: 'Rma', units: 6, minimum: 4 }] })
  const no = await map(other)
  expect(no).toMatchObject({ kind: 'refused', code: 'BELOW_MINIMUM', field: 'confirm' })
  const message = 'message' in no ? no.message : ''
  expect(message).toContain(`shows 0 and would sell no more for line 1 of campaign ${code}, whose minimum is 4`)
  for (const to of [{ kind: 'no_stock' }, { kind: 'by_code' }] as const)
    expect(await map(to)).toMatchObject({ code: 'BELOW_MINIMUM' })
  expect(await map(other, 'something else')).toMatchObject({ code: 'BELOW_MINIMUM' })
  expect(await map(own)).toMatchObject({ kind: 'saved' })
  expect(await map(other, codeIn(message))).toMatchObject({ kind: 'saved', listing: { recipe: 'Rma2' } })
  expect(await map(own)).toMatchObject({ kind: 'saved', listing: { recipe: 'Rma' } })
  world.clock.advance(180 * MINUTE)
  expect(await map(other)).toMatchObject({ kind: 'saved' })
  expect(await world.differences()).toEqual([])
})

it('of rows that map many listings, only those are refused that no confirmation goes with', async () => {
  await shops('mc', 10, 'mc', 'md')
  await world.recipe('Rmc2', { mc: 2 })
  await new Campaigns(world, 'mc').granted({ ...enrolled(), lines: [{ recipe: 'Rmc', units: 6, minimum: 4 }] })
  const row = async (channel: string, confirm: string | null = null) => {
    const named = { channel, listing: await listingOf(channel), merchantCode: null }
    return { ...named, to: { kind: 'recipe', code: 'Rmc2' } as const, confirm }
  }
  const map = async (...rows: readonly Awaited<ReturnType<typeof row>>[]) => {
    const answer = await mapListings({ em: world.em, clock: world.clock }, { rows, actor: 'test' })
    return answer.kind === 'mapped' ? answer.rows : []
  }
  const rows = await map(await row('mc'), await row('md'))
  expect(rows).toMatchObject([{ kind: 'refused', code: 'BELOW_MINIMUM' }, { kind: 'mapped' }])
  const [no] = rows
  expect(await map(await row('mc', no && 'message' in no ? codeIn(no.message) : ''))).toMatchObject([{ kind: 'mapped' }])
})

it('a freeze of the platform is known beforehand: its listing is shown as blocked from the enrolment to the end, and not lowered', async () => {
  const { all, tick } = await shops('fa', 20, 'fa', 'fb')
  const [a, b] = all
  if (!a || !b) throw new Error('two shops')
  const campaigns = new Campaigns(world, 'fa')
  const plan = { freezes: true, enrolsAtMs: world.nowMs + 30 * MINUTE, startsAtMs: world.nowMs + 60 * MINUTE }
  expect(await campaigns.plan({ ...plan, enrolsAtMs: null, lines: [{ recipe: 'Rfa', units: 4 }] })).toMatchObject({
    code: 'INVALID',
    field: 'enrolsAt',
  })
  await campaigns.granted({ ...plan, endsAtMs: world.nowMs + 90 * MINUTE, lines: [{ recipe: 'Rfa', units: 4 }] })
  await tick()
  await tick()
  expect([a.shown, b.shown]).toEqual([8, 8])
  const blockedUntil = async () => {
    const wanted = { listingIds: [a.listingId], platforms: createPlatforms({ clock: world.clock }), now: world.clock.now() }
    return (await readListingStandings(world.em, wanted)).get(a.listingId)?.blockedUntil?.getTime() ?? null
  }
  expect(await blockedUntil()).toBeNull()
  world.clock.advance(31 * MINUTE)
  expect(await blockedUntil()).toBe(plan.startsAtMs + 30 * MINUTE)
  await tick(nothingForAnybody)
  expect([a.shown, b.shown]).toEqual([8, 0])
  world.clock.advance(60 * MINUTE)
  expect(await blockedUntil()).toBeNull()
  await tick(nothingForAnybody)
  expect(a.shown).toBe(0)
})
