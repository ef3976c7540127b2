import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createMessenger } from '../../../connectors/shared/post-message.ts'
import { announceAlarms } from '../../../src/alarms/announce.ts'
import { forgetNotices, NOTICE_LIFE_MS } from '../../../src/alarms/forget-notices.ts'
import { deliver, TargetFailed } from '../../../src/alarms/deliver.ts'
import type { CreateTarget } from '../../../src/alarms/alarm-targets.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { openAlarmDesk } from '../../../src/gateway/alarm-desk.ts'
import { jobTasks } from '../../../src/job-tasks.ts'
import type { JobTools } from '../../../src/jobs/durable/job-task.ts'
import { runJobs } from '../../../src/jobs/durable/run-jobs.ts'
import { createLog } from '../../../src/log.ts'
import { settleAlarm } from '../../../src/stock/read/list-alarms.ts'
import { writeAlarms } from '../../../src/stock/sql/documents.ts'
import { AlarmFakes, troubles } from '../../support/alarm-fakes.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'
import { until } from '../../support/embedded-folder.ts'
import { MovableClock, testMasterKeys } from '../../support/shop-world.ts'

const KINDS = ['webhook', 'wecom', 'dingtalk', 'feishu'] as const
const keys = testMasterKeys()
const { signal } = new AbortController()
let merchant: TestMerchant
let fakes: AlarmFakes
let clock: MovableClock
let desk: ReturnType<typeof openAlarmDesk>
let lines: string[]
beforeEach(async () => {
  ;[merchant, fakes] = await Promise.all([testMerchant(), AlarmFakes.open()])
  clock = new MovableClock()
  lines = []
  desk = openAlarmDesk({ em: merchant.em, clock, keys, messenger: messenger() })
})
afterEach(async () => {
  await Promise.all([merchant.dispose(), fakes.close()])
})

const messenger = () => createMessenger({ clock, allowLoopback: true })

async function target(kind: (typeof KINDS)[number], more: Partial<CreateTarget> = {}): Promise<string> {
  const name = more.name ?? kind
  const made = await desk.createTarget({
    ...fakes.input(kind),
    name,
    criticalOnly: false,
    settled: false,
    actor: 'test',
    ...more,
  })
  if (made.kind === 'refused') throw new Error(made.message)
  return made.target.id
}

async function raise(count = 1, severity: 'critical' | 'warning' = 'critical'): Promise<void> {
  const alarms = Array.from({ length: count }, (_, n) => ({
    kind: 'deficit' as const,
    severity,
    subject: 'sku:MUG',
    message: 'english',
    facts: { sku: `MUG-${n}`, pool: 'central', units: 3, deficit: 5 },
  }))
  await writeAlarms(merchant.em.fork(), alarms, clock.now().getTime())
}

const announce = () => announceAlarms({ orm: merchant.orm, clock }, signal)

/** What the job of a target does, called as a plain function. */
function tell(targetId: string): Promise<void> {
  const em = merchant.orm.em.fork({ schema: merchant.schema })
  const book: JobTools['book'] = (work) => em.fork().transactional(work)
  const log = createLog({ level: 'silent' })
  const tools = { em, clock, log, book, guard: () => Promise.resolve(), attempt: 1, attemptsMax: 5, keys, messenger: messenger() }
  return deliver(tools, { targetId }, signal)
}

it.each(KINDS)('%s: an alarm is told once, signed as the target demands', async (kind) => {
  const id = await target(kind)
  await raise()
  for (let n = 0; n < 3; n += 1) {
    await announce()
    await tell(id)
  }
  expect(fakes.told[kind].map(({ text }) => text)).toEqual([
    '【OnePool 紧急】透支:货品 MUG-0 在库存池 central 多承诺了 3 件,累计透支 5 件。',
  ])
  expect(fakes.refused).toEqual([])
})

