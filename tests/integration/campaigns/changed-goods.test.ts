import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { defineRecipe } from '../../../src/catalogue/define-recipe.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { Campaigns, campaignLine } from '../../support/campaigns.ts'
import { OrderShop } from '../../support/order-shop.ts'
import { MINUTE, StockWorld, yes } from '../../support/stock-world.ts'

let world: StockWorld
let campaigns: Campaigns
let shop: OrderShop
let made = 0
let cup: string
let brush: string
let lines: readonly { readonly recipe: string; readonly units: number; readonly isGift?: boolean }[]

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  shop = await OrderShop.open(world, 'shop')
  campaigns = new Campaigns(world, 'shop')
})
afterAll(() => world.close())
beforeEach(fresh)

async function fresh(): Promise<void> {
  made += 1
  world.clock.advance(1)
  cup = `cup${made}`
  brush = `brush${made}`
  for (const sku of [cup, brush]) await world.stocked(sku, 'W1', 10)
  await world.recipe(`R${cup}`, { [cup]: 1 })
  await world.recipe(`R${brush}`, { [brush]: 1 })
  lines = [
    { recipe: `R${cup}`, units: 2 },
    { recipe: `R${brush}`, units: 2, isGift: true },
  ]
}

function define(skus: readonly string[], effectiveAt?: Date) {
  const components = skus.map((sku) => ({ sku, units: 1 }))
  const input = { code: `R${cup}`, components, ...(effectiveAt === undefined ? {} : { effectiveAt }) }
  return defineRecipe(world.em, input, world.clock.now())
}

const gift = (line: number) => ({
  kind: 'refused',
  code: 'GIFT_IN_SET',
  message: expect.stringMatching(new RegExp(`line ${line} sells .*${cup}.* as one set, and another line gives ${brush} away`)),
})

describe('a recipe that puts the gift into the set', () => {
  it('between plan and grant is refused by the grant, with the line and the gift, and nothing is locked', async () => {
    const code = await campaigns.planned({ lines })
    world.clock.advance(MINUTE)
    expect(await define([cup, brush])).toMatchObject({ kind: 'defined' })
    expect(await campaigns.grant(code)).toMatchObject({ ...gift(1), field: 'campaign' })
    expect(await world.balance(cup)).toMatchObject({ free: 10, lockKept: 0 })
    world.clock.advance(MINUTE)
    await define([cup])
    expect(await campaigns.grant(code)).toMatchObject({ kind: 'campaignGranted', lockedUnits: 4 })
  })

  it('as of a later time is refused while that lies before the end, unless another version takes its place', async () => {
    const code = await campaigns.planned({ lines })
    const later = new Date(world.nowMs + 30 * MINUTE)
    await define([cup, brush], later)
    expect(await campaigns.grant(code)).toMatchObject(gift(1))
    await define([cup], later)
    expect(await campaigns.grant(code)).toMatchObject({ kind: 'campaignGranted' })
  })

  it('is refused as long as a granted campaign would sell it, and not from its end on', async () => {
    const code = await campaigns.granted({ lines })
    const no = await define([cup, brush])
    expect(no).toMatchObject({ ...gift(1), field: 'components' })
    expect(no).toMatchObject({ message: expect.stringContaining(`campaign ${code}`) })
    expect(await define([cup, brush], new Date(world.nowMs + 71 * MINUTE))).toMatchObject({ kind: 'defined' })
    yes(await campaigns.end(code))
    expect(await define([cup, brush], new Date(world.nowMs + 72 * MINUTE))).toMatchObject({ kind: 'defined' })
  })

  it('I11: at the same time as the grant: one of both is refused', async () => {
    for (let n = 0; n < 6; n += 1) {
      await fresh()
      const code = await campaigns.planned({ lines })
      world.clock.advance(MINUTE)
      const granting = n % 2 === 0 ? campaigns.grant(code) : undefined
      const [defined, granted] = await Promise.all([define([cup, brush]), granting ?? campaigns.grant(code)])
      const answers = [defined, granted].map((answer) => (answer.kind === 'refused' ? answer.code : 'done'))
      expect(answers.toSorted()).toEqual(['GIFT_IN_SET', 'done'])
    }
  })
})

describe('a listing that sells something else than when it was planned', () => {
  it('is granted what it sells now', async () => {
    await shop.listing(`l${made}`, { [cup]: 1 })
    const code = await campaigns.planned({ lines: [{ channel: 'shop', listing: `l${made}`, units: 3 }] })
    await sql`update ${sql.table('listing')} set recipe_id = (select id from ${sql.table('recipe')} where code = ${`R${brush}`})
      where external_id = ${`l${made}`}`.execute(merchantDb(world.em))
    expect(await campaigns.grant(code)).toMatchObject({ lockedUnits: 3 })
    expect([await world.balance(cup), await world.balance(brush)]).toMatchObject([{ lockKept: 0 }, { lockKept: 3 }])
    expect(await campaigns.line(code)).toMatchObject({ kept: 3 })
  })

  it('or nothing any more, is refused, and granted without its line', async () => {
    await shop.listing(`l${made}`, { [cup]: 1 })
    const code = await campaigns.planned({ lines: [{ channel: 'shop', listing: `l${made}`, units: 3 }] })
    await sql`update ${sql.table('listing')} set recipe_id = null where external_id = ${`l${made}`}`.execute(merchantDb(world.em))
    expect(await campaigns.grant(code)).toMatchObject({
      code: 'UNMAPPED_LISTING',
      field: 'campaign',
      message: expect.stringContaining('line 1'),
    })
    const newLines = [campaignLine({ recipe: `R${brush}`, units: 1 })]
    yes(await campaigns.change(code, { lines: [{ line: 1, units: 0 }], newLines }))
    expect(await campaigns.grant(code)).toMatchObject({ lockedUnits: 1 })
  })
})
