import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { isAlive, makeOwnFolder, OWNER_FILE } from '../../simulate/throw-away-folder.ts'
import { SystemClock } from '../../src/clock.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/db/embedded-postgres.ts'
import { createLog } from '../../src/log.ts'

export { isAlive, OWNER_FILE }

/** A folder of this name is removed by the next run, should its own be killed. */
export const TEST_FOLDER_PREFIX = 'onepool-test-'

const CHILD = join(import.meta.dirname, 'embedded-child.ts')

export const clock = new SystemClock()

/** A data folder of one test; everything that runs in it ends with the test. */
export class EmbeddedFolder {
  readonly path: string
  readonly lost: unknown[] = []
  readonly #children: ChildProcess[] = []

  private constructor(path: string) {
    this.path = path
  }

  static async make(mode = 0o755): Promise<EmbeddedFolder> {
    const path = await makeOwnFolder({ prefix: TEST_FOLDER_PREFIX, inMemory: true })
    await chmod(path, mode)
    return new EmbeddedFolder(path)
  }

  start(): Promise<EmbeddedPostgres> {
    return startEmbeddedPostgres({
      dataFolder: this.path,
      clock,
      log: createLog({ level: 'silent' }),
      signal: new AbortController().signal,
      onLost: (error) => this.lost.push(error),
    })
  }

  spawn(): ChildProcess {
    const child = spawn(process.execPath, [CHILD, this.path], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#children.push(child)
    return child
  }

  /** Starts the server in a process of its own; the process can then be killed. */
  async spawnReady(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
    const child = this.spawn()
    const url = await firstLine(child)
    return { child, url }
  }

  names(): Promise<readonly string[]> {
    return readdir(this.path)
  }

  async serverPid(): Promise<number> {
    return Number((await readFile(join(this.path, 'postgres-18', 'postmaster.pid'), 'utf8')).split('\n')[0])
  }

  async dispose(): Promise<void> {
    for (const child of this.#children) if (child.exitCode === null) child.kill('SIGKILL')
    const pid = await this.serverPid().catch(() => undefined)
    if (pid !== undefined && isAlive(pid)) {
      process.kill(pid, 'SIGQUIT')
      await until(() => !isAlive(pid))
    }
    await rm(this.path, { recursive: true, force: true })
  }
}

export async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

export async function query(url: string, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const tooLate = clock.deadline(40_000)
  while (!(await isTrue())) await clock.sleep(10, tooLate)
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout || !child.stderr) throw new Error('the child has no output')
  const errors: string[] = []
  child.stderr.on('data', (chunk: Buffer) => errors.push(String(chunk)))
  for await (const line of createInterface(child.stdout)) return line
  throw new Error(`the server did not start: ${errors.join('')}`)
}
