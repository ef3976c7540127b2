import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Authenticator } from '../../../src/access/authenticator.ts'
import { createApiKey } from '../../../src/access/create-api-key.ts'
import type { KeyRequest } from '../../../src/access/check-key-request.ts'
import { findMerchant } from '../../../src/access/find-merchant.ts'
import { listApiKeys } from '../../../src/access/list-api-keys.ts'
import { revokeApiKey } from '../../../src/access/revoke-api-key.ts'
import { shutOutSubject } from '../../../src/access/shut-out-subject.ts'
import { createTokenVerifier } from '../../../src/access/verify-token.ts'
import { sharedDb } from '../../../src/db/merchant-db.ts'
import { createLog } from '../../../src/log.ts'
import { statementsOf } from '../../support/count-statements.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'
import { JumpingClock } from '../../support/jumping-clock.ts'
import { tokenIssuer, type TokenIssuer } from '../../support/token-issuer.ts'

const clock = new JumpingClock(new Date('2026-11-20T08:00:00Z'))
const wish: KeyRequest = {
  merchant: 'test',
  name: 'shop',
  role: 'storefront',
  channels: null,
  locations: null,
  installation: false,
  expiresAt: null,
}
let test: TestMerchant
let issuer: TokenIssuer
let door: Authenticator

beforeAll(async () => {
  test = await testMerchant()
  issuer = await tokenIssuer()
  door = openDoor()
})
afterAll(() => test.dispose())

function openDoor(): Authenticator {
  const log = createLog({ level: 'silent' })
  return new Authenticator({ em: test.orm.em, clock, log, verifyToken: createTokenVerifier(issuer.rules, clock) })
}

/** Beside it goes the note of the last use, for which nobody waits. */
function isLookup(statement: string): boolean {
  return /^\s*select/.test(statement)
}

async function makeKey(request: Partial<KeyRequest> = {}): Promise<{ id: string; secret: string }> {
  const made = await createApiKey(test.orm.em.fork(), { ...wish, ...request }, { by: 'test', now: clock.now() })
  if (made.kind === 'refused') throw new Error(made.message)
  return { id: made.apiKey.id, secret: made.secret }
}

it('lets a key in as what it was made for', async () => {
  const { id, secret } = await makeKey({ channels: ['tmall'] })
  expect(await door.authenticate(`Bearer ${secret}`)).toMatchObject({
    actor: `key:${id}`,
    role: 'storefront',
    installation: false,
    channels: ['tmall'],
    locations: null,
    merchant: { code: 'test', schema: 'm_test' },
  })
})

it('keeps nothing of a key that could be used', async () => {
  const { id, secret } = await makeKey()
  const { rows } = await sql<{ row: string }>`select k::text as row from ${sql.table('api_key')} k where id = ${id}`.execute(
    sharedDb(test.orm.em.fork()),
  )
  expect(rows[0]?.row).toBeDefined()
  expect(rows[0]?.row).not.toContain(secret.slice(9))
  expect(rows[0]?.row).not.toContain(Buffer.from(secret).toString('hex'))
})

it('refuses what is no credential, and says when one is missing', async () => {
  expect(await door.authenticate(undefined)).toMatchObject({ reason: 'missing' })
  const { secret } = await makeKey()
  const wrong = [
    'Basic abc',
    secret,
    'Bearer',
    'Bearer a b',
    `Bearer ${secret}x`,
    `Bearer op_${'a'.repeat(43)}`,
    "Bearer ' or 1=1",
  ]
  for (const header of wrong) expect(await door.authenticate(header)).toMatchObject({ kind: 'denied', reason: 'invalid' })
})

it('ends a key when it expires, to the millisecond, although it was let in just before', async () => {
  const { secret } = await makeKey({ expiresAt: new Date(clock.now().getTime() + 1_000) })
  expect(await door.authenticate(`Bearer ${secret}`)).toHaveProperty('role')
  clock.advance(1_000)
  expect(await door.authenticate(`Bearer ${secret}`)).toMatchObject({ reason: 'expired' })
})

it('ends a revoked key within two seconds in a process that trusted it, and at once in any other', async () => {
  const { id, secret } = await makeKey()
  expect(await door.authenticate(`Bearer ${secret}`)).toHaveProperty('role')
  await revokeApiKey(test.orm.em.fork(), { id, merchantId: null }, { by: 'test', now: clock.now() })
  expect(await openDoor().authenticate(`Bearer ${secret}`)).toMatchObject({ reason: 'invalid' })
  clock.advance(2_000)
  expect(await door.authenticate(`Bearer ${secret}`)).toMatchObject({ reason: 'invalid' })
})

