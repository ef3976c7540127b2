import { expect, it } from 'vitest'
import { codeOf, literalsOf } from '../../../scripts/split-source.mjs'

const words = (text: string) => text.split(/[^a-z0-9_()]+/).filter((word) => word !== '')

it.each([
  ['a quoted string', `const a = 'now()' + b`, ['now()']],
  ['escaped quotes', `f('it\\'s now()', "say \\"x\\"")`, ['it', 's', 'now()', 'say', 'x']],
  ['a template with code in it', 'q(`select ${a({ b: `in ${c} deep` })} from t`)', ['select', 'in', 'deep', 'from', 't']],
  ['comments', `x // it's now()\n/* 'now()' */ y('z')`, ['z']],
  ['a regular expression with quotes', `if (/['"\`]/.test(x)) return 'y'`, ['y']],
  ['a division', `const half = total / 2; const s = 'a' / 'b' / 'c'`, ['a', 'b', 'c']],
])('finds the literals of %s', (_, source, expected) => {
  expect(words(literalsOf(source))).toEqual(expected)
})

it('keeps every line where it was, in both halves', () => {
  const source = 'const a = `one\n${two}\nthree`\n// four\nfive()\n'
  expect(literalsOf(source).split('\n')).toHaveLength(source.split('\n').length)
  expect(codeOf(source).split('\n')[4]).toBe('five()')
})
