import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { SystemClock } from '../../../src/clock.ts'
import { openDatabase, type Em } from '../../../src/db/orm.ts'
import { createEvents } from '../../../src/events/events.ts'
import { createLog } from '../../../src/log.ts'
import { createMerchant } from '../../../src/merchants/create-merchant.ts'
import { writeAlarms } from '../../../src/stock/sql/documents.ts'
import { statementsOf } from '../../support/count-statements.ts'
import { until } from '../../support/embedded-folder.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'

const clock = new SystemClock()
const log = createLog({ level: 'silent' })
let merchant: TestMerchant
const stops: AbortController[] = []
beforeAll(async () => {
  merchant = await testMerchant()
})
afterEach(() => stops.splice(0).forEach((stop) => stop.abort()))
afterAll(() => merchant.dispose())

/** The feeds of one process. */
function feeds(em: Em = merchant.orm.em) {
  const stop = new AbortController()
  stops.push(stop)
  return { ...createEvents({ em, clock, log, signal: stop.signal }), stop }
}

const raise = (em: Em, subject: string) =>
  writeAlarms(em, [{ kind: 'deficit', severity: 'warning', subject, message: '', facts: {} }], clock.now().getTime())

async function take(events: AsyncIterator<{ readonly subject: string }>, count: number): Promise<readonly string[]> {
  const subjects: string[] = []
  while (subjects.length < count) {
    const { value, done } = await events.next()
    if (done) break
    subjects.push(value.subject)
  }
  return subjects
}

it('what is committed after the subscription is told, by whichever process it was written', async () => {
  const other = await openDatabase({ url: merchant.url, log, poolMax: 2 })
  await raise(merchant.em.fork(), 'before')
  const [here, there] = await Promise.all([feeds(), feeds(other.em)].map((one) => one.alarmRaised.subscribe(merchant.schema)))
  await raise(other.em.fork({ schema: merchant.schema }), 'first')
  await raise(merchant.em.fork(), 'second')
  for (const events of [here, there]) expect(events && (await take(events, 2))).toEqual(['first', 'second'])
  await other.close()
})

it('a row that was numbered before the subscription and is committed after later ones is not lost', async () => {
  const events = feeds()
  const gate = Promise.withResolvers<void>()
  const written = Promise.withResolvers<void>()
  const slow = merchant.em.fork().transactional(async (tx) => {
    await raise(tx, 'slow')
    written.resolve()
    await gate.promise
  })
  await written.promise
  await raise(merchant.em.fork(), 'quick')
  const subscriber = await events.alarmRaised.subscribe(merchant.schema)
  await raise(merchant.em.fork(), 'later')
  expect(await take(subscriber, 1)).toEqual(['later'])
  gate.resolve()
  await slow
  expect(await take(subscriber, 1)).toEqual(['slow'])
})

it('a merchant is told of its own events only', async () => {
  await createMerchant({ url: merchant.url, clock, signal: new AbortController().signal }, { code: 'other', name: 'Other' })
  const { alarmRaised } = feeds()
  const theirs = await alarmRaised.subscribe('m_other')
  const ours = await alarmRaised.subscribe(merchant.schema)
  await raise(merchant.em.fork(), 'ours')
  await raise(merchant.orm.em.fork({ schema: 'm_other' }), 'theirs')
  expect(await take(ours, 1)).toEqual(['ours'])
  expect(await take(theirs, 1)).toEqual(['theirs'])
})

it('many subscribers of one merchant cost the looks of one, and none are made when nobody listens', async () => {
  const { alarmRaised } = feeds()
  const isLook = (text: string) => text.includes('feed_id')
  const subscribers = await Promise.all(Array.from({ length: 20 }, () => alarmRaised.subscribe(merchant.schema)))
  const statements = await statementsOf(async () => {
    await raise(merchant.em.fork(), 'all')
    for (const one of subscribers) expect(await take(one, 1)).toEqual(['all'])
  })
  expect(statements.filter(isLook).length).toBeLessThan(20)
  await Promise.all(subscribers.map((one) => one.return()))
  // Longer than the pause between two looks.
  await until(async () => !(await statementsOf(() => clock.sleep(700))).some(isLook))
})

it('ends when the program stops, and goes on when the database was away', async () => {
  const { alarmRaised, stop } = feeds()
  const subscriber = await alarmRaised.subscribe(merchant.schema)
  const next = subscriber.next()
  stop.abort()
  expect(await next).toEqual({ value: undefined, done: true })
  await expect(alarmRaised.subscribe(merchant.schema)).rejects.toThrow('aborted')
})
