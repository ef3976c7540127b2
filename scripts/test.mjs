// Runs on Node 20 with nothing installed: it may import nothing but Node itself.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { install, root } from './install.mjs'

// The whole gate: types, lint and formatting, generated files, every test. The last line counts.
const node = await install()
const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` }

let failedChecks = 0
check('npm run check', ['run', '--silent', 'check'])
if (existsSync(join(root, 'codegen.yml'))) check('npm run codegen:check', ['run', '--silent', 'codegen:check'])
const { passed, failed, skipped } = runTests(process.argv.slice(2))

const skippedToo = skipped > 0 ? `, ${skipped} skipped` : ''
console.log(`${passed} passed, ${failed + failedChecks} failed${skippedToo}`)
process.exit(failed + failedChecks === 0 ? 0 : 1)

function check(name, args) {
  if (run('npm', args) === 0) return
  failedChecks += 1
  console.error(`FAILED: ${name}`)
}

function runTests(filters) {
  const folder = mkdtempSync(join(tmpdir(), 'onepool-report-'))
  const report = join(folder, 'vitest.json')
  try {
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const status = run(node, [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters])
    const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {}
    const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = counts
    // A file that cannot be loaded and an error outside of any test fail the run without a failed test.
    const failed = status === 0 ? numFailedTests : Math.max(numFailedTests, 1)
    return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] })
  if (error) console.error(`${command}: ${error.message}`)
  return status ?? 1
}
