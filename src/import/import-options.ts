import { parseArgs } from 'node:util'
import { UsageError } from '../explain-error.ts'
import { encodings, type Encoding } from './csv/decode-text.ts'
import { stockKinds, type StockKind } from './import-stock.ts'
import { isUtcOffset } from './read-instant.ts'

export interface ImportOptions {
  readonly merchant: string | undefined
  readonly skus: string | undefined
  readonly stock: string | undefined
  readonly documents: string | undefined
  readonly listings: string | undefined
  /** Who says what a file of documents says, where it has no column for that. */
  readonly source: string | undefined
  readonly utcOffset: string | undefined
  readonly errors: string | undefined
  readonly encoding: Encoding | undefined
  readonly stockIs: StockKind
  readonly document: string | undefined
  readonly countedAt: Date | undefined
  readonly location: string | undefined
  readonly createLocations: boolean
}

/** @throws UsageError, or what `parseArgs` throws for options there are not. */
export function readImportOptions(args: readonly string[]): ImportOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      merchant: { type: 'string' },
      skus: { type: 'string' },
      stock: { type: 'string' },
      documents: { type: 'string' },
      listings: { type: 'string' },
      source: { type: 'string' },
      'utc-offset': { type: 'string' },
      errors: { type: 'string' },
      encoding: { type: 'string' },
      'stock-is': { type: 'string', default: 'count' },
      document: { type: 'string' },
      'counted-at': { type: 'string' },
      location: { type: 'string' },
      'create-locations': { type: 'boolean', default: false },
    },
    strict: true,
  })
  const { merchant, skus, stock, documents, listings, source, errors, document, location } = values
  if ([skus, stock, documents, listings].every((path) => path === undefined)) {
    throw new UsageError('name a file: --skus FILE, --stock FILE, --documents FILE, --listings FILE or several of them')
  }
  const utcOffset = values['utc-offset']
  if (utcOffset !== undefined && !isUtcOffset(utcOffset)) throw new UsageError('--utc-offset is like +08:00')
  if (document !== undefined && (document.trim() === '' || document.length > 200)) {
    throw new UsageError('--document is a name of 1 to 200 characters')
  }
  return {
    merchant,
    skus,
    stock,
    documents,
    listings,
    source,
    utcOffset,
    errors,
    document,
    location,
    createLocations: values['create-locations'],
    encoding: oneOf(values.encoding, encodings, '--encoding'),
    stockIs: oneOf(values['stock-is'], stockKinds, '--stock-is') ?? 'count',
    countedAt: readInstant(values['counted-at']),
  }
}

function oneOf<T extends string>(text: string | undefined, known: readonly T[], option: string): T | undefined {
  if (text === undefined) return undefined
  const found = known.find((value) => value === text.toLowerCase())
  if (found === undefined) throw new UsageError(`${option} is one of ${known.join(', ')}`)
  return found
}

function readInstant(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const at = new Date(text)
  // Without a zone it would be read by the clock of whatever machine this runs on.
  if (Number.isNaN(at.getTime()) || !/(Z|[+-]\d{2}:\d{2})$/.test(text)) {
    throw new UsageError('--counted-at is an instant with its zone, like 2026-11-24T08:00:00+08:00')
  }
  return at
}
