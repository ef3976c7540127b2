import { getEventListeners } from 'node:events'
import { expect, it } from 'vitest'
import { anyOf } from '../../src/any-signal.ts'

it('aborts with the first that does, also one that has already', () => {
  const [one, other, past] = [new AbortController(), new AbortController(), AbortSignal.abort('long ago')]
  using any = anyOf(one.signal, other.signal)
  expect(any.signal.aborted).toBe(false)
  other.abort('the other')
  one.abort('too late')
  expect(any.signal.reason).toBe('the other')
  using late = anyOf(new AbortController().signal, past)
  expect(late.signal.reason).toBe('long ago')
})

it('leaves nothing with its signals once it is disposed of', () => {
  const long = new AbortController()
  const { signal } = work(long.signal)
  expect(getEventListeners(long.signal, 'abort')).toHaveLength(0)
  long.abort()
  expect(signal.aborted).toBe(false)
})

function work(long: AbortSignal): { readonly signal: AbortSignal } {
  using any = anyOf(long, new AbortController().signal)
  expect(getEventListeners(long, 'abort')).toHaveLength(1)
  return { signal: any.signal }
}
