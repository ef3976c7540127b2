import { createSourceEventStream, execute, type ExecutionArgs, type ExecutionResult } from 'graphql'

/**
 * A subscription whose events are each answered with a context of their own: what one event has loaded is not what the next
 * one is told. Ends at once when it is told to, also while nothing comes.
 */
export async function subscribeFresh(
  args: ExecutionArgs,
  freshContext: () => unknown,
): Promise<AsyncGenerator<ExecutionResult, void, void> | ExecutionResult> {
  const source = await createSourceEventStream(args)
  if (!isIterable(source)) return source
  const events = source[Symbol.asyncIterator]()
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    await events.return?.()
    return { value: undefined, done: true }
  }
  const answers: AsyncGenerator<ExecutionResult, void, void> = {
    async next() {
      const event = await events.next()
      if (event.done === true) return { value: undefined, done: true }
      return { value: await execute({ ...args, rootValue: event.value, contextValue: freshContext() }), done: false }
    },
    return: end,
    async throw(error: unknown) {
      await end()
      throw error
    },
    [Symbol.asyncIterator]: () => answers,
    async [Symbol.asyncDispose]() {
      await end()
    },
  }
  return answers
}

function isIterable(source: AsyncIterable<unknown> | ExecutionResult): source is AsyncIterable<unknown> {
  return Symbol.asyncIterator in source
}
