import { Agent, request } from 'node:http'
import { atShare } from './at-share.ts'

export interface SignedCall {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Sends one signed call again and again over a few kept connections; gives the answers a second, and how long one took. */
export async function callAgain(
  call: SignedCall,
  { seconds, connections }: { readonly seconds: number; readonly connections: number },
) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const endsAt = performance.now() + seconds * 1_000
  const tookMs: number[] = []
  const loop = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      const startedAt = performance.now()
      await send(call, agent)
      tookMs.push(performance.now() - startedAt)
    }
  }
  await Promise.all(Array.from({ length: connections }, loop))
  agent.destroy()
  const sorted = tookMs.toSorted((a, b) => a - b)
  const at = (share: number): number => Math.round(atShare(sorted, share) * 100) / 100
  return { perSecond: Math.round(tookMs.length / seconds), p50Ms: at(0.5), p99Ms: at(0.99) }
}

function send({ url, headers, body }: SignedCall, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) } },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        answer.on('end', () => (text.includes('error_response') ? reject(new Error(text)) : resolve()))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
