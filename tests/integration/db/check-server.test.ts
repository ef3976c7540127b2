import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { checkServer, UnusableServerError } from '../../../src/db/check-server.ts'

const admin = new pg.Client({ connectionString: inject('adminUrl') })
beforeAll(async () => {
  await admin.connect()
  await admin.query("create role check_owner login password 'x'")
  await admin.query("create role check_guest login password 'x'")
  await admin.query("create role check_bypass login bypassrls password 'x'")
  await admin.query('create database check_server owner check_owner')
})
afterAll(async () => {
  await admin.query('drop database check_server')
  for (const role of ['owner', 'guest', 'bypass']) await admin.query(`drop role check_${role}`)
  await admin.end()
})

function as(role: string, password = 'x'): string {
  const url = new URL(inject('adminUrl'))
  Object.assign(url, { username: role, password, pathname: 'check_server' })
  return url.href
}

it('accepts a role that owns its database and nothing more', async () => {
  await expect(checkServer(as('check_owner'))).resolves.toBeUndefined()
})

it.each([
  ['a superuser', () => inject('adminUrl'), 'is a superuser'],
  ['a role that looks past row security', () => as('check_bypass'), 'is a superuser'],
  ['a role that may make nothing', () => as('check_guest'), 'may not create schemas'],
  ['a wrong password', () => as('check_owner', 'wrong'), 'cannot be reached: password authentication failed'],
  ['a server that is not there', () => 'postgresql://me:x@127.0.0.1:1/none', 'cannot be reached: connect ECONNREFUSED'],
])('D6: refuses %s, and says what to do', async (_, url, message) => {
  await expect(checkServer(url())).rejects.toThrow(UnusableServerError)
  await expect(checkServer(url())).rejects.toThrow(message)
})