it('a webhook gets the alarms as data, too', async () => {
  const id = await target('webhook')
  await raise()
  await announce()
  await tell(id)
  expect(JSON.parse(fakes.told.webhook[0]?.body ?? '')).toMatchObject({
    event: 'raised',
    merchant: 'test',
    alarms: [{ kind: 'deficit', severity: 'critical', subject: 'sku:MUG', facts: { units: 3 } }],
  })
})

it('of a flood a target gets a few messages a minute; what was held back comes together', async () => {
  const id = await target('wecom')
  await raise(200)
  await announce()
  await tell(id)
  expect(fakes.told.wecom).toHaveLength(4)
  expect(fakes.told.wecom.at(-1)?.text).toContain('合并 197 条')
  await raise(50)
  await announce()
  await tell(id)
  expect(fakes.told.wecom).toHaveLength(4)
  clock.forward(61_000)
  await tell(id)
  expect(fakes.told.wecom).toHaveLength(8)
  expect(fakes.told.wecom.at(-1)?.text).toContain('合并 47 条')
})

it('one that fails is tried again with the same message under the same id', async () => {
  const id = await target('webhook')
  await raise()
  await announce()
  for (const trouble of Object.values(troubles).filter((one) => one !== troubles.html)) {
    fakes.trouble = trouble
    await expect(tell(id)).rejects.toThrow(TargetFailed)
  }
  expect((await desk.listTargets())[0]?.problem).toMatch(/could not be reached/)
  fakes.trouble = undefined
  await tell(id)
  await tell(id)
  expect(fakes.told.webhook).toHaveLength(1)
  expect((await desk.listTargets())[0]).toMatchObject({ problem: null, failedAt: null, sentAt: expect.any(Date) })
})

it('settled alarms are told to those that want them, and warnings only to those that want them', async () => {
  const all = await target('webhook', { settled: true })
  const critical = await target('wecom', { criticalOnly: true })
  await raise(1, 'warning')
  await announce()
  const { rows } = await sql<{ id: string }>`select id from ${sql.table('alarm')}`.execute(merchantDb(merchant.em.fork()))
  for (const { id } of rows) expect(await settleAlarm(merchant.em.fork(), id, clock.now().getTime())).toBe(true)
  await announce()
  for (const id of [all, critical]) await tell(id)
  expect(fakes.told.webhook.map(({ text }) => text.slice(0, 14))).toEqual(
    ['【OnePool 提醒】透支:', '【OnePool 已解除】透支:'].map((text) => text.slice(0, 14)),
  )
  expect(fakes.told.wecom).toEqual([])
})

it('an alarm from before there was a target, and one for a target that was removed, are told to nobody', async () => {
  await raise()
  await announce()
  const id = await target('feishu')
  await announce()
  await tell(id)
  await raise()
  await announce()
  expect(await desk.removeTarget({ id, actor: 'test' })).toEqual({ kind: 'removed', id })
  await tell(id)
  expect(fakes.told.feishu).toEqual([])
  expect(await desk.removeTarget({ id, actor: 'test' })).toMatchObject({ code: 'UNKNOWN_ALARM_TARGET' })
})

it('what was told, and what never could be, is forgotten after a month; the alarms stay', async () => {
  const told = await target('webhook')
  await target('wecom')
  await raise(2)
  await announce()
  await tell(told)
  const count = async () => {
    const { rows } = await sql<{ notices: number; alarms: number }>`
      select (select count(*) from ${sql.table('alarm_notice')})::int as notices, (select count(*) from ${sql.table('alarm')})::int as alarms`.execute(
      merchantDb(merchant.em.fork()),
    )
    return rows[0]
  }
  const nowMs = clock.now().getTime()
  expect(await count()).toEqual({ notices: 4, alarms: 2 })
  expect(await forgetNotices(merchant.em, { nowMs: nowMs + NOTICE_LIFE_MS - 1_000, signal })).toBe(0)
  clock.forward(NOTICE_LIFE_MS + 1_000)
  await raise()
  await announce()
  expect(await forgetNotices(merchant.em, { nowMs: clock.now().getTime(), signal })).toBe(4)
  expect(await count()).toEqual({ notices: 2, alarms: 3 })
  await tell(told)
  expect(fakes.told.webhook).toHaveLength(3)
})

