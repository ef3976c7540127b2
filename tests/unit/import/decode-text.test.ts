import fc from 'fast-check'
import { expect, it } from 'vitest'
import { StreamDecoder } from '../../../src/import/csv/decode-text.ts'

/** `编码,名称\n0012,马克杯\n` in GB18030. */
const GB18030 = Buffer.from('b1e0c2eb2cc3fbb3c60a303031322cc2edbfcbb1ad0a', 'hex')
const TEXT = '编码,名称\n0012,马克杯\n'

function decode(bytes: Buffer, sizes: readonly number[] = [bytes.length], encoding?: 'utf-8' | 'gb18030'): string {
  const decoder = new StreamDecoder(encoding)
  let text = ''
  let at = 0
  for (const size of [...sizes, bytes.length]) {
    text += decoder.push(bytes.subarray(at, at + size))
    at += size
  }
  return text + decoder.end()
}

it('tells UTF-8 with and without a mark, UTF-16 with one, and GB18030 apart', () => {
  expect(decode(Buffer.from(TEXT))).toBe(TEXT)
  expect(decode(Buffer.from(`\ufeff${TEXT}`))).toBe(TEXT)
  expect(decode(Buffer.from(`\ufeff${TEXT}`, 'utf16le'))).toBe(TEXT)
  expect(decode(Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16())).toBe(TEXT)
  expect(decode(GB18030)).toBe(TEXT)
})

it('decides also when the first Chinese character comes after a megabyte of ASCII', () => {
  const ascii = Buffer.alloc(1_048_576, 'a')
  const sizes = Array<number>(20).fill(65_536)
  expect(decode(Buffer.concat([ascii, GB18030]), sizes)).toBe(ascii.toString() + TEXT)
  expect(decode(Buffer.concat([ascii, Buffer.from(TEXT)]), sizes)).toBe(ascii.toString() + TEXT)
})

it('believes the operator where a few characters could be either', () => {
  // The two characters of 联通 in GB18030 happen to be valid UTF-8.
  const ambiguous = Buffer.from('c1aacda8', 'hex')
  expect(decode(ambiguous, [4], 'gb18030')).toBe('联通')
})

it('finds the same text however the bytes are cut', () => {
  const bytes = fc.constantFrom(GB18030, Buffer.from(TEXT), Buffer.from(`\ufeff${TEXT}`), Buffer.from('\ufeffab', 'utf16le'))
  fc.assert(
    fc.property(bytes, fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 }), (whole, sizes) => {
      expect(decode(whole, sizes)).toBe(decode(whole))
    }),
  )
})

it('what no encoding explains is replaced, not lost silently', () => {
  expect(decode(Buffer.from([0x61, 0xff, 0x62]))).toContain('\ufffd')
})
