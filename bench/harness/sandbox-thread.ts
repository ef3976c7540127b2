import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'

const Address = z.object({
  url: z.string(),
  appKey: z.string(),
  secret: z.string(),
  session: z.string(),
  nowMs: z.number(),
  listing: z.string(),
})

export interface SandboxThread extends AsyncDisposable, z.output<typeof Address> {}

/** A sandbox in a thread of its own, so that what is measured here has a core to itself. */
export async function sandboxThread(wanted: {
  readonly platform: string
  readonly startsAtMs: number
  readonly orders: number
  readonly everyMs: number
}): Promise<SandboxThread> {
  // The benchmarks run as one compiled file, so the thread's source is found from the project's root; Node reads it as it is.
  const source = new URL('bench/harness/sandbox-worker.ts', pathToFileURL(`${process.cwd()}/`))
  const worker = new Worker(source, { workerData: wanted })
  const [message]: unknown[] = await once(worker, 'message')
  return { ...Address.parse(message), [Symbol.asyncDispose]: async () => void (await worker.terminate()) }
}
