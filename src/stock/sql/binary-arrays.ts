import { assert } from '../../domain/assert.ts'

/**
 * Array parameters in PostgreSQL's binary form. Written as text, thousands of values a second are quoted here and parsed
 * there, letter by letter.
 */
export const elements = {
  bigint: { oid: 20, bytesMax: () => 8, write: writeBigint },
  integer: { oid: 23, bytesMax: () => 4, write: writeInteger },
  float8: { oid: 701, bytesMax: () => 8, write: writeFloat },
  uuid: { oid: 2950, bytesMax: () => 16, write: writeHex },
  /** Handed over in hexadecimal digits. */
  bytea: { oid: 17, bytesMax: (value: Value) => String(value).length / 2, write: writeHex },
  text: { oid: 25, bytesMax: (value: Value) => 3 * String(value).length, write: writeText },
} as const

export type ElementType = keyof typeof elements
type Value = number | string

const HEADER_BYTES = 20

export function binaryArray(type: ElementType, values: readonly (Value | null)[]): Buffer {
  const { oid, bytesMax, write } = elements[type]
  let bytes = HEADER_BYTES
  for (const value of values) bytes += 4 + (value === null ? 0 : bytesMax(value))
  const array = Buffer.allocUnsafe(bytes)
  // Dimensions, whether some are null, the type of each, then how many there are, counted from 1.
  array.writeInt32BE(values.length === 0 ? 0 : 1, 0)
  array.writeInt32BE(values.includes(null) ? 1 : 0, 4)
  array.writeInt32BE(oid, 8)
  if (values.length === 0) return array.subarray(0, 12)
  array.writeInt32BE(values.length, 12)
  array.writeInt32BE(1, 16)
  let at = HEADER_BYTES
  for (const value of values) {
    const length = value === null ? -1 : write(array, value, at + 4)
    array.writeInt32BE(length, at)
    at += 4 + Math.max(0, length)
  }
  return array.subarray(0, at)
}

function writeBigint(array: Buffer, value: Value, at: number): number {
  const units = Number(value)
  if (Number.isSafeInteger(units)) {
    array.writeInt32BE(Math.floor(units / 2 ** 32), at)
    array.writeInt32BE(units | 0, at + 4)
  } else {
    array.writeBigInt64BE(BigInt(value), at)
  }
  return 8
}

function writeInteger(array: Buffer, value: Value, at: number): number {
  array.writeInt32BE(Number(value), at)
  return 4
}

function writeFloat(array: Buffer, value: Value, at: number): number {
  array.writeDoubleBE(Number(value), at)
  return 8
}

function writeText(array: Buffer, value: Value, at: number): number {
  return array.write(String(value), at)
}

/** Two hexadecimal digits a byte; the hyphens of a UUID are left out. */
function writeHex(array: Buffer, value: Value, at: number): number {
  const digits = String(value)
  let end = at
  for (let n = 0; n < digits.length; n += 2) {
    if (digits.charCodeAt(n) === HYPHEN) n += 1
    array[end] = (nibble(digits.charCodeAt(n)) << 4) | nibble(digits.charCodeAt(n + 1))
    end += 1
  }
  return end - at
}

const HYPHEN = 45

/** Of `0` to `9`, `a` to `f` or `A` to `F`. */
function nibble(code: number): number {
  const value = code <= 57 ? code - 48 : (code | 32) - 87
  assert(value >= 0 && value < 16, 'ids and digests are written in hexadecimal digits')
  return value
}
