import { expect, it } from 'vitest'
import { ConfigError, loadConfig } from '../../src/config.ts'

it('runs a database of its own where none is named', () => {
  expect(loadConfig({}).database).toMatchObject({ kind: 'embedded', port: undefined })
  expect(loadConfig({ DATABASE_URL: '' }).database.kind).toBe('embedded')
})

it('uses the operator’s server where one is named', () => {
  const url = 'postgresql://me:secret@db.example:5432/stock'
  expect(loadConfig({ DATABASE_URL: url }).database).toEqual({ kind: 'own', url })
})

it.each([
  ['PORT', 'eighty'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['DATABASE_CONNECTIONS_MAX', '0'],
  ['LOG_LEVEL', 'loud'],
  ['DATABASE_URL', 'mysql://me@db/stock'],
  ['DATABASE_URL', 'stock'],
])('refuses %s=%s, naming the variable', (name, value) => {
  expect(() => loadConfig({ [name]: value })).toThrow(ConfigError)
  expect(() => loadConfig({ [name]: value })).toThrow(`${name}: `)
})

it('never repeats a value it refuses: it may be a secret', () => {
  const refused = () => loadConfig({ DATABASE_URL: 'mysql://me:hunter2@db/stock', PORT: 'hunter2' })
  expect(refused).toThrow(ConfigError)
  expect(refused).not.toThrow(/hunter2/)
})
