import { parseArgs } from 'node:util'
import { UsageError } from '../src/explain-error.ts'
import { toInstant } from './input/read-orders.ts'

/** 96,597 real lines: replay/stream/README.md names their source. */
const PUBLIC_ORDERS = 'replay/stream/order_stream.csv.gz'
const PUBLIC_SKUS = 'replay/stream/order_stream_skus.csv.gz'
const WORKERS_MAX = 8
const SPEED_MAX = 1_000_000

export interface Options {
  readonly orders: string
  readonly skus: string
  /** Opening stock of a SKU: so many times what was sold of it in the four weeks before. */
  readonly stock: number
  /** Opening stock of single SKUs, whatever `stock` says. */
  readonly opening: ReadonlyMap<string, number>
  /** Only so many lines of the order file; null: all. */
  readonly lines: number | null
  /** Only what happens from then on; null: everything. */
  readonly fromMs: number | null
  /** Chances of a call to a shop: refused; not answered. */
  readonly refused: number
  readonly unknown: number
  readonly feedLagMs: number
  /** How many times as fast as the wall's time the stream's passes; `max`: it jumps. */
  readonly speed: number | 'max'
  readonly workers: number
  /** Kills a worker every few seconds, and restarts the database once. */
  readonly chaos: boolean
  readonly json: string | null
}

export const usage = `npm run replay -- [--orders FILE --skus FILE] [--stock FACTOR] [--speed X|max] [--opening SKU=UNITS]...
                  [--from TIME] [--lines N] [--workers N] [--chaos] [--refused PERCENT] [--unknown PERCENT]
                  [--feed-lag SECONDS] [--json FILE]

  --orders FILE        the order stream, gzipped or not (real orders of a wholesaler)
  --skus FILE          its SKU master
  --stock FACTOR       opening stock: FACTOR times the units sold in the four weeks before the stream (1)
  --speed X            stream time passes X times as fast as the wall's; max: it jumps to what happens next (max)
  --opening SKU=UNITS  opening stock of one SKU; may be repeated
  --from TIME          only what happens from then on, such as 2011-12-09T09:15:00Z
  --lines N            only the first N lines of that
  --workers N          processes that work for the shops (1: this one does)
  --chaos              kills a worker every few seconds, and restarts PostgreSQL once
  --refused PERCENT    so many calls to every shop are refused (0)
  --unknown PERCENT    so many calls are not answered, whether they were applied or not (0)
  --feed-lag SECONDS   the shops' lists show what happened so late (each platform's own)
  --json FILE          the figures as JSON`

/** @throws UsageError that says what to change. */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parse(args)
  if (values.help) return 'help'
  if ((values.orders === undefined) !== (values.skus === undefined)) throw new UsageError('give --orders and --skus, or neither')
  const chaos = values.chaos ?? false
  const workers = values.workers === undefined ? (chaos ? 2 : 1) : whole('--workers', values.workers)
  if (workers < 1 || workers > WORKERS_MAX)
    throw new UsageError(`--workers takes a number from 1 to ${WORKERS_MAX}, not ${workers}`)
  if (chaos && workers < 2) throw new UsageError('--chaos needs --workers 2 or more: somebody has to go on')
  return {
    orders: values.orders ?? PUBLIC_ORDERS,
    skus: values.skus ?? PUBLIC_SKUS,
    stock: fraction('--stock', values.stock ?? '1', 1_000),
    opening: new Map((values.opening ?? []).map(readOpening)),
    lines: values.lines === undefined ? null : whole('--lines', values.lines),
    fromMs: values.from === undefined ? null : readFrom(values.from),
    refused: fraction('--refused', values.refused ?? '0', 100) / 100,
    unknown: fraction('--unknown', values.unknown ?? '0', 100) / 100,
    feedLagMs: fraction('--feed-lag', values['feed-lag'] ?? '0', 3_600) * 1_000,
    speed: readSpeed(values.speed ?? 'max'),
    workers,
    chaos,
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
        from: { type: 'string' },
        lines: { type: 'string' },
        refused: { type: 'string' },
        unknown: { type: 'string' },
        'feed-lag': { type: 'string' },
        speed: { type: 'string' },
        workers: { type: 'string' },
        chaos: { type: 'boolean' },
        json: { type: 'string' },
      },
    })
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : String(cause)}\n\n${usage}`, { cause })
  }
}

function readSpeed(text: string): number | 'max' {
  if (text === 'max') return text
  const speed = Number(text)
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(text) || speed === 0 || speed > SPEED_MAX)
    throw new UsageError(`--speed takes max, or a number above 0 and up to ${SPEED_MAX}, not ${text}`)
  return speed
}

function readFrom(text: string): number {
  const fromMs = toInstant(text)
  if (Number.isNaN(fromMs)) throw new UsageError(`--from takes a time such as 2011-12-09T09:15:00Z, not ${text}`)
  return fromMs
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
