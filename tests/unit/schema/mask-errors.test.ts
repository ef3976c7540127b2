import { GraphQLError } from 'graphql'
import { describe, expect, it } from 'vitest'
import { maskError } from '../../../src/http/mask-errors.ts'

const masked = (message: string, extensions: Record<string, unknown>, cause?: Error) =>
  maskError({ message, extensions }, new GraphQLError(message, cause ? { originalError: cause } : {}))

describe('an error', () => {
  it('on the list is told, without what else it carries', () => {
    const told = masked('no such argument', { code: 'BAD_USER_INPUT', stacktrace: ['at secret.ts:1'], http: { status: 400 } })
    expect(told).toEqual({ message: 'no such argument', extensions: { code: 'BAD_USER_INPUT' } })
  })

  it('that repeats a long text of the caller is cut', () => {
    expect(masked('x'.repeat(10_000), { code: 'BAD_USER_INPUT' }).message.length).toBeLessThan(500)
  })

  it('of ours is hidden behind its request id', () => {
    const hidden = masked('duplicate key value violates "hold_pkey"', { code: 'INTERNAL_SERVER_ERROR', requestId: 'r-1' })
    expect(hidden.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: 'r-1' })
    expect(hidden.message).not.toContain('hold_pkey')
  })

  it.each([
    ['53300', 'UNAVAILABLE'],
    ['57P03', 'UNAVAILABLE'],
    ['55P03', 'UNAVAILABLE'],
    ['23505', 'INTERNAL_SERVER_ERROR'],
    ['42P01', 'INTERNAL_SERVER_ERROR'],
  ])('of PostgreSQL with the state %s is %s', (state, code) => {
    const cause = Object.assign(new Error('secret statement'), { code: state })
    const hidden = masked(cause.message, { code: 'INTERNAL_SERVER_ERROR' }, cause)
    expect(hidden.extensions).toEqual({ code })
    expect(JSON.stringify(hidden)).not.toContain('secret')
  })
})
