// Runs on Node 20 with nothing installed: it may import nothing but Node itself.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { install, root } from './install.mjs'

// The whole gate: types, lint and formatting, generated files, every test. The last line counts.
const node = await install()
const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` }

// Side by side, since most of them use one core; each has its say in this order.
const scripts = [
  'typecheck',
  'lint',
  'check:sql',
  'format:check',
  ...(existsSync(join(root, 'codegen.yml')) ? ['codegen:check'] : []),
]
let failedChecks = 0
for (const { script, ended } of scripts.map((script) => ({ script, ended: runAside('npm', ['run', '--silent', script]) }))) {
  const { status, said } = await ended
  process.stdout.write(said)
  if (status === 0) continue
  failedChecks += 1
  console.error(`FAILED: npm run ${script}`)
}
const { passed, failed, skipped } = runTests(process.argv.slice(2))

const skippedToo = skipped > 0 ? `, ${skipped} skipped` : ''
console.log(`${passed} passed, ${failed + failedChecks} failed${skippedToo}`)
process.exit(failed + failedChecks === 0 ? 0 : 1)

async function runAside(command, args) {
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk))
  try {
    const [status] = await once(child, 'close')
    return { status, said: Buffer.concat(said) }
  } catch (error) {
    return { status: 1, said: `${command}: ${error.message}\n` }
  }
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
