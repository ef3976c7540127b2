import { parseArgs } from 'node:util'
import { UsageError } from '../src/explain-error.ts'

export interface Options {
  readonly orders: string
  readonly skus: string
  /** Opening stock of a SKU: so many times what was sold of it in the four weeks before. */
  readonly stock: number
  /** Opening stock of single SKUs, whatever `stock` says. */
  readonly opening: ReadonlyMap<string, number>
  /** Only so many lines of the order file; null: all. */
  readonly lines: number | null
  /** Chances of a call to a shop: refused; not answered. */
  readonly refused: number
  readonly unknown: number
  readonly feedLagMs: number
  readonly json: string | null
}

export const usage = `npm run replay -- --orders FILE --skus FILE [--stock FACTOR] [--opening SKU=UNITS]... [--lines N]
                  [--refused PERCENT] [--unknown PERCENT] [--feed-lag SECONDS] [--json FILE]

  --orders FILE        the order stream, gzipped or not
  --skus FILE          its SKU master
  --stock FACTOR       opening stock: FACTOR times the units sold in the four weeks before the stream (1)
  --opening SKU=UNITS  opening stock of one SKU; may be repeated
  --lines N            only the first N lines of the stream
  --refused PERCENT    so many calls to every shop are refused (0)
  --unknown PERCENT    so many calls are not answered, whether they were applied or not (0)
  --feed-lag SECONDS   the shops' lists show what happened so late (each platform's own)
  --json FILE          the figures as JSON`

/** @throws UsageError that says what to change. */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parse(args)
  if (values.help) return 'help'
  if (values.orders === undefined || values.skus === undefined) throw new UsageError(`give --orders and --skus\n\n${usage}`)
  return {
    orders: values.orders,
    skus: values.skus,
    stock: fraction('--stock', values.stock ?? '1', 1_000),
    opening: new Map((values.opening ?? []).map(readOpening)),
    lines: values.lines === undefined ? null : whole('--lines', values.lines),
    refused: fraction('--refused', values.refused ?? '0', 100) / 100,
    unknown: fraction('--unknown', values.unknown ?? '0', 100) / 100,
    feedLagMs: fraction('--feed-lag', values['feed-lag'] ?? '0', 3_600) * 1_000,
    json: values.json ?? null,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        orders: { type: 'string' },
        skus: { type: 'string' },
        stock: { type: 'string' },
        opening: { type: 'string', multiple: true },
        lines: { type: 'string' },
        refused: { type: 'string' },
        unknown: { type: 'string' },
        'feed-lag': { type: 'string' },
        json: { type: 'string' },
      },
    })
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : String(cause)}\n\n${usage}`, { cause })
  }
}

function readOpening(text: string): readonly [string, number] {
  const at = text.lastIndexOf('=')
  const units = text.slice(at + 1)
  if (at < 1 || !/^\d{1,9}$/.test(units)) throw new UsageError(`--opening takes SKU=UNITS, such as 23843=81000, not ${text}`)
  return [text.slice(0, at), Number(units)]
}

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${name} takes a whole number, not ${text}`)
  return Number(text)
}

function fraction(name: string, text: string, most: number): number {
  const value = Number(text)
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(text) || value > most)
    throw new UsageError(`${name} takes a number from 0 to ${most}, not ${text}`)
  return value
}
