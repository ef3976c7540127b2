import { WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import type { OnUpgrade } from '../shared/http-server.ts'
import type { SandboxApp } from '../shared/sandbox.ts'
import type { PddState } from './call.ts'
import type { PmcMessage } from './pmc-queue.ts'
import { idOf } from './push-topics.ts'
import { expectedDigest } from './sign.ts'

const path = /^\/message\/([^/]+)\/(\d{13})\/([^/?]+)$/
const toleranceMs = 600_000

/** The message channel: an address that signs itself, JSON frames, an ack for each message. */
export function pmcUpgrade(state: PddState, app: SandboxApp): OnUpgrade {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1_000_000 })
  const open = new Set<WebSocket>()
  state.queue.onMessage(() => deliver(state, open))
  return (request, tcp, head) => {
    if (!isSigned(request.url ?? '', state, app)) {
      tcp.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n')
      return
    }
    server.handleUpgrade(request, tcp, head, (socket) => {
      open.add(socket)
      socket.on('close', () => open.delete(socket))
      socket.on('error', () => socket.terminate())
      socket.on('message', (data: Buffer) => received(state, { open, socket, data }))
      deliver(state, open)
    })
  }
}

function isSigned(url: string, { world }: PddState, app: SandboxApp): boolean {
  const [, clientId, ms, digest] = path.exec(url) ?? []
  if (clientId === undefined || ms === undefined || digest === undefined) return false
  const fresh = Math.abs(Number(ms) - world.now().getTime()) <= toleranceMs
  return (
    fresh && clientId === app.appKey && decodeURIComponent(digest) === expectedDigest({ clientId, ms, secret: app.appSecret })
  )
}

interface Received {
  readonly open: ReadonlySet<WebSocket>
  readonly socket: WebSocket
  readonly data: Buffer
}

const Frame = z.object({ commandType: z.enum(['HeartBeat', 'Ack', 'Fail']) })

function received(state: PddState, { open, socket, data }: Received): void {
  const text = data.toString('utf8')
  const frame = readFrame(text)
  if (!frame) return socket.close(1003)
  // The id passes 2^53, so it is taken from the text.
  const id = /"id"\s*:\s*"?(\d+)/.exec(text)?.[1]
  if (frame.commandType === 'Ack' && id !== undefined) state.queue.confirm(id)
  if (frame.commandType !== 'HeartBeat') return
  send(socket, '0', { commandType: 'HeartBeat', time: state.world.now().getTime() })
  deliver(state, open)
}

function readFrame(text: string): z.output<typeof Frame> | null {
  try {
    return Frame.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** To one of several connections, or to all of them: it is not documented which. */
function deliver(state: PddState, open: ReadonlySet<WebSocket>): void {
  const sockets = [...open].filter(({ readyState }) => readyState === WebSocket.OPEN)
  if (sockets.length === 0) return
  const now = state.world.now()
  for (const message of state.queue.take(now)) {
    const one = sockets[message.tries % sockets.length]
    const targets = state.switches.get('severalSockets') === 'all of them' ? sockets : one ? [one] : []
    for (const socket of targets) send(socket, message.id, common(message, now))
  }
}

function common({ topic, shopId, content, at }: PmcMessage, now: Date): object {
  return {
    commandType: 'Common',
    time: at.getTime(),
    sendTime: now.getTime(),
    message: { type: topic, mallID: idOf(shopId), content },
  }
}

function send(socket: WebSocket, id: string, fields: object): void {
  socket.send(`{"id":${id},${JSON.stringify(fields).slice(1)}`)
}
