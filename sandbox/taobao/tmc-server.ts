import { WebSocket, WebSocketServer } from 'ws'
import type { OnUpgrade } from '../shared/http-server.ts'
import type { SandboxApp } from '../shared/sandbox.ts'
import type { TaobaoState } from './call.ts'
import { connectSign } from './sign.ts'
import { readFrame, writeFrame, type TmcFrame, type TmcValue } from './tmc-frame.ts'
import type { TmcMessage } from './tmc-queue.ts'

const kindPull = 1
const kindConfirm = 2
const kindMessage = 3

/** The message channel: CONNECT with a sign, then messages out and confirmations in. Several sockets share the queue. */
export function tmcUpgrade(state: TaobaoState, app: SandboxApp): OnUpgrade {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1_000_000 })
  const ready = new Map<WebSocket, string>()
  state.queue.onMessage(() => [...ready].forEach(([socket, token]) => deliver(state, socket, token)))
  return (request, tcp, head) =>
    server.handleUpgrade(request, tcp, head, (socket) => {
      socket.on('close', () => ready.delete(socket))
      socket.on('error', () => socket.terminate())
      socket.on('message', (data: Buffer) => {
        const frame = tryRead(data)
        if (!frame) return socket.close(1003)
        if (frame.type === 0) connect(socket, frame, { state, app, ready })
        else received(socket, frame, { state, ready })
      })
    })
}

interface Connected {
  readonly state: TaobaoState
  readonly ready: Map<WebSocket, string>
}

function connect(socket: WebSocket, { fields }: TmcFrame, { state, app, ready }: Connected & { readonly app: SandboxApp }): void {
  const [appKey, groupName, timestamp] = ['app_key', 'group_name', 'timestamp'].map((name) => asText(fields[name]))
  const sign = connectSign({
    appKey: appKey ?? '',
    groupName: groupName ?? '',
    timestamp: timestamp ?? '',
    secret: app.appSecret,
  })
  const late = Math.abs(Number(timestamp) - state.world.now().getTime()) > 600_000
  if (appKey !== app.appKey || sign !== asText(fields['sign']) || late) {
    socket.send(writeFrame({ type: 1, statusCode: 401, statusPhrase: late ? 'timestamp invalid' : 'sign invalid', fields: {} }))
    socket.close()
    return
  }
  const token = state.world.random.hex(16)
  ready.set(socket, token)
  socket.send(writeFrame({ type: 1, statusCode: 0, token, fields: {} }))
  deliver(state, socket, token)
}

function received(socket: WebSocket, frame: TmcFrame, { state, ready }: Connected): void {
  const token = ready.get(socket)
  if (token === undefined || frame.token !== token) return socket.close(1008)
  const kind = Number(frame.fields['__kind'])
  if (kind === kindPull) deliver(state, socket, token)
  if (kind === kindConfirm) state.queue.confirm(String(frame.fields['id']))
}

function deliver(state: TaobaoState, socket: WebSocket, token: string): void {
  if (socket.readyState !== WebSocket.OPEN) return
  for (const message of state.queue.take(100, state.world.now())) socket.send(writeFrame(toFrame(message, token)))
}

function toFrame(message: TmcMessage, token: string): TmcFrame {
  return {
    type: 2,
    token,
    fields: {
      __kind: kindMessage,
      id: BigInt(message.id),
      topic: message.topic,
      content: message.content,
      time: BigInt(message.at.getTime()),
      nick: message.shopName,
      userid: /^\d+$/.test(message.shopId) ? BigInt(message.shopId) : message.shopId,
      retried: message.tries - 1,
    },
  }
}

function tryRead(data: Buffer): TmcFrame | null {
  try {
    return readFrame(data)
  } catch {
    return null
  }
}

function asText(value: TmcValue | undefined): string {
  return typeof value === 'string' ? value : ''
}
