import { OutcomeUnknown } from '../../src/stock/engine/batch-failure.ts'
import type { Answer, Operation } from '../../src/stock/engine/operation.ts'
import type { Refused } from '../../src/stock/refusal.ts'
import type { RequestContext } from '../context.ts'
import { OutcomeUnknownError } from '../errors.ts'

/** Does it once for this key, in the name of whoever asks. @throws OutcomeUnknownError when only the same key again can tell. */
export async function command<Args, Yes extends Answer>(
  { desk, principal }: RequestContext,
  operation: Operation<Args, Yes>,
  { key, args }: { readonly key: string; readonly args: Args },
): Promise<Yes | Refused> {
  return unlessUnknown(() => desk().stock.do(operation, args, { key, actor: principal.actor }))
}

/** @throws OutcomeUnknownError when only the same key again can tell what became of it. */
export async function unlessUnknown<Outcome>(ask: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await ask()
  } catch (error) {
    throw error instanceof OutcomeUnknown ? new OutcomeUnknownError(error) : error
  }
}
