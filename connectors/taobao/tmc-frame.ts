/** The kinds of frame of the message channel. Source: open.taobao.com, document 101663. */
export const frameType = { connect: 0, connectAck: 1, send: 2 } as const
const header = { end: 0, custom: 1, statusCode: 2, statusPhrase: 3, flag: 4, token: 5 } as const

/** A value of a custom header: text, a whole number, bytes, or nothing. Numbers of 64 bits are bigints: ids pass 2^53. */
export type FrameValue = string | number | bigint | Buffer | null

export interface Frame {
  readonly type: number
  readonly token: string | null
  readonly statusCode: number
  readonly custom: ReadonlyMap<string, FrameValue>
}

/** Bytes of a frame as this client sends them. */
export function encodeFrame(type: number, custom: Readonly<Record<string, string | number | bigint>>, token?: string): Buffer {
  const out = new Writer().byte(2).byte(type)
  if (token !== undefined) out.int16(header.token).text(token)
  for (const [name, value] of Object.entries(custom)) out.int16(header.custom).text(name).value(value)
  return out.int16(header.end).done()
}

/** Throws a RangeError when the bytes end early or hold a kind nobody documented. */
export function decodeFrame(bytes: Buffer): Frame {
  const input = new Reader(bytes)
  input.int8()
  const type = input.int8()
  const custom = new Map<string, FrameValue>()
  let token: string | null = null
  let statusCode = 0
  // Each turn takes at least two bytes, so the length of the frame is the bound.
  for (let kind = input.int16(); kind !== header.end; kind = input.int16()) {
    if (kind === header.custom) custom.set(input.text(), input.value())
    else if (kind === header.statusCode) statusCode = input.int32()
    else if (kind === header.statusPhrase) input.text()
    else if (kind === header.flag) input.int32()
    else if (kind === header.token) token = input.text()
    else throw new RangeError(`frame header ${kind}`)
  }
  return { type, token, statusCode, custom }
}

class Writer {
  readonly #parts: Buffer[] = []

  byte(value: number): this {
    this.#parts.push(Buffer.from([value]))
    return this
  }

  int16(value: number): this {
    const part = Buffer.alloc(2)
    part.writeInt16LE(value)
    this.#parts.push(part)
    return this
  }

  text(value: string): this {
    const bytes = Buffer.from(value, 'utf8')
    const length = Buffer.alloc(4)
    length.writeInt32LE(bytes.length)
    this.#parts.push(length, bytes)
    return this
  }

  value(value: string | number | bigint): this {
    if (typeof value === 'string') return this.byte(1).text(value)
    const part = Buffer.alloc(typeof value === 'bigint' ? 8 : 4)
    if (typeof value === 'bigint') part.writeBigInt64LE(value)
    else part.writeInt32LE(value)
    this.byte(typeof value === 'bigint' ? 5 : 4)
    this.#parts.push(part)
    return this
  }

  done(): Buffer {
    return Buffer.concat(this.#parts)
  }
}

class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  int8(): number {
    return this.#bytes.readInt8(this.#move(1))
  }

  int16(): number {
    return this.#bytes.readInt16LE(this.#move(2))
  }

  int32(): number {
    return this.#bytes.readInt32LE(this.#move(4))
  }

  bytes(): Buffer {
    const length = this.int32()
    if (length < 0 || length > this.#bytes.length) throw new RangeError('a length beyond the frame')
    const start = this.#move(length)
    return this.#bytes.subarray(start, this.#at)
  }

  text(): string {
    return this.bytes().toString('utf8')
  }

  /** Formats: 0 nothing, 1 text, 2 to 5 numbers of 8, 16, 32 and 64 bits, 6 a time in milliseconds, 7 bytes. */
  value(): FrameValue {
    const format = this.int8()
    if (format === 0) return null
    if (format === 1) return this.text()
    if (format === 2) return this.int8()
    if (format === 3) return this.int16()
    if (format === 4) return this.int32()
    if (format === 5 || format === 6) return this.#bytes.readBigInt64LE(this.#move(8))
    if (format === 7) return this.bytes()
    throw new RangeError(`value format ${format}`)
  }

  #move(length: number): number {
    if (this.#at + length > this.#bytes.length) throw new RangeError('the frame is cut off')
    this.#at += length
    return this.#at - length
  }
}