it('asks the database once for many requests with one key, and once for many guesses', async () => {
  const { secret } = await makeKey()
  const fresh = openDoor()
  await fresh.authenticate(`Bearer ${secret}`)
  clock.advance(2_000)
  const again = await statementsOf(() => Promise.all(Array.from({ length: 100 }, () => fresh.authenticate(`Bearer ${secret}`))))
  expect(again.filter(isLookup)).toHaveLength(1)
  const guesses = Array.from({ length: 100 }, (_, n) => `Bearer op_${String(n).padStart(43, 'x')}`)
  const guessed = await statementsOf(() => Promise.all(guesses.map((guess) => fresh.authenticate(guess))))
  expect(guessed.filter(isLookup)).toHaveLength(1)
})

it('writes down when a key was used, to the minute', async () => {
  const { id, secret } = await makeKey()
  const merchant = await findMerchant(test.orm.em.fork(), 'test')
  await openDoor().authenticate(`Bearer ${secret}`)
  await expect
    .poll(async () => {
      const keys = await listApiKeys(test.orm.em.fork(), { merchantId: merchant?.id ?? '', first: 100, beforeId: null })
      return keys.find((key) => key.id === id)?.lastUsedAt
    })
    .toEqual(clock.now())
})

it('takes a signed token for its merchant, and refuses one of a merchant that is not there', async () => {
  const token = await issuer.sign(clock.now(), { role: 'viewer', locations: ['wh1'] })
  expect(await door.authenticate(`bearer ${token}`)).toMatchObject({
    actor: 'token:anna',
    role: 'viewer',
    locations: ['wh1'],
    installation: false,
    merchant: { code: 'test' },
  })
  const foreign = await issuer.sign(clock.now(), { merchant: 'nobody' })
  expect(await door.authenticate(`Bearer ${foreign}`)).toMatchObject({ reason: 'invalid' })
})

it('shuts out the bearer of tokens within two seconds, and lets them in again', async () => {
  const token = await issuer.sign(clock.now(), { sub: 'gone' })
  const change = (shutOut: boolean, subject = 'gone') =>
    shutOutSubject(test.orm.em.fork(), { subject, shutOut }, { by: 'test', now: clock.now() })
  expect(await door.authenticate(`Bearer ${token}`)).toHaveProperty('role')
  await change(true)
  clock.advance(2_000)
  expect(await door.authenticate(`Bearer ${token}`)).toMatchObject({ reason: 'invalid' })
  await change(false)
  expect(await door.authenticate(`Bearer ${token}`)).toHaveProperty('role')
  expect(await change(true, '')).toMatchObject({ code: 'INVALID', field: 'subject' })
})

it('refuses a wish for a key that makes no sense', async () => {
  const ask = (request: Partial<KeyRequest>) =>
    createApiKey(test.orm.em.fork(), { ...wish, ...request }, { by: 'test', now: clock.now() })
  expect(await ask({ merchant: 'nobody' })).toMatchObject({ code: 'UNKNOWN_MERCHANT', field: 'merchant' })
  expect(await ask({ merchant: null })).toMatchObject({ code: 'INVALID', field: 'merchant' })
  expect(await ask({ name: ' ' })).toMatchObject({ code: 'INVALID', field: 'name' })
  expect(await ask({ installation: true })).toMatchObject({ code: 'INVALID', field: 'installation' })
  expect(await ask({ channels: [] })).toMatchObject({ code: 'INVALID', field: 'channels' })
  expect(await ask({ locations: ['\0'] })).toMatchObject({ code: 'INVALID', field: 'locations' })
  expect(await ask({ expiresAt: clock.now() })).toMatchObject({ code: 'INVALID', field: 'expiresAt' })
})

it("cannot revoke another merchant's key, nor one of the installation", async () => {
  const { id } = await makeKey()
  const { id: root } = await makeKey({ role: 'admin', installation: true })
  const merchant = await findMerchant(test.orm.em.fork(), 'test')
  const revoke = (target: string, merchantId: string) =>
    revokeApiKey(test.orm.em.fork(), { id: target, merchantId }, { by: 'test', now: clock.now() })
  expect(await revoke(id, '999999')).toMatchObject({ code: 'UNKNOWN_API_KEY' })
  expect(await revoke(root, merchant?.id ?? '')).toMatchObject({ code: 'UNKNOWN_API_KEY' })
  expect(await revoke("1'; drop table x", merchant?.id ?? '')).toMatchObject({ code: 'UNKNOWN_API_KEY' })
  expect(await revoke(id, merchant?.id ?? '')).toMatchObject({ kind: 'revoked' })
})

it('writes down who made and who ended a key', async () => {
  const { id } = await makeKey()
  await revokeApiKey(test.orm.em.fork(), { id, merchantId: null }, { by: 'key:7', now: clock.now() })
  const { rows } = await sql<{ actor: string; action: string }>`select actor, action from ${sql.table('audit_log')}
    where subject = ${`key:${id}`} order by id`.execute(sharedDb(test.orm.em.fork()))
  expect(rows).toEqual([
    { actor: 'test', action: 'create_api_key' },
    { actor: 'key:7', action: 'revoke_api_key' },
  ])
})