it('an alarm finds its way through durable jobs, in whichever process, and nothing secret is logged', async () => {
  for (const kind of KINDS) await target(kind)
  const stop = new AbortController()
  const log = createLog({ level: 'debug', destination: { write: (line) => lines.push(line) } })
  const { orm, url } = merchant
  const tasks = jobTasks({ keys, messenger: messenger(), shops: undefined })
  const running = [1, 2].map(() => runJobs({ orm, url, tasks, clock, log, signal: stop.signal }))
  fakes.trouble = troubles.down
  await raise(3)
  await Promise.all([announce(), announce()])
  await until(async () => (await desk.listTargets()).every(({ problem }) => problem !== null))
  fakes.trouble = undefined
  await until(() => KINDS.every((kind) => fakes.told[kind].length === 3))
  stop.abort()
  await Promise.all(running)
  const { rows } = await sql`select last_error from graphile_worker.jobs`.execute(merchantDb(merchant.em.fork()))
  const said = lines.join('\n') + JSON.stringify(rows) + JSON.stringify(await desk.listTargets())
  expect(said).toContain('TargetFailed')
  for (const secret of [fakes.secret, fakes.token]) expect(said).not.toContain(secret)
})

it('a test message says what became of it', async () => {
  const id = await target('dingtalk')
  expect(await desk.testTarget(id)).toMatchObject({ kind: 'told' })
  expect(fakes.told.dingtalk[0]?.text).toContain('测试')
  fakes.trouble = troubles.redirect
  expect(await desk.testTarget(id)).toMatchObject({ code: 'TARGET_REFUSED', message: expect.stringContaining('redirect') })
  expect(await desk.testTarget(randomUUID())).toMatchObject({ code: 'UNKNOWN_ALARM_TARGET' })
})

it.each([
  ['a loopback address', 'https://127.0.0.1/x'],
  ['localhost', 'https://localhost./x'],
  ['the address of cloud metadata', 'https://169.254.169.254/latest'],
  ['a decimal address', 'https://2130706433/x'],
  ['an IPv6 loopback address', 'https://[::1]/x'],
  ['plain http', 'http://example.com/x'],
  ['another scheme', 'file:///etc/passwd'],
  ['a user in the address', 'https://me:pw@example.com/x'],
  ['no URL', 'robot'],
])('O1: %s is refused as a target', async (_, url) => {
  const strict = openAlarmDesk({ em: merchant.em, clock, keys, messenger: createMessenger({ clock }) })
  const input = { ...fakes.input('webhook'), url, name: 'x', criticalOnly: false, settled: false, actor: 'test' }
  expect(await strict.createTarget(input)).toMatchObject({ kind: 'refused', code: 'INVALID', field: 'url' })
})

it("a robot's address has to be its chat program's, a webhook needs a secret, a name is taken once", async () => {
  const more = { name: 'x', criticalOnly: false, settled: false, actor: 'test' }
  const create = (input: object) => desk.createTarget({ ...fakes.input('webhook'), ...more, ...input })
  expect(await create({ kind: 'feishu', url: 'https://example.com/hook' })).toMatchObject({ field: 'url' })
  expect(await create({ secret: null })).toMatchObject({ field: 'secret' })
  expect(await create({ secret: 'short' })).toMatchObject({ field: 'secret' })
  expect(await create({})).toMatchObject({
    kind: 'created',
    target: { shown: expect.stringMatching(/^127\.0\.0\.1:\d+ ….{4}$/) },
  })
  expect(await create({})).toMatchObject({ code: 'NAME_TAKEN' })
  const keyless = openAlarmDesk({ em: merchant.em, clock, keys: undefined, messenger: messenger() })
  expect(await keyless.createTarget({ ...fakes.input('webhook'), ...more, name: 'y' })).toMatchObject({ code: 'NO_MASTER_KEY' })
})
