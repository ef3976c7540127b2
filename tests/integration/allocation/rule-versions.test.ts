import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readBook, readVersion } from '../../../src/allocation/read-rules.ts'
import { restoreRules } from '../../../src/allocation/restore-rules.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { effectiveRule } from '../../../src/domain/allocation/effective-rule.ts'
import { ruleLimits } from '../../../src/domain/allocation/check-rule.ts'
import { apply, draft, said } from '../../support/rule-drafts.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
const channels = new Map<string, string>()

beforeAll(async () => {
  world = await StockWorld.open()
  await world.sku('A')
  for (const code of ['one', 'two']) {
    const { rows } = await sql<{ id: string }>`
      insert into ${sql.table('channel')} (code, name, platform, state, created_at)
      values (${code}, ${code}, 'taobao', 'live', ${world.clock.now()}::timestamptz) returning id`.execute(merchantDb(world.em))
    channels.set(code, rows[0]?.id ?? '')
  }
})
afterAll(() => world.close())

/** What counts for the SKU A on a channel, with nobody at work: by the rows and the clock. */
async function effective(code = 'one', version?: number) {
  const { rows } = await sql<{ id: string }>`select id from ${sql.table('sku')} where code = 'A'`.execute(merchantDb(world.em))
  const { rules } = await readBook(world.em, version)
  return effectiveRule(rules, { id: rows[0]?.id ?? '', tags: [] }, channels.get(code) ?? '', world.nowMs)
}

const reserve = (units: number) => draft({ values: { reserveUnits: units } })

it('a rule counts at once, every version of it stays on record with who brought it and why, and one step goes back', async () => {
  const before = await readVersion(world.em)
  expect(await apply(world, { rules: [reserve(5)], reason: 'first' })).toEqual({ kind: 'applied', version: before + 1 })
  await apply(world, { rules: [draft({ channels: [said('one', { rank: 1 })] })], reason: 'second' })
  expect(await effective()).toMatchObject({ rank: 1, reserveUnits: 0 })
  expect(await effective('two')).toMatchObject({ rank: 2 })
  expect(await effective('one', before + 1)).toMatchObject({ reserveUnits: 5 })

  const step = { key: 'back', basedOn: before + 2, version: null, reason: 'a mistake', actor: 'anna' }
  expect(await restoreRules(world, step)).toEqual({ kind: 'applied', version: before + 3 })
  expect(await effective('two')).toMatchObject({ rank: 1, reserveUnits: 5 })
  const { rows } = await sql`
    select version, restores, actor, reason from ${sql.table('rule_version')} order by version desc limit 2`.execute(
    merchantDb(world.em),
  )
  expect(rows).toEqual([
    { version: before + 3, restores: before + 1, actor: 'anna', reason: 'a mistake' },
    { version: before + 2, restores: null, actor: 'test', reason: 'second' },
  ])
})

it('an event begins and ends to the second by the clock alone, and a rule set for later takes the place of the former', async () => {
  await apply(world, { rules: [reserve(5)] })
  const at = world.nowMs
  await apply(world, { rules: [reserve(9)], fromMs: at + 10_000, untilMs: at + 20_000 })
  await apply(world, { rules: [draft({ values: { minimumMoveUnits: 3 } })], fromMs: at + 15_000 })
  const seen: number[][] = []
  for (const seconds of [9_999, 1, 4_999, 1, 4_999, 1]) {
    world.clock.advance(seconds)
    const { reserveUnits, minimumMoveUnits } = await effective()
    seen.push([reserveUnits, minimumMoveUnits])
  }
  expect(seen).toEqual([
    [5, 1],
    [9, 1],
    [9, 1],
    [9, 3],
    [9, 3],
    [0, 3],
  ])
  world.clock.advance(-6_000)
  expect(await effective()).toMatchObject({ reserveUnits: 9, minimumMoveUnits: 1 })
  world.clock.advance(6_000)
  expect(await effective()).toMatchObject({ reserveUnits: 0, minimumMoveUnits: 3 })
})

