import { afterAll, beforeAll, expect, it } from 'vitest'
import { Authenticator } from '../../../src/access/authenticator.ts'
import { createFirstAdmin } from '../../../src/access/create-first-admin.ts'
import { SystemClock } from '../../../src/clock.ts'
import { createLog } from '../../../src/log.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'

const clock = new SystemClock()
let test: TestMerchant
beforeAll(async () => {
  test = await testMerchant()
})
afterAll(() => test.dispose())

it('the first start makes a merchant and one key for it and the installation; a later one makes neither', async () => {
  const { em } = test.orm
  const { signal } = new AbortController()
  const start = () => createFirstAdmin(em.fork(), { url: test.url, clock, signal })
  const key = await start()
  expect(await start()).toBeUndefined()
  const log = createLog({ level: 'silent' })
  const door = new Authenticator({ em, clock, log, verifyToken: () => Promise.resolve('refused') })
  expect(await door.authenticate(`Bearer ${key}`)).toMatchObject({
    role: 'admin',
    installation: true,
    merchant: { code: 'default' },
  })
})
