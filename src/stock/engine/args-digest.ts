import { createHash } from 'node:crypto'

/** Tells whether a key is used for the same arguments again. In which order a caller wrote them down does not matter. */
export function argsDigest(operation: string, args: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([operation, args], withKeysInOrder))
    .digest('hex')
}

function withKeysInOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
