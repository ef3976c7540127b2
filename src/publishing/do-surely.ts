import type { Answer, Operation } from '../stock/engine/operation.ts'
import type { Refused } from '../stock/refusal.ts'
import type { Publishing } from './publishing.ts'

const TRIES_MAX = 20

/** Does an operation of the publisher's, again while the desk is busy. @throws when it is refused, having done nothing. */
export async function doSurely<Args, Yes extends Answer>(
  { desk, connection, clock, signal }: Pick<Publishing, 'desk' | 'connection' | 'clock' | 'signal'>,
  operation: Operation<Args, Yes>,
  args: Args,
): Promise<Yes> {
  const asking = { key: operation.name, actor: `channel:${connection.channel.code}` }
  for (let attempt = 1; ; attempt += 1) {
    const answer = await desk.do(operation, args, asking)
    if (!isRefused(answer)) return answer
    if (answer.code !== 'BUSY' || attempt >= TRIES_MAX) throw new Error(`${operation.name}: ${answer.code} ${answer.message}`)
    await clock.sleep(answer.retryAfterMs ?? 100, signal)
  }
}

function isRefused(answer: Answer): answer is Refused {
  return answer.kind === 'refused'
}
