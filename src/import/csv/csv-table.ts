import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { boundedBytes } from '../bounded-bytes.ts'
import { UnreadableFileError, type BadRow, type Table, type TableRow } from '../table.ts'
import { CsvScanner } from './csv-scanner.ts'
import { StreamDecoder, type Encoding } from './decode-text.ts'
import { guessDelimiter } from './guess-delimiter.ts'

/** The column names and some rows stand in as much text. */
const BEGINNING_LENGTH = 8_192

/** A text file of rows, gzipped or not. */
export function openCsv(options: {
  readonly path: string
  readonly sizeBytes: number
  readonly isGzipped: boolean
  readonly encoding: Encoding | undefined
}): Table {
  const file = createReadStream(options.path)
  const unfolded = options.isGzipped ? file.pipe(createGunzip()) : file
  // A pipe does not pass errors on: without this a file that cannot be read would never end.
  file.on('error', (error) => unfolded.destroy(error))
  return {
    rows: readRows(
      boundedBytes(unfolded, () => file.bytesRead, 'the file'),
      options.encoding,
    ),
    progress: () => file.bytesRead / Math.max(1, options.sizeBytes),
    close() {
      unfolded.destroy()
      file.destroy()
      return Promise.resolve()
    },
  }
}

export async function* readRows(source: AsyncIterable<Uint8Array>, encoding?: Encoding): AsyncGenerator<TableRow | BadRow> {
  let scanner: CsvScanner | undefined
  let beginning = ''
  for await (const text of decoded(source, encoding)) {
    if (scanner) {
      yield* scanner.push(text)
      continue
    }
    beginning += text
    if (beginning.includes('\0')) throw new UnreadableFileError('the file is not a text: give a CSV or an .xlsx file')
    if (beginning.length < BEGINNING_LENGTH) continue
    scanner = new CsvScanner(guessDelimiter(beginning))
    yield* scanner.push(beginning)
  }
  scanner ??= new CsvScanner(guessDelimiter(beginning))
  if (beginning.length < BEGINNING_LENGTH) yield* scanner.push(beginning)
  yield* scanner.end()
}

async function* decoded(source: AsyncIterable<Uint8Array>, encoding: Encoding | undefined): AsyncGenerator<string> {
  const decoder = new StreamDecoder(encoding)
  try {
    for await (const chunk of source) yield decoder.push(chunk)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && String(cause.code).startsWith('Z_')) {
      throw new UnreadableFileError('the gzipped file is damaged', { cause })
    }
    throw cause
  }
  yield decoder.end()
}
