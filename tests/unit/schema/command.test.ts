import { expect, it } from 'vitest'
import { command } from '../../../schema/stock/command.ts'
import { OutcomeUnknown } from '../../../src/stock/engine/batch-failure.ts'
import { releaseHold } from '../../../src/stock/commands/release-hold.ts'
import { parseHoldId } from '../../../src/domain/ids.ts'

const holdId = parseHoldId('01989d6e-0000-7000-8000-000000000000')

async function fail(error: Error): Promise<unknown> {
  if (!holdId) throw new Error('not an id')
  const desk = () => Object({ stock: { do: () => Promise.reject(error) } })
  const context = Object({ desk, principal: { actor: 'key:1' } })
  return command(context, releaseHold, { key: 'k', args: { holdId, lines: null } }).catch((thrown: unknown) => thrown)
}

it('a command whose outcome is not known says so, and that the same key will tell', async () => {
  expect(await fail(new OutcomeUnknown('lost'))).toMatchObject({
    message: expect.stringContaining('same key'),
    extensions: { code: 'OUTCOME_UNKNOWN' },
  })
})

it('any other failure of a command goes on as it is, to be hidden at the edge', async () => {
  const error = new Error('disk full')
  expect(await fail(error)).toBe(error)
})
