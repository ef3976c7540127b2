import type { Fault } from './faults.ts'
import type { Handler, WireAnswer, WireRequest } from './wire.ts'
import type { World } from './world.ts'

/** A platform's protocol, cut where faults can strike. */
export interface Protocol<Call> {
  read(request: WireRequest): Call
  methodOf(call: Call): string
  /** Signature, clock, session, permissions, address, limits: the platform's own refusal, or null when the call may pass. */
  check(call: Call): WireAnswer | null
  perform(call: Call): WireAnswer
  /** The platform's own words for being too busy, said by its gateway (`throttle`) or by its service (`busy`). */
  refuse(kind: 'throttle' | 'busy', call: Call): WireAnswer
}

/** Answers requests by a protocol, and lets the world's faults strike them. */
export function createGateway<Call>(protocol: Protocol<Call>, world: World): Handler {
  const run = (call: Call): WireAnswer => protocol.check(call) ?? protocol.perform(call)
  return async (request) => {
    const call = protocol.read(request)
    const fault = world.faults.strike(protocol.methodOf(call))
    const answer = fault ? await struck(fault, { protocol, world, call, run }) : run(call)
    return answer.kind === 'answer' ? { ...answer, headers: { ...answer.headers, date: world.now().toUTCString() } } : answer
  }
}

interface Struck<Call> {
  readonly protocol: Protocol<Call>
  readonly world: World
  readonly call: Call
  readonly run: (call: Call) => WireAnswer
}

async function struck<Call>(fault: Fault, { protocol, world, call, run }: Struck<Call>): Promise<WireAnswer> {
  const { kind, delayMs = 1_000 } = fault
  switch (kind) {
    case 'throttle':
    case 'busy':
      return protocol.refuse(kind, call)
    case 'slow':
      await world.clock.sleep(delayMs)
      return run(call)
    case 'drop before':
      return { kind: 'reset' }
    case 'drop after':
      run(call)
      return { kind: 'reset' }
    case 'duplicate':
      run(call)
      return run(call)
    case 'apply late':
      void world.clock.sleep(delayMs).then(() => run(call))
      return { kind: 'reset' }
    case 'apply very late':
      if (protocol.check(call) === null) void world.clock.sleep(delayMs).then(() => protocol.perform(call))
      return { kind: 'reset' }
    case 'half page':
      return halved(world, () => run(call))
    case 'half body':
      return half(run(call))
    case 'garbage':
    case 'html':
    case 'bad charset':
    case 'bad gateway':
    case 'redirect':
    case 'huge':
    case 'endless':
    case 'silence':
      return strange(kind)
  }
}

function halved(world: World, run: () => WireAnswer): WireAnswer {
  world.halvingPages = true
  try {
    return run()
  } finally {
    world.halvingPages = false
  }
}

function half(answer: WireAnswer): WireAnswer {
  if (answer.kind !== 'answer') return answer
  const body = Buffer.from(answer.body)
  return { ...answer, body: body.subarray(0, Math.floor(body.length / 2)) }
}

type Strange = 'garbage' | 'html' | 'bad charset' | 'bad gateway' | 'redirect' | 'huge' | 'endless' | 'silence'

function strange(kind: Strange): WireAnswer {
  const headers = { 'content-type': 'text/html' }
  switch (kind) {
    case 'garbage':
      return { kind: 'answer', status: 200, headers, body: '{"a":[1,2,}' }
    case 'html':
      return { kind: 'answer', status: 200, headers, body: '<html><body>login</body></html>' }
    case 'bad charset':
      return { kind: 'answer', status: 200, headers, body: Buffer.from([0x7b, 0x22, 0xd6, 0xd0, 0xce, 0xc4, 0x22, 0x7d]) }
    case 'bad gateway':
      return { kind: 'answer', status: 502, headers, body: '<html>502</html>' }
    case 'redirect':
      return { kind: 'answer', status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' }
    case 'huge':
      return { kind: 'answer', status: 200, headers, body: flood() }
    case 'endless':
      return { kind: 'endless', chunk: ' '.repeat(65_536) }
    case 'silence':
      return { kind: 'silence' }
  }
}

let flooded: Buffer | null = null

/** More than any client should take; made once. */
function flood(): Buffer {
  flooded ??= Buffer.alloc(32_000_000, 0x20)
  return flooded
}
