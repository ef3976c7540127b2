import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Handler, WireAnswer, WireRequest } from './wire.ts'

export type OnUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

export interface RunningServer extends AsyncDisposable {
  readonly port: number
}

/** Serves a handler on the loopback interface only; port 0 takes any free one. */
export async function serve(
  handler: Handler,
  options: { readonly port?: number; readonly onUpgrade?: OnUpgrade } = {},
): Promise<RunningServer> {
  const server = createServer((incoming, outgoing) => void pass(handler, incoming, outgoing))
  if (options.onUpgrade) server.on('upgrade', options.onUpgrade)
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  return { port: portOf(server), [Symbol.asyncDispose]: () => close(server, sockets) }
}

async function pass(handler: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    write(await handler(await readRequest(incoming)), outgoing)
  } catch (error) {
    outgoing.writeHead(500, { 'content-type': 'text/plain' }).end(error instanceof Error ? error.message : 'failed')
  }
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk))
  const [path = '/', query = ''] = (incoming.url ?? '/').split('?', 2)
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
  const remoteAddress = headers['x-forwarded-for'] ?? incoming.socket.remoteAddress ?? ''
  return { method: incoming.method ?? 'GET', path, query, headers, body: Buffer.concat(chunks), remoteAddress }
}

function write(answer: WireAnswer, outgoing: ServerResponse): void {
  if (answer.kind === 'silence') return
  if (answer.kind === 'reset') {
    outgoing.destroy()
    return
  }
  if (answer.kind === 'answer') {
    outgoing.writeHead(answer.status, answer.headers).end(answer.body)
    return
  }
  const more = (): void => {
    while (!outgoing.destroyed && outgoing.write(answer.chunk));
  }
  outgoing.on('drain', more)
  more()
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('the sandbox server has no port')
  return address.port
}

/** Upgraded sockets are no longer the server's to close, so all are ended here. */
async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  for (const socket of sockets) socket.destroy()
  await closed
}
