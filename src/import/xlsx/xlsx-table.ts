import { UnreadableFileError, type Table, type TableRow } from '../table.ts'
import { findSheet } from './find-sheet.ts'
import { openPackage } from './open-package.ts'
import { PackedTexts } from './packed-texts.ts'
import { parseXml } from './parse-xml.ts'
import { readSharedTexts } from './read-shared-texts.ts'
import { SheetScanner } from './sheet-scanner.ts'

/** The first sheet of a workbook, row by row. Its shared texts are read first, since cells name them by number. */
export async function openXlsx(path: string, signal: AbortSignal): Promise<Table> {
  const file = await openPackage(path)
  try {
    const parts = await findSheet(file, signal)
    const texts = file.read(parts.sharedTexts)
    const shared = texts ? await readSharedTexts(texts, signal) : new PackedTexts()
    const sheet = file.read(parts.sheet)
    if (!sheet) throw new UnreadableFileError(`the workbook is damaged: it has no part ${parts.sheet}`)
    const sizeBytes = Math.max(1, file.sizeOf(parts.sheet))
    const reader = new SheetReader(sheet, shared)
    return {
      rows: reader.rows(),
      progress: () => reader.readBytes / sizeBytes,
      close: () => Promise.resolve(file.close()),
    }
  } catch (error) {
    file.close()
    throw error
  }
}

class SheetReader {
  readonly #source: AsyncIterable<Uint8Array>
  readonly #scanner: SheetScanner
  readBytes = 0

  constructor(source: AsyncIterable<Uint8Array>, shared: PackedTexts) {
    this.#source = source
    this.#scanner = new SheetScanner(shared)
  }

  async *rows(): AsyncGenerator<TableRow> {
    for await (const _ of parseXml(this.#counted(), this.#scanner)) yield* this.#scanner.take()
    yield* this.#scanner.take()
  }

  async *#counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#source) {
      this.readBytes += chunk.byteLength
      yield chunk
    }
  }
}
