import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkCode, checkName, checkTags } from '../../../src/catalogue/check-text.ts'

describe('codes', () => {
  it.each(['A', '0012', '货品-1', 'a b', '=1+1', "x'; drop table sku; --", 'x'.repeat(100)])('accepts %j', (code) => {
    expect(checkCode(code, 'code')).toBeUndefined()
  })

  it.each([
    ['', /empty/],
    [' ', /space/],
    ['A ', /space/],
    ['　A', /space/],
    ['A\n', /control/],
    ['A\0B', /control/],
    ['A\u200bB', /invisible/],
    ['\ufeffA', /invisible/],
    ['\ud800', /control/],
    ['x'.repeat(101), /at most 100/],
  ])('refuses %j', (code, why) => {
    expect(checkCode(code, 'code')).toMatchObject({ kind: 'refused', code: 'INVALID', field: 'code' })
    expect(checkCode(code, 'code')?.message).toMatch(why)
  })

  it('never accepts what PostgreSQL would store differently', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (code) => {
        fc.pre(checkCode(code, 'code') === undefined)
        expect(Buffer.from(code).toString()).toBe(code)
        expect(code).not.toMatch(/^\s|\s$|\0/)
      }),
    )
  })
})

it('names may carry joined emoji, but no line breaks', () => {
  expect(checkName('Mug 👩‍🚀')).toBeUndefined()
  expect(checkName('Mug\nred')).toMatchObject({ code: 'INVALID' })
})

it('names the tag at fault', () => {
  expect(checkTags(['new', ''])).toMatchObject({ field: 'tags.1' })
  expect(checkTags(Array.from({ length: 21 }, (_, n) => `t${n}`))).toMatchObject({ field: 'tags' })
})
