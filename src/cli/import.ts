import { chooseMerchant } from '../import/choose-merchant.ts'
import { ErrorReport } from '../import/error-report.ts'
import { importFiles } from '../import/import-files.ts'
import { readImportOptions } from '../import/import-options.ts'
import { ProgressBar } from '../import/progress-bar.ts'
import { runTool } from './run-tool.ts'

const EXIT_BAD_ROWS = 3

/** `npm run import`: brings SKUs and stock in from files; docs/import.md has the options. Exit code 3: some rows were bad. */
await runTool(async ({ orm, clock, signal }) => {
  const options = readImportOptions(process.argv.slice(2))
  const schema = await chooseMerchant(orm.em.fork(), options.merchant)
  const write = (text: string): void => void process.stderr.write(text)
  const say = (line: string): void => void process.stdout.write(`${line}\n`)
  const report = new ErrorReport({ show: write, path: options.errors })
  const bar = process.stderr.isTTY ? new ProgressBar({ write, clock }) : undefined
  try {
    await importFiles(options, { em: orm.em.fork({ schema }), clock, report, bar, say, signal })
  } catch (error) {
    if (signal.aborted) write('What was read so far is in; the same command again does the rest.\n')
    throw error
  } finally {
    await report.close()
  }
  return report.count === 0 ? 0 : EXIT_BAD_ROWS
})
