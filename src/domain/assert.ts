/** For what can only be false through a bug of ours. What a caller can cause is a returned outcome instead. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionFailed(message)
}

export class AssertionFailed extends Error {
  override readonly name = 'AssertionFailed'
}

/** Ends a chain of cases that the compiler knows to be complete. */
export function unreachable(value: never): never {
  throw new AssertionFailed(`unreachable: ${JSON.stringify(value)}`)
}
