import fc from 'fast-check'
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { open, rewrap, seal, SecretUnreadable } from '../../../src/secrets/envelope.ts'
import { MasterKeyError, parseMasterKeys } from '../../../src/secrets/master-keys.ts'

const [a, b] = ['a', 'b'].map((id) => `${id}:${randomBytes(32).toString('base64')}`)
const keys = parseMasterKeys(`${a}`)
const boundTo = 'm_acme/channel/7'

describe('a sealed secret', () => {
  it('opens to what was sealed, and never looks the same twice', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (secret) => {
        const sealed = seal(secret, { keys, boundTo })
        expect(open(sealed, { keys, boundTo })).toEqual(secret)
        expect(sealed).not.toEqual(seal(secret, { keys, boundTo }))
      }),
    )
  })

  it('does not open in another row, or with a byte changed anywhere', () => {
    const sealed = seal(Buffer.from('app secret'), { keys, boundTo })
    expect(() => open(sealed, { keys, boundTo: 'm_acme/channel/8' })).toThrow(SecretUnreadable)
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = sealed.slice()
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => open(changed, { keys, boundTo }), `byte ${at}`).toThrow(SecretUnreadable)
    }
  })

  it('stays readable while the master key is replaced, and needs only the new one after it was wrapped anew', () => {
    const sealed = seal(Buffer.from('token'), { keys, boundTo })
    const both = parseMasterKeys(`${b}\n${a}`)
    expect(Buffer.from(open(sealed, { keys: both, boundTo })).toString()).toBe('token')

    const wrappedAnew = rewrap(sealed, { keys: both, boundTo })
    const onlyNew = parseMasterKeys(`${b}`)
    expect(wrappedAnew && Buffer.from(open(wrappedAnew, { keys: onlyNew, boundTo })).toString()).toBe('token')
    expect(wrappedAnew && rewrap(wrappedAnew, { keys: both, boundTo })).toBeUndefined()
    expect(() => open(sealed, { keys: onlyNew, boundTo })).toThrow('not listed')
  })
})

describe('master keys', () => {
  it.each([
    ['', 'no master key'],
    ['a:c2hvcnQ=', '32 bytes'],
    ['A B:x', 'its id'],
    [`${a},${a}`, 'same id'],
  ])('are refused as %j without being shown', (text, message) => {
    expect(() => parseMasterKeys(text)).toThrow(MasterKeyError)
    expect(() => parseMasterKeys(text)).toThrow(message)
  })
})
