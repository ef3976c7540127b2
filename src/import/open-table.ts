import { open, stat } from 'node:fs/promises'
import { openCsv } from './csv/csv-table.ts'
import type { Encoding } from './csv/decode-text.ts'
import { UnreadableFileError, type Table } from './table.ts'
import { openXlsx } from './xlsx/xlsx-table.ts'

/** Opens a file by what it is, whatever it is called: a workbook, or a text, gzipped or not. */
export async function openTable(
  path: string,
  { encoding, signal }: { readonly encoding: Encoding | undefined; readonly signal: AbortSignal },
): Promise<Table> {
  const { magic, sizeBytes } = await look(path)
  if (magic.startsWith('504b0304')) return openXlsx(path, signal)
  if (magic.startsWith('d0cf11e0')) {
    throw new UnreadableFileError('the file is an .xls workbook or has a password: save it as .xlsx without one, or as CSV')
  }
  return openCsv({ path, sizeBytes, isGzipped: magic.startsWith('1f8b'), encoding })
}

async function look(path: string): Promise<{ readonly magic: string; readonly sizeBytes: number }> {
  try {
    const found = await stat(path)
    if (!found.isFile()) throw new UnreadableFileError('this is no file')
    if (found.size === 0) throw new UnreadableFileError('the file is empty')
    await using file = await open(path)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return { magic: buffer.toString('hex', 0, bytesRead), sizeBytes: found.size }
  } catch (cause) {
    if (cause instanceof UnreadableFileError) throw cause
    throw new UnreadableFileError('the file cannot be opened', { cause })
  }
}
