import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { readSecret } from '../../../src/channels/channel-secrets.ts'
import { openChannelDesk } from '../../../src/gateway/channel-desk.ts'
import { SecretUnreadable } from '../../../src/secrets/envelope.ts'
import { shopWorld, testMasterKeys, type ShopWorld } from '../../support/shop-world.ts'

let world: ShopWorld
beforeAll(async () => {
  world = await shopWorld()
  await world.connect('first', 'A')
})
afterAll(() => world.dispose())

const idOf = async (code: string) => {
  const { rows } = await sql<{ id: string }>`select id from ${sql.table('channel')} where code = ${code}`.execute(
    merchantDb(world.em),
  )
  return rows[0]?.id ?? ''
}

/** All that is kept of a channel's connection, and what is due because of it. */
async function keptOf(code: string): Promise<unknown> {
  const { rows } = await sql`
    select to_jsonb(c) as channel, (select jsonb_agg(to_jsonb(s) order by s.kind) from ${sql.table('channel_secret')} s where s.channel_id = c.id) as secrets,
           (select jsonb_agg(to_jsonb(a)) from ${sql.table('channel_authorisation')} a where a.channel_id = c.id) as authorisation,
           (select jsonb_agg(to_jsonb(t) order by t.task) from ${sql.table('channel_task')} t where t.channel_id = c.id) as tasks
      from ${sql.table('channel')} c where c.code = ${code}`.execute(merchantDb(world.em))
  return rows
}

it('a channel is created once, in shadow; the same request again finds it, another one under its code does not', async () => {
  const again = await world.desk.createChannel(world.createInput('first'))
  expect(again).toMatchObject({ kind: 'existed', channel: { platform: 'taobao', state: 'shadow' } })
  const other = { ...world.createInput('first'), app: { ...world.app, secret: 'another-secret' } }
  expect(await world.desk.createChannel(other)).toMatchObject({ kind: 'refused', code: 'CODE_TAKEN' })
})

it('the shop is told by the platform, and what another shop has authorised is refused', async () => {
  expect(await world.desk.shops([await idOf('first')])).toMatchObject(new Map([[await idOf('first'), { shopId: 'A' }]]))
  const before = await keptOf('first')
  const answer = await world.desk.authoriseChannel({ channel: 'first', by: world.tokensOf('B'), app: world.app, actor: 'test' })
  expect(answer).toMatchObject({
    kind: 'refused',
    code: 'FOREIGN_SHOP',
    message: expect.stringContaining('is of shop B, the channel is of shop A'),
  })
  expect(await keptOf('first')).toEqual(before)
})

it('a shop is connected by one channel at a time', async () => {
  await world.desk.createChannel(world.createInput('second'))
  const answer = await world.desk.authoriseChannel({ channel: 'second', by: world.tokensOf('A'), app: null, actor: 'test' })
  expect(answer).toMatchObject({ kind: 'refused', code: 'SHOP_TAKEN' })
  expect((await world.desk.health([await idOf('second')])).get(await idOf('second'))).toMatchObject({ state: 'none' })
})

it('a code is exchanged at the platform; one that was used is refused with what to do', async () => {
  await world.desk.createChannel(world.createInput('by-code'))
  const code = world.sandbox.state.sessions.issueCode('B')
  const by = { kind: 'code', code, redirectUri: 'https://example.com/back' } as const
  const authorise = () => world.desk.authoriseChannel({ channel: 'by-code', by, app: null, actor: 'test' })
  expect(await authorise()).toMatchObject({ kind: 'authorised', shopId: 'B' })
  const again = await authorise()
  expect(again).toMatchObject({ kind: 'refused', code: 'PLATFORM_REFUSED', field: 'code' })
  expect(JSON.stringify(again)).not.toContain(code)
})

it('a wrong application secret and a revoked token are refused in the platform’s own words, without either', async () => {
  const secret = 'f'.repeat(32)
  const app = { key: world.app.key, secret }
  const answer = await world.desk.authoriseChannel({ channel: 'first', by: world.tokensOf('A'), app, actor: 'test' })
  expect(answer).toMatchObject({ kind: 'refused', code: 'PLATFORM_REFUSED' })
  const by = { kind: 'tokens', accessToken: 'not-a-token-0123456789', refreshToken: null, expiresAt: null } as const
  const wrong = await world.desk.authoriseChannel({ channel: 'first', by, app: null, actor: 'test' })
  expect(wrong).toMatchObject({ kind: 'refused', code: 'PLATFORM_REFUSED' })
  expect(JSON.stringify([answer, wrong])).not.toMatch(/ffffffff|not-a-token/)
})

