import { spawn } from 'node:child_process'
import { z } from 'zod'
import type { BenchContext } from './bench.ts'

const Told = z.object({
  seconds: z.number(),
  skus: z.number(),
  changed: z.number(),
  idleBytes: z.number(),
  peakBytes: z.number(),
})

/** Has all goods of a merchant reconciled once by a process that does nothing else, with the flags the program runs with. */
export async function reconcilerProcess({ databaseUrl, signal }: BenchContext, schema: string): Promise<z.output<typeof Told>> {
  const env = { ...process.env, DATABASE_URL: databaseUrl }
  const args = ['scripts/reconcile-apart.mjs', schema]
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'], signal })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)))
  const code = await new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject))
  if (code !== 0) throw new Error(`the reconciler ended with code ${code}`)
  return Told.parse(JSON.parse(out))
}
