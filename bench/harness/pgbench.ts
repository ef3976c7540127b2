import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { existsSync } from 'node:fs'
import type { BenchContext } from './bench.ts'
import { BASELINE_CONNECTIONS } from './one-transaction-per-hold.ts'

const SCRIPT = `\\set sku random(1, :skus)
begin;
update baseline.stock set held = held + 1 where sku = :sku and on_hand - held >= 1;
insert into baseline.hold (id, sku, units, held_at) values (gen_random_uuid(), :sku, 1, to_timestamp(:held_at));
commit;
`

/** The same four statements a hold sent by PostgreSQL's own load tool; undefined where it is not installed. */
export async function pgbenchHolds(
  { databaseUrl, clock, signal }: BenchContext,
  { skus, seconds }: { readonly skus: number; readonly seconds: number },
): Promise<number | undefined> {
  const found = (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'pgbench')))
  if (!found) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'onepool-pgbench-'))
  try {
    const file = join(folder, 'hold.sql')
    await writeFile(file, SCRIPT)
    const { hostname, port, username, password, pathname } = new URL(databaseUrl)
    const clients = String(BASELINE_CONNECTIONS)
    const args = [
      '-n',
      '-c',
      clients,
      '-j',
      '2',
      '-T',
      String(seconds),
      '-D',
      `skus=${skus}`,
      '-D',
      `held_at=${clock.now().getTime() / 1_000}`,
      '-f',
      file,
    ]
    const env = { PATH: process.env['PATH'], PGHOST: hostname, PGPORT: port, PGUSER: decodeURIComponent(username) }
    const secrets = { PGPASSWORD: decodeURIComponent(password), PGDATABASE: pathname.slice(1) }
    const output = await outputOf('pgbench', { args, env: { ...env, ...secrets }, signal })
    const perSecond = /^tps = ([\d.]+)/m.exec(output)?.[1]
    return perSecond === undefined ? undefined : Math.round(Number(perSecond))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function outputOf(
  command: string,
  { args, env, signal }: { readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, signal, stdio: ['ignore', 'pipe', 'ignore'] })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.once('error', reject)
    child.once('close', () => resolve(Buffer.concat(chunks).toString()))
  })
}
