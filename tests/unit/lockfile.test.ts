import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { z } from 'zod'

/**
 * Versions below these have a published advisory: Apollo GHSA (CVE-2026-23897), axios CVE-2025-27152 to CVE-2026-68943,
 * MikroORM CVE-2026-34220 and CVE-2026-44680, ws CVE-2024-37890, graphql CVE-2023-26144.
 */
const AT_LEAST: Readonly<Record<string, string>> = {
  '@apollo/server': '5.5.0',
  graphql: '16.15.0',
  axios: '1.18.0',
  '@mikro-orm/core': '7.2.1',
  '@mikro-orm/sql': '7.2.1',
  '@mikro-orm/postgresql': '7.2.1',
  '@mikro-orm/migrations': '7.2.1',
  ws: '8.17.1',
}
/** Out of maintenance, or ways around a check of ours. */
const NEVER = /^(apollo-server|apollo-server-.*|graphql-upload|request|vm2)$/

const Lock = z.object({ packages: z.record(z.string(), z.looseObject({ version: z.string().optional() })) })
const text = readFileSync(fileURLToPath(new URL('../../package-lock.json', import.meta.url)), 'utf8')
const installed = Object.entries(Lock.parse(JSON.parse(text)).packages).flatMap(([path, { version }]) => {
  const name = path.split('node_modules/').at(-1)
  return path === '' || name === undefined || version === undefined ? [] : [{ name, version }]
})

it.each(Object.entries(AT_LEAST))('every %s in the lock file is at least %s', (name, least) => {
  const versions = installed.filter((one) => one.name === name).map(({ version }) => version)
  expect(versions).not.toEqual([])
  expect(versions.filter((version) => isBelow(version, least))).toEqual([])
})

it('no package is in the lock file that must not be', () => {
  expect(installed.filter(({ name }) => NEVER.test(name))).toEqual([])
})

function isBelow(version: string, least: string): boolean {
  const [ours, theirs] = [version, least].map((text) => text.split(/[.-]/).slice(0, 3).map(Number))
  const place = ours?.findIndex((part, n) => part !== theirs?.[n]) ?? -1
  return place >= 0 && (ours?.[place] ?? 0) < (theirs?.[place] ?? 0)
}
