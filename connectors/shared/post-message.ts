import type { Clock } from '../../src/clock.ts'
import type { Messenger } from '../../src/alarms/target.ts'
import { checkedUrl } from './checked-url.ts'
import { createHttp } from './http.ts'

const TIMEOUT_MS = 10_000
const ANSWER_BYTES_MAX = 65_536

/** Reaches alarm targets: with TLS, at public addresses only, following no redirect. `allowLoopback` is for tests. */
export function createMessenger({
  clock,
  allowLoopback = false,
}: {
  readonly clock: Clock
  readonly allowLoopback?: boolean
}): Messenger {
  return {
    checkAddress(text) {
      if (!URL.canParse(text)) return 'it is no URL'
      const url = new URL(text)
      if (url.hash) return 'it must not contain a fragment'
      try {
        checkedUrl(endpointOf(url), 'https:', allowLoopback)
        return null
      } catch (error) {
        return error instanceof Error ? error.message : 'it cannot be called'
      }
    },
    async post({ url: text, headers, body }, signal) {
      const url = new URL(text)
      const http = createHttp(endpointOf(url), {
        clock,
        relayUrl: null,
        allowLoopback,
        timeoutMs: TIMEOUT_MS,
        maxAnswerBytes: ANSWER_BYTES_MAX,
      })
      // A robot is told something now and then: no connection is kept for it.
      const answer = await http(
        { method: 'POST', query: url.search.slice(1), headers: { ...headers, connection: 'close' }, body },
        signal,
      )
      return answer.kind === 'answered' ? answer : { kind: 'failed' }
    },
  }
}

function endpointOf(url: URL): string {
  const bare = new URL(url)
  bare.search = ''
  return bare.href
}