it('S1, S2: secrets are sealed in the database, and do not open in another row or under another key', async () => {
  const { rows } = await sql<{ text: string }>`
    select encode(sealed, 'escape') as text from ${sql.table('channel_secret')}`.execute(merchantDb(world.em))
  expect(rows.length).toBeGreaterThan(2)
  const planted = [world.app.secret, world.sandbox.tokens('A').session]
  for (const { text } of rows) for (const secret of planted) expect(text).not.toContain(secret)
  const [first, second] = [await idOf('first'), await idOf('second')]
  const secretOf = (channelId: string, keys = world.keys) => readSecret(world.em, { channelId, kind: 'application' }, keys)
  expect(await secretOf(first)).toEqual({ secret: world.app.secret })
  await expect(secretOf(first, testMasterKeys())).rejects.toThrow(SecretUnreadable)
  await sql`
    update ${sql.table('channel_secret')} s set sealed = o.sealed from ${sql.table('channel_secret')} o
     where s.channel_id = ${second} and s.kind = 'application' and o.channel_id = ${first} and o.kind = 'application'`.execute(
    merchantDb(world.em),
  )
  await expect(secretOf(second)).rejects.toThrow(SecretUnreadable)
})

it('S7: who created and authorised a channel is written down, without a secret', async () => {
  const { rows } = await sql<{ action: string; facts: string }>`
    select action, facts::text as facts from onepool.audit_log order by id`.execute(merchantDb(world.em))
  expect(rows.slice(0, 2).map(({ action }) => action)).toEqual(['create_channel', 'authorise_channel'])
  expect(JSON.stringify(rows)).not.toContain(world.app.secret)
})

it('a sandbox is on this machine, and never beside a real shop', async () => {
  const input = world.createInput('elsewhere')
  for (const gatewayUrl of [
    'http://169.254.169.254/latest',
    'https://example.com/router',
    'http://127.0.0.1@evil.example/',
    'x',
  ]) {
    const answer = await world.desk.createChannel({ ...input, sandbox: { ...input.sandbox, gatewayUrl } })
    expect(answer).toMatchObject({ kind: 'refused', code: 'INVALID', field: 'sandbox.gatewayUrl' })
  }
  const real = await world.desk.createChannel({ ...input, sandbox: null })
  expect(real).toMatchObject({ kind: 'refused', code: 'SANDBOX_BESIDE_REAL' })
  const plainRelay = await world.desk.createChannel({ ...input, sandbox: null, relayUrl: 'http://relay.example' })
  expect(plainRelay).toMatchObject({ kind: 'refused', code: 'INVALID', field: 'relayUrl' })
})

it('of a sandbox and a real shop created at once, one is refused', async () => {
  const fresh = await shopWorld()
  try {
    const { sandbox: urls, ...input } = fresh.createInput('a')
    const kinds = await Promise.all([
      fresh.desk.createChannel({ ...input, sandbox: urls }),
      fresh.desk.createChannel({ ...input, code: 'b', sandbox: null }),
    ])
    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(['created', 'refused'])
  } finally {
    await fresh.dispose()
  }
})

it('without a master key nothing secret is taken', async () => {
  const desk = openChannelDesk({ em: world.em, clock: world.clock, platforms: world.platforms, keys: undefined })
  expect(await desk.createChannel(world.createInput('keyless'))).toMatchObject({ code: 'NO_MASTER_KEY' })
})

it('an archived channel has no secrets left, and its shop can be connected anew', async () => {
  const move = (channel: string, step: 'pause' | 'archive' | 'resume') =>
    world.desk.moveChannel({ channel, move: step, actor: 'test' })
  expect(await move('by-code', 'pause')).toMatchObject({ kind: 'moved', channel: { state: 'paused' } })
  expect(await move('by-code', 'pause')).toMatchObject({ kind: 'unchanged' })
  expect(await move('by-code', 'archive')).toMatchObject({ kind: 'moved', channel: { state: 'archived' } })
  expect(await move('by-code', 'resume')).toMatchObject({ kind: 'refused', code: 'CHANNEL_STATE' })
  expect(await readSecret(world.em, { channelId: await idOf('by-code'), kind: 'tokens' }, world.keys)).toBeUndefined()
  await world.connect('anew', 'B')
})
