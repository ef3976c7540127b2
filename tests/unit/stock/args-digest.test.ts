import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { argsDigest } from '../../../src/stock/engine/args-digest.ts'

/** The digest as keys recorded it so far: asked again after an update, a key must find its answer. */
function plainDigest(operation: string, args: unknown): string {
  const text = JSON.stringify(args, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
  return createHash('sha256').update(`${operation} ${text}`).digest('hex')
}

// Keys that are numbers come first in an object whatever the order they are written in: no argument has such a name.
const name = fc.string({ maxLength: 6 }).filter((key) => !/^\d+$/.test(key) && key !== '__proto__')
const { args } = fc.letrec<{ args: unknown }>((tie) => ({
  args: fc.oneof(
    { maxDepth: 3 },
    fc.jsonValue({ maxDepth: 0 }),
    fc.array(tie('args'), { maxLength: 4 }),
    fc.dictionary(name, tie('args'), { maxKeys: 5 }),
  ),
}))

it('is that of the arguments as JSON with their keys in order', () => {
  fc.assert(
    fc.property(args, (value) => {
      expect(argsDigest('hold', value)).toBe(plainDigest('hold', value))
    }),
  )
})

it('is the same in whatever order the arguments were written down, and another one for other arguments', () => {
  const digest = argsDigest('hold', { pool: null, lines: [{ sku: 'A', units: 1 }], note: undefined })
  expect(argsDigest('hold', { lines: [{ units: 1, sku: 'A' }], pool: null })).toBe(digest)
  expect(argsDigest('hold', { pool: null, lines: [{ sku: 'A', units: 2 }] })).not.toBe(digest)
  expect(argsDigest('release', { pool: null, lines: [{ sku: 'A', units: 1 }] })).not.toBe(digest)
})

it('does not take names for each other that a comma joins to the same text', () => {
  const one = argsDigest('hold', { 'a,b': 1, c: 2 })
  expect(argsDigest('hold', { a: 1, 'b,c': 2 })).toBe(plainDigest('hold', { a: 1, 'b,c': 2 }))
  expect(argsDigest('hold', { a: 1, 'b,c': 2 })).not.toBe(one)
})