it('of two operators who change the same version at once one wins, and the other is told', async () => {
  const basedOn = await readVersion(world.em)
  const outcomes = await Promise.all([3, 4, 5, 6].map((units) => apply(world, { rules: [reserve(units)], basedOn })))
  expect(outcomes.filter(({ kind }) => kind === 'applied')).toHaveLength(1)
  const refused = outcomes.filter(({ kind }) => kind === 'refused')
  expect(refused).toHaveLength(3)
  for (const one of refused) expect(one).toMatchObject({ code: 'RULES_CHANGED', field: 'basedOn' })
  expect(await readVersion(world.em)).toBe(basedOn + 1)
})

it('the same key applies once, also when it is asked twice at the same time, and is refused for another change', async () => {
  const basedOn = await readVersion(world.em)
  const ask = (units: number) => apply(world, { rules: [reserve(units)], basedOn, key: 'once' })
  const answers = await Promise.all([ask(7), ask(7)])
  expect(answers).toEqual([
    { kind: 'applied', version: basedOn + 1 },
    { kind: 'applied', version: basedOn + 1 },
  ])
  expect(await ask(8)).toMatchObject({ code: 'KEY_REUSED' })
  expect(await readVersion(world.em)).toBe(basedOn + 1)
})

it('what is wrong is refused with the field, and no version is written', async () => {
  const basedOn = await readVersion(world.em)
  const two = [said('one', { sharePercent: 70 }), said('two', { sharePercent: 31 })]
  expect(await apply(world, { rules: [draft({ channels: two })] })).toMatchObject({ field: 'rules.0.channels.1.sharePercent' })
  const cold = draft({ scope: { kind: 'tag', tag: 'cold\0', position: 0 } })
  expect(await apply(world, { rules: [reserve(1), cold] })).toMatchObject({ code: 'UNKNOWN_TAG', field: 'rules.1.tag' })
  expect(await apply(world, { rules: [reserve(1)], fromMs: world.nowMs + 9, untilMs: world.nowMs + 8 })).toMatchObject({
    field: 'until',
  })
  expect(await apply(world, { ends: ['999999', 'x'] })).toMatchObject({ code: 'UNKNOWN_RULE', field: 'ends.0' })
  expect(await apply(world, { rules: [reserve(1)], reason: ' ' })).toMatchObject({ code: 'INVALID', field: 'reason' })
  expect(await apply(world, {})).toMatchObject({ code: 'INVALID', field: 'rules' })
  expect(await readVersion(world.em)).toBe(basedOn)
})

it('a rule that is ended counts no more', async () => {
  await apply(world, { rules: [reserve(5), draft({ scope: { kind: 'sku', sku: 'A' }, values: { reserveUnits: 8 } })] })
  expect(await effective()).toMatchObject({ reserveUnits: 8 })
  const { rules } = await readBook(world.em)
  await apply(world, { ends: rules.filter(({ scope }) => scope.kind === 'sku').map(({ id }) => id) })
  expect(await effective()).toMatchObject({ reserveUnits: 5 })
})

it('there are no more rules than stated, and those that were replaced do not count', async () => {
  const db = merchantDb(world.em)
  const { version, rules } = await readBook(world.em)
  await sql`insert into ${sql.table('sku')} (code, name, created_at, updated_at)
    select 'S' || n, 's', '2026-01-01', '2026-01-01' from generate_series(1, ${ruleLimits.rules}::integer) n`.execute(db)
  await sql`insert into ${sql.table('allocation_rule')} (version, scope, sku_id, from_at, says)
    select ${version}, 'sku', id, '2026-01-01', '{"channels":[]}'::jsonb from ${sql.table('sku')} where code like 'S%'
     order by id limit ${ruleLimits.rules - rules.length}`.execute(db)
  expect(await apply(world, { rules: [draft({ scope: { kind: 'sku', sku: 'A' } })] })).toMatchObject({ code: 'TOO_MANY_RULES' })
  expect(await readVersion(world.em)).toBe(version)
  expect(await apply(world, { rules: [reserve(1)] })).toMatchObject({ kind: 'applied' })
})
