import { randomBytes, randomUUID } from 'node:crypto'
import { assert } from '../../domain/assert.ts'
import { parseHoldId, toCountId, type CountId, type HoldId } from '../../domain/ids.ts'

/**
 * A UUID of version 7: it sorts by time, so that new rows land side by side, and its 74 random bits keep a restored
 * database from handing out an id twice.
 */
export function newHoldId(nowMs: number): HoldId {
  const time = Math.max(0, Math.floor(nowMs)).toString(16).padStart(12, '0')
  const bytes = randomBytes(10)
  bytes.writeUInt16BE((bytes.readUInt16BE(0) & 0x0fff) | 0x7000, 0)
  bytes.writeUInt8((bytes.readUInt8(2) & 0x3f) | 0x80, 2)
  const hex = time + bytes.toString('hex')
  const id = parseHoldId(`${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`)
  assert(id !== undefined, 'a new id is a UUID')
  return id
}

export function newCountId(): CountId {
  return toCountId(randomUUID())
}
