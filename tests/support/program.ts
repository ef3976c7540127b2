import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { until } from './embedded-folder.ts'

/** The program as `npm start` runs it, without the demo unless told otherwise. */
export interface Program {
  readonly child: ChildProcess
  /** All it has said. */
  out: string
  readonly exit: Promise<number>
}

/** `errors`: the file its log goes to; left out, it is part of what it has said. */
export function startProgram(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = ['--bare'],
  errors: number | 'pipe' = 'pipe',
): Program {
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
    env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', errors],
  })
  const program: Program = { child, out: '', exit: once(child, 'close').then(([code]) => Number(code)) }
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (program.out += String(chunk)))
  return program
}

export async function ready(program: Program): Promise<void> {
  await until(() => program.out.includes('OnePool is ready') || program.child.exitCode !== null)
  expect(program.out).toContain('OnePool is ready')
}

/** The process that the starter runs. */
export async function programPid({ child }: Program): Promise<number> {
  const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
  return Number(children.trim().split(' ')[0])
}
