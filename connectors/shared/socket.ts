import { WebSocket } from 'ws'
import type { Clock } from '../../src/clock.ts'
import { checkedUrl } from './checked-url.ts'
import { publicLookup } from './private-address.ts'

export interface SocketOptions {
  readonly url: string
  readonly clock: Clock
  readonly allowLoopback: boolean
  readonly heartbeatMs: number
  /** Without one message from the server for this long, the connection counts as dead. */
  readonly silentMs: number
}

export interface SocketHandlers {
  onOpen(send: (data: string | Buffer) => void): void
  /** Gets all that came while it was at those before, in the order they came. A throw ends the connection. */
  onMessages(messages: readonly Buffer[], send: (data: string | Buffer) => void): Promise<void>
  onHeartbeat(send: (data: string | Buffer) => void): void
}

const largestMessageBytes = 1_000_000
/** So many messages may wait for the handler; beyond it the connection ends, and the platform sends them again. */
const mostWaiting = 2_000
/** So many are handed over at once. */
const mostTogether = 200

/** One life of a WebSocket: resolves when it has ended, for whatever reason. Follows no redirect. Throws for an address that may not be called. */
export async function liveSocket(options: SocketOptions, handlers: SocketHandlers, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const { url, allowLoopback } = options
  const guard = allowLoopback ? {} : { lookup: publicLookup }
  const socket = new WebSocket(checkedUrl(url, 'wss:', allowLoopback), {
    maxPayload: largestMessageBytes,
    followRedirects: false,
    rejectUnauthorized: true,
    handshakeTimeout: 15_000,
    ...guard,
  })
  const ended = new AbortController()
  const life = AbortSignal.any([signal, ended.signal])
  const send = (data: string | Buffer): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(data)
  }
  const heard = { atMs: options.clock.now().getTime() }
  const queue = gathered(
    (messages) => handlers.onMessages(messages, send),
    () => socket.terminate(),
  )
  socket.on('open', () => handlers.onOpen(send))
  socket.on('ping', () => (heard.atMs = options.clock.now().getTime()))
  socket.on('message', (data: Buffer) => {
    heard.atMs = options.clock.now().getTime()
    queue(data)
  })
  socket.on('error', () => socket.terminate())
  life.addEventListener('abort', () => socket.terminate(), { once: true })
  const beating = beat(options, { life, heard, tick: () => handlers.onHeartbeat(send), dead: () => socket.terminate() })
  await new Promise<void>((resolve) => socket.once('close', () => resolve()))
  ended.abort()
  await beating
}

interface Beating {
  readonly life: AbortSignal
  readonly heard: { readonly atMs: number }
  readonly tick: () => void
  readonly dead: () => void
}

async function beat({ clock, heartbeatMs, silentMs }: SocketOptions, { life, heard, tick, dead }: Beating): Promise<void> {
  while (!life.aborted) {
    await clock.sleep(heartbeatMs, life).catch(() => undefined)
    if (life.aborted) return
    if (clock.now().getTime() - heard.atMs > silentMs) dead()
    else tick()
  }
}

/** Hands messages to a handler: while it is at some, the next ones gather. After it has failed it gets none. */
function gathered(handle: (messages: readonly Buffer[]) => Promise<void>, fail: () => void): (data: Buffer) => void {
  const waiting: Buffer[] = []
  let busy = false
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) await handle(waiting.splice(0, mostTogether))
    busy = false
  }
  return (data) => {
    if (waiting.push(data) > mostWaiting) return fail()
    if (busy) return
    busy = true
    drain().catch(fail)
  }
}
