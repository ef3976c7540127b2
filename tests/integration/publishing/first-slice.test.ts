import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { bookAnswers } from '../../../src/publishing/book-answers.ts'
import { readLeft, readStanding } from '../../../src/publishing/read-standing.ts'
import type { StockDesk } from '../../../src/stock/stock-desk.ts'
import { fronts, type FrontName } from '../../support/publish-fronts.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
let made = 0

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

/** A SKU with so many units on hand, and a shop that shows some of them. */
async function selling(
  front: FrontName,
  { onHand, shown, state = 'live' }: { onHand: number; shown: number; state?: 'joining' | 'live' },
) {
  made += 1
  const sku = `S${made}`
  await world.stocked(sku, 'W1', onHand)
  await world.recipe(`R${made}`, { [sku]: 1 })
  const shop = await new PublishShop(world, `c${made}`, front).open({ recipe: `R${made}`, shown, state })
  return { sku, shop }
}

describe.each(Object.keys(fronts) as FrontName[])('a shop whose stock call is %s', (front) => {
  it('joins with its first settled reading, is raised and lowered, and every figure agrees', async () => {
    const { sku, shop } = await selling(front, { onHand: 10, shown: 4, state: 'joining' })
    await shop.join()
    expect(await shop.quota()).toBe(4)
    expect(await shop.state()).toBe('live')
    expect(await world.balance(sku)).toMatchObject({ quota: 4, free: 6, deficit: 0 })

    await shop.want(7)
    await shop.publish()
    expect(shop.shown).toBe(7)
    expect(await world.balance(sku)).toMatchObject({ quota: 7, free: 3 })

    shop.buy(2)
    await shop.catchUp()
    expect(await world.balance(sku)).toMatchObject({ quota: 5, held: 2, free: 3 })

    await shop.want(1)
    await shop.publish()
    await shop.catchUp()
    await shop.publish()
    expect(shop.shown).toBe(1)
    expect(await world.balance(sku)).toMatchObject({ quota: 1, held: 2, free: 7 })
    expect((await shop.commands()).map(({ kind, state }) => `${kind} ${state}`)).toEqual(['raise closed', 'lower closed'])
    expect(await shop.excess()).toBe(0)
  })
})

it('I9: a reading is looked at once a watermark has passed it, and not before', async () => {
  const { shop } = await selling('keyed', { onHand: 10, shown: 4, state: 'joining' })
  const waiting = async () => (await readStanding({ em: world.em, connection: shop.connection, clock: world.clock })).waiting
  await shop.publish()
  expect(await waiting()).toEqual([])
  await shop.catchUp()
  expect(await waiting()).toEqual([shop.listingId])
  await shop.publish()
  expect([await shop.quota(), await waiting()]).toEqual([4, []])
})

it('a turn ends with its moves, unless a listing, a reading or a quota below zero is left to be looked at', async () => {
  const { shop } = await selling('keyed', { onHand: 10, shown: 4, state: 'joining' })
  const left = () => readLeft({ em: world.em, connection: shop.connection })
  await shop.publish()
  // The reading waits for orders.
  expect(await left()).toEqual({ nextMs: null, more: false })
  await shop.catchUp()
  expect(await left()).toMatchObject({ more: true })
  await shop.publish()
  expect(await left()).toEqual({ nextMs: null, more: false })
  await shop.want(6)
  expect(await left()).toEqual({ nextMs: world.nowMs, more: false })
  await shop.publish()
  expect(await left()).toEqual({ nextMs: null, more: false })
  const db = merchantDb(world.em)
  const setQuota = (units: number) =>
    sql`update ${sql.table('listing_quota')} set quota = ${units} where listing_id = ${shop.listingId}`.execute(db)
  await setQuota(-1)
  expect(await left()).toMatchObject({ more: true })
  await setQuota(6)
  expect(await left()).toMatchObject({ more: false })
})

it('rests with the answer that brings it to what is wanted, unless somebody has made it due meanwhile', async () => {
  const { shop } = await selling('keyed', { onHand: 10, shown: 4, state: 'joining' })
  await shop.join()
  const dueAfterAnswer = async (meanwhile: () => Promise<void>): Promise<readonly boolean[]> => {
    const due: boolean[] = []
    const desk: StockDesk = {
      waiting: 0,
      async do(operation, args, asking) {
        if (operation.name !== bookAnswers.name) return world.desk.do(operation, args, asking)
        await meanwhile()
        const answer = await world.desk.do(operation, args, asking)
        const standing = await readStanding({ em: world.em, connection: shop.connection, clock: world.clock })
        due.push(standing.nextMs !== null)
        return answer
      },
    }
    await shop.publish({ desk })
    return due
  }
  await shop.want(7)
  expect(await dueAfterAnswer(() => Promise.resolve())).toEqual([false])
  await shop.want(9)
  expect(await dueAfterAnswer(() => shop.want(9))).toEqual([true])
  expect(shop.shown).toBe(9)
})
