import { afterAll, beforeAll, expect, it } from 'vitest'
import { admitDemo, markDatabase } from '../../../demo/mark.ts'
import { createDirectChannel } from '../../../src/catalogue/create-direct-channel.ts'
import { createSku } from '../../../src/catalogue/create-sku.ts'
import { shopWorld, type ShopWorld } from '../../support/shop-world.ts'

const dataFolder = '/data'
let used: ShopWorld
let real: ShopWorld
let demo: ShopWorld
beforeAll(async () => {
  ;[used, real, demo] = await Promise.all([shopWorld(), shopWorld(), shopWorld()])
})
afterAll(() => Promise.all([used, real, demo].map((world) => world.dispose())))

const admit = ({ merchant }: ShopWorld, id: string | null = null) => admitDemo(merchant.orm.em.fork(), { id, dataFolder })
const mark = ({ merchant, clock }: ShopWorld, id: string) => markDatabase(merchant.orm.em.fork(), { id, now: clock.now() })
const realShop = ({ createInput }: ShopWorld) => ({ ...createInput('real'), sandbox: null })

it('the demo goes into no database in which somebody has begun to work, and says what to do', async () => {
  await createSku(used.em, { code: 'CUP', name: 'Cup' }, used.clock.now())
  await expect(admit(used)).rejects.toThrow(/in use \(merchant test has a sku\).*npm start -- --bare/)
  await createDirectChannel(used.em, { code: 'app', name: 'App' }, used.clock.now())
  await expect(admit(used)).rejects.toThrow(/merchant test has a channel/)
})

it('a database that holds a real shop gets no demo, not even one that was marked before', async () => {
  expect(await real.desk.createChannel(realShop(real))).toMatchObject({ kind: 'created' })
  await expect(admit(real)).rejects.toThrow(/holds a real shop \(channel real of merchant test\).*DATA_FOLDER=elsewhere/)
  await mark(real, 'mine')
  await expect(admit(real, 'mine')).rejects.toThrow(/holds a real shop/)
})

it("a demo's database takes sandboxes and no real shop, and goes on only with the shops it was begun with", async () => {
  await admit(demo)
  await mark(demo, 'mine')
  await admit(demo, 'mine')
  await expect(admit(demo, 'another')).rejects.toThrow(/is not in \/data\/demo any more/)
  await expect(admit(demo)).rejects.toThrow(/remove \/data to begin anew/)
  expect(await demo.desk.createChannel(realShop(demo))).toMatchObject({
    kind: 'refused',
    code: 'SANDBOX_BESIDE_REAL',
    message: expect.stringContaining("this database is a demo's") as string,
  })
  expect(await demo.desk.createChannel(demo.createInput('sandbox'))).toMatchObject({ kind: 'created' })
})
