import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMerchant } from '../src/merchants/create-merchant.ts'
import type { Bench, BenchContext, Figure } from './harness/bench.ts'
import { writeSkuCsv, writeSkuWorkbook, writeStockCsv } from './harness/write-import-files.ts'

const POLL_MS = 50
/** Of the stock a tenth: each row is booked by itself, with its ledger. */
const SKUS_PER_STOCK_ROW = 10

export const imports: Bench = {
  name: 'imports',
  describe: 'npm run import of a million SKUs from CSV and xlsx, and of stock: rows a second, peak memory (--rows N)',
  async run(context) {
    const rows = context.option('rows', 1_000_000)
    const folder = await mkdtemp(join(tmpdir(), 'onepool-bench-'))
    try {
      const [csv, xlsx, stock] = [join(folder, 'skus.csv'), join(folder, 'skus.xlsx'), join(folder, 'stock.csv')]
      await writeSkuCsv(csv, rows)
      await writeSkuWorkbook(xlsx, rows)
      await writeStockCsv(stock, rows / SKUS_PER_STOCK_ROW)
      const at = (merchant: string, ...args: readonly string[]) => ({ merchant, args })
      return [
        ...(await measured('csv', rows, at('csv', '--skus', csv), context)),
        ...(await measured('csv-again', rows, at('csv', '--skus', csv), context)),
        ...(await measured('xlsx', rows, at('xlsx', '--skus', xlsx), context)),
        ...(await measured(
          'stock',
          rows / SKUS_PER_STOCK_ROW,
          at('csv', '--stock', stock, '--location', 'W', '--create-locations'),
          context,
        )),
      ]
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

interface Run {
  readonly merchant: string
  readonly args: readonly string[]
}

async function measured(figure: string, rows: number, run: Run, context: BenchContext): Promise<readonly Figure[]> {
  const { databaseUrl: url, clock, signal } = context
  await createMerchant({ url, clock, signal }, { code: run.merchant, name: 'Bench' })
  const { seconds, peakMib } = await runWatched(run, context)
  const alone = { baseline: null, ratio: null, p50Ms: null, p99Ms: null }
  return [
    { ...alone, figure, value: Math.round(rows / seconds), unit: 'rows/s' },
    { ...alone, figure: `${figure}-peak-memory`, value: Math.round(peakMib), unit: 'MiB' },
  ]
}

async function runWatched({ merchant, args }: Run, { databaseUrl, clock, signal }: BenchContext) {
  const env = { ...process.env, DATABASE_URL: databaseUrl }
  const startedAt = clock.now().getTime()
  const all = ['scripts/import.mjs', ...args, '--merchant', merchant]
  const child = spawn(process.execPath, all, { env, stdio: ['ignore', 'ignore', 'inherit'], signal })
  const ended = new Promise<number | null>((resolve, reject) => child.once('exit', resolve).once('error', reject))
  let isOver = false
  void ended.finally(() => (isOver = true)).catch(() => undefined)
  let peakKib = 0
  while (!isOver) {
    peakKib = Math.max(peakKib, await peakOfChild(child.pid))
    await clock.sleep(POLL_MS, signal)
  }
  const code = await ended
  if (code !== 0) throw new Error(`the import ended with code ${code}`)
  return { seconds: (clock.now().getTime() - startedAt) / 1_000, peakMib: peakKib / 1_024 }
}

/** Linux's own mark of the largest memory of the process the script has started, in KiB; PostgreSQL is not part of it. */
async function peakOfChild(pid: number | undefined): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const status = await readFile(`/proc/${children.trim().split(' ')[0]}/status`, 'utf8').catch(() => '')
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0)
}
