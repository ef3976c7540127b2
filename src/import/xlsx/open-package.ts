import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { refuseBomb } from '../bounded-bytes.ts'
import { importLimits } from '../import-limits.ts'
import { UnreadableFileError } from '../table.ts'

/** A workbook is a ZIP file of parts. */
export interface Package {
  /** @throws UnreadableFileError when the part unfolds to more than it may. */
  read(part: string): AsyncIterable<Uint8Array> | undefined
  sizeOf(part: string): number
  close(): void
}

export async function openPackage(path: string): Promise<Package> {
  const zip = await openZip(path)
  try {
    const parts = await listParts(zip)
    return {
      read(part) {
        const entry = parts.get(part.toLowerCase())
        if (!entry) return undefined
        // The reader itself fails when a part unfolds to another size than the one declared.
        refuseBomb({ unfoldedBytes: entry.uncompressedSize, foldedBytes: entry.compressedSize }, `the workbook's part ${part}`)
        if (!entry.canDecodeFileData()) throw new UnreadableFileError('the workbook is encrypted: save it without a password')
        return readPart(zip, entry)
      },
      sizeOf: (part) => parts.get(part.toLowerCase())?.uncompressedSize ?? 0,
      close: () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function* readPart(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const damaged = `the workbook is damaged: its part ${entry.fileName} cannot be unfolded`
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) yield chunk
  } catch (cause) {
    throw cause instanceof UnreadableFileError ? cause : new UnreadableFileError(damaged, { cause })
  }
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false })
  } catch (cause) {
    throw new UnreadableFileError('the workbook is damaged: it is no whole ZIP file', { cause })
  }
}

async function listParts(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > importLimits.parts) throw new UnreadableFileError(`the workbook has ${zip.entryCount} parts`)
  const parts = new Map<string, Entry>()
  try {
    for await (const entry of zip.eachEntry()) parts.set(entry.fileName.toLowerCase(), entry)
  } catch (cause) {
    throw new UnreadableFileError('the workbook is damaged: its table of contents cannot be read', { cause })
  }
  return parts
}
