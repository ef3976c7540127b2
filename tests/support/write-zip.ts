import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'

/** Pieces of one part of a ZIP file. */
export type Part = Iterable<string | Buffer> | AsyncIterable<string | Buffer>

interface Written {
  readonly name: string
  readonly at: number
  readonly crc: number
  readonly foldedBytes: number
  readonly unfoldedBytes: number
}

/** Writes a ZIP file piece by piece: sizes follow each part, as streaming writers do. `lieAbout` changes what is declared. */
export async function writeZip(
  path: string,
  parts: Readonly<Record<string, Part>>,
  lieAbout: (written: Written) => Written = (written) => written,
): Promise<void> {
  const file = createWriteStream(path)
  let at = 0
  const put = async (bytes: Buffer): Promise<void> => {
    at += bytes.length
    if (!file.write(bytes)) await once(file, 'drain')
  }
  const directory: Written[] = []
  for (const [name, pieces] of Object.entries(parts)) {
    const start = at
    await put(Buffer.concat([header(0x04034b50, [20, 8, 8, 0, 0], [0, 0, 0], [name.length, 0]), Buffer.from(name)]))
    let crc = 0
    let unfoldedBytes = 0
    const counted = async function* () {
      for await (const piece of pieces) {
        const bytes = Buffer.from(piece)
        crc = crc32(bytes, crc)
        unfoldedBytes += bytes.length
        yield bytes
      }
    }
    const before = at
    for await (const folded of Readable.from(counted()).pipe(createDeflateRaw({ level: 6 }))) await put(folded)
    const written = lieAbout({ name, at: start, crc, foldedBytes: at - before, unfoldedBytes })
    await put(u32(0x08074b50, written.crc, written.foldedBytes, written.unfoldedBytes))
    directory.push(written)
  }
  const directoryAt = at
  for (const { name, at: start, crc, foldedBytes, unfoldedBytes } of directory) {
    await put(header(0x02014b50, [20, 20, 8, 8, 0, 0], [crc, foldedBytes, unfoldedBytes], [name.length, 0, 0, 0, 0]))
    await put(Buffer.concat([u32(0, start), Buffer.from(name)]))
  }
  const end = Buffer.concat([
    u32(0x06054b50),
    u16(0, 0, directory.length, directory.length),
    u32(at - directoryAt, directoryAt),
    u16(0),
  ])
  await put(end)
  file.end()
  await finished(file)
}

function header(signature: number, shorts: readonly number[], longs: readonly number[], tail: readonly number[]): Buffer {
  return Buffer.concat([u32(signature), u16(...shorts), u32(...longs), u16(...tail)])
}

function u16(...values: readonly number[]): Buffer {
  return Buffer.concat(values.map((value) => Buffer.from([value & 255, value >>> 8])))
}

function u32(...values: readonly number[]): Buffer {
  return Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32LE(value >>> 0)
      return bytes
    }),
  )
}
