import { expect, it } from 'vitest'
import type { CommandTry } from '../../../../src/domain/publishing/command.ts'
import { nextForUnknown } from '../../../../src/domain/publishing/next-try.ts'

const LIFE = 600_000

function attempt(number: number, signedAtMs: number, outcome: CommandTry['outcome']): CommandTry {
  const answeredAtMs = outcome === null ? null : signedAtMs
  return {
    number,
    signedAtMs,
    diesAtMs: signedAtMs + LIFE,
    fence: '1',
    answeredAtMs,
    outcome,
    resultingUnits: null,
    code: null,
    message: null,
  }
}

it('R5, N9: reads the counter, once every try is dead, where the same key is refused for what it asks after a try without an answer', () => {
  const tries = [attempt(1, 0, 'unknown'), attempt(2, 10_000, 'refused by business')]
  const command = { call: 'keyed delta', kind: 'lower', keyMemoryMs: 86_400_000, tries } as const
  const at = (platformMs: number) => nextForUnknown(command, { platformMs, requestLifetimeMs: LIFE })
  expect(at(30_000).step).toBe('wait')
  expect(at(LIFE + 2_001).step).toBe('read')
})
