/** One frame of the message channel, both ways. Source: open.taobao.com, document 101663; field kinds as public clients read them. */
export interface TmcFrame {
  /** 0 CONNECT, 1 CONNECTACK, 2 SEND, 3 SENDACK. */
  readonly type: number
  readonly token?: string
  readonly statusCode?: number
  readonly statusPhrase?: string
  readonly fields: Readonly<Record<string, TmcValue>>
}

/** A 64-bit number comes as a bigint, a date as its number of milliseconds. */
export type TmcValue = string | number | bigint | Buffer | null

export function writeFrame(frame: TmcFrame): Buffer {
  const parts: Buffer[] = [Buffer.from([2, frame.type])]
  if (frame.statusCode !== undefined) parts.push(int16(2), int32(frame.statusCode))
  if (frame.statusPhrase !== undefined) parts.push(int16(3), text(frame.statusPhrase))
  if (frame.token !== undefined) parts.push(int16(5), text(frame.token))
  for (const [name, value] of Object.entries(frame.fields)) parts.push(int16(1), text(name), valueBytes(value))
  return Buffer.concat([...parts, int16(0)])
}

/** Throws a RangeError for a frame that is cut off. */
export function readFrame(bytes: Buffer): TmcFrame {
  const at = { place: 2 }
  const fields: Record<string, TmcValue> = {}
  const header: { token?: string; statusCode?: number; statusPhrase?: string } = {}
  for (let kind = take16(bytes, at); kind !== 0; kind = take16(bytes, at)) {
    if (kind === 1) fields[takeText(bytes, at)] = takeValue(bytes, at)
    else if (kind === 2) header.statusCode = take32(bytes, at)
    else if (kind === 3) header.statusPhrase = takeText(bytes, at)
    else if (kind === 4) take32(bytes, at)
    else if (kind === 5) header.token = takeText(bytes, at)
    else throw new RangeError(`unknown header kind ${kind}`)
  }
  return { type: bytes.readInt8(1), ...header, fields }
}

interface Place {
  place: number
}

function take16(bytes: Buffer, at: Place): number {
  at.place += 2
  return bytes.readInt16LE(at.place - 2)
}

function take32(bytes: Buffer, at: Place): number {
  at.place += 4
  return bytes.readInt32LE(at.place - 4)
}

function takeBytes(bytes: Buffer, at: Place): Buffer {
  const length = take32(bytes, at)
  if (length < 0 || at.place + length > bytes.length) throw new RangeError('the frame is cut off')
  at.place += length
  return bytes.subarray(at.place - length, at.place)
}

function takeText(bytes: Buffer, at: Place): string {
  return takeBytes(bytes, at).toString('utf8')
}

function takeValue(bytes: Buffer, at: Place): TmcValue {
  const format = bytes.readInt8(at.place)
  at.place += 1
  switch (format) {
    case 0:
      return null
    case 1:
      return takeText(bytes, at)
    case 2:
      at.place += 1
      return bytes.readInt8(at.place - 1)
    case 3:
      return take16(bytes, at)
    case 4:
      return take32(bytes, at)
    case 5:
    case 6:
      at.place += 8
      return bytes.readBigInt64LE(at.place - 8)
    case 7:
      return takeBytes(bytes, at)
    default:
      throw new RangeError(`unknown value format ${format}`)
  }
}

function valueBytes(value: TmcValue): Buffer {
  if (value === null) return Buffer.from([0])
  if (typeof value === 'string') return Buffer.concat([Buffer.from([1]), text(value)])
  if (typeof value === 'number') return Buffer.concat([Buffer.from([4]), int32(value)])
  if (typeof value === 'bigint') {
    const bytes = Buffer.alloc(9, 5)
    bytes.writeBigInt64LE(value, 1)
    return bytes
  }
  return Buffer.concat([Buffer.from([7]), int32(value.length), value])
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8')
  return Buffer.concat([int32(bytes.length), bytes])
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16LE(value)
  return bytes
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}
