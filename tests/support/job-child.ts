import { writeSync } from 'node:fs'
import { SystemClock } from '../../src/clock.ts'
import { openDatabase } from '../../src/db/orm.ts'
import { endSignals } from '../../src/end-signals.ts'
import { runJobs } from '../../src/jobs/durable/run-jobs.ts'
import { createLog } from '../../src/log.ts'
import { gatedTask } from './gated-job.ts'

// A process of its own that runs gated jobs until it is told to stop or is killed: `node job-child.ts URL NAME LEASE_MS`.
const [, , url = '', name = '', leaseMs = ''] = process.argv
const log = createLog({ level: 'silent' })
const orm = await openDatabase({ url, log, poolMax: 4 })
const running = runJobs({
  orm,
  url,
  tasks: [gatedTask(name)],
  clock: new SystemClock(),
  log,
  signal: endSignals().signal,
  leaseMs: Number(leaseMs),
})
writeSync(1, 'ready\n')
await running
await orm.close()
