import { SystemClock } from '../../src/clock.ts'
import { startEmbeddedPostgres } from '../../src/db/embedded-postgres.ts'
import { createLog } from '../../src/log.ts'

// A process of its own that runs the embedded server until it is killed: `node embedded-child.ts FOLDER`.
const [, , dataFolder = ''] = process.argv
try {
  const server = await startEmbeddedPostgres({
    dataFolder,
    clock: new SystemClock(),
    log: createLog({ level: 'warn' }),
    signal: new AbortController().signal,
    onLost: () => process.exit(2),
  })
  process.stdout.write(`${server.url}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'unknown'}\n`)
  process.exit(1)
}
