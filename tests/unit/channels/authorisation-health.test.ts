import { expect, it } from 'vitest'
import { authorisationHealth } from '../../../src/channels/authorisation-health.ts'
import { renewalOf, type Authorisation } from '../../../src/channels/authorisation.ts'

const DAY_MS = 86_400_000
const now = new Date('2026-11-24T00:00:00Z')
const inDays = (days: number) => now.getTime() + days * DAY_MS
const pasted: Authorisation = {
  version: '1',
  grantedAtMs: inDays(-1),
  expiresAtMs: inDays(100),
  refreshExpiresAtMs: null,
  refreshable: false,
  levels: [],
  endedAtMs: null,
}

it.each([
  [31, null],
  [30, 30],
  [8, 30],
  [7, 7],
  [1.5, 7],
  [1, 1],
  [0, 1],
  [-3, 1],
])('%d days before its end a token that nobody renews is announced at %s days', (days, notice) => {
  const { state, permissions } = authorisationHealth({ ...pasted, expiresAtMs: inDays(days) }, now)
  expect(permissions).toMatchObject([{ name: 'access', noticeDays: notice, daysLeft: Math.max(0, Math.floor(days)) }])
  expect(state).toBe(days > 0 ? 'valid' : 'ended')
})

it('what is renewed by itself is not announced before it fails; the refresh token, which is not, is', () => {
  const renewed = { ...pasted, refreshable: true, expiresAtMs: inDays(1), refreshExpiresAtMs: inDays(6) }
  const levels = [{ name: 'w2', expiresAtMs: inDays(0.5) }]
  const health = authorisationHealth({ ...renewed, levels }, now)
  expect(health.permissions.map(({ name, noticeDays }) => [name, noticeDays])).toEqual([
    ['w2', null],
    ['access', null],
    ['refresh', 7],
  ])
  expect(authorisationHealth({ ...renewed, levels, endedAtMs: inDays(0) }, now)).toMatchObject({
    state: 'ended',
    permissions: [{ noticeDays: 1 }, { noticeDays: 1 }, { noticeDays: 7 }],
  })
  expect(authorisationHealth(undefined, now)).toEqual({ state: 'none', permissions: [] })
})

it('tokens are renewed three days before they end, or halfway through a short life', () => {
  const grant = { accessToken: 'a', refreshToken: 'r', expiresAt: null, refreshExpiresAt: null, shopId: null, levels: [] }
  const after = (days: number) => new Date(inDays(days))
  expect(renewalOf({ ...grant, expiresAt: after(30) }, now)).toEqual(after(27))
  expect(renewalOf({ ...grant, expiresAt: after(1) }, now)).toEqual(after(0.5))
  expect(renewalOf({ ...grant, expiresAt: after(365), refreshExpiresAt: after(30) }, now)).toEqual(after(27))
  expect(renewalOf({ ...grant, expiresAt: after(-1) }, now)).toEqual(after(-1))
  expect(renewalOf({ ...grant, refreshToken: null, expiresAt: after(30) }, now)).toBeNull()
})
