import { randomUUID } from 'node:crypto'
import { assert } from '../../domain/assert.ts'
import { parseHoldId, toCountId, type CountId, type HoldId } from '../../domain/ids.ts'

/**
 * A UUID of version 7: it sorts by time, so that new rows land side by side, and its 74 random bits keep a restored
 * database from handing out an id twice.
 */
export function newHoldId(nowMs: number): HoldId {
  const time = Math.max(0, Math.floor(nowMs)).toString(16).padStart(12, '0')
  // A random UUID (version 4) has its random bits in the same places; Node draws them from a store of its own.
  const id = parseHoldId(`${time.slice(0, 8)}-${time.slice(8, 12)}-7${randomUUID().slice(15)}`)
  assert(id !== undefined, 'a new id is a UUID')
  return id
}

export function newCountId(): CountId {
  return toCountId(randomUUID())
}
