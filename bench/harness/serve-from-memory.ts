import { fork } from 'node:child_process'
import { once } from 'node:events'
import { z } from 'zod'

export interface MemoryServer extends AsyncDisposable {
  readonly url: string
}

/** Starts what the API is compared with. `skus` is the page it answers, as the API answered it. */
export async function serveFromMemory(skus: unknown): Promise<MemoryServer> {
  const child = fork('bench/harness/memory-server.ts', { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] })
  await once(child, 'message')
  child.send({ skus })
  const [message]: unknown[] = await once(child, 'message')
  const { url } = z.object({ url: z.string() }).parse(message)
  return {
    url,
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}
