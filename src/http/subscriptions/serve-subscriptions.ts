import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { CloseCode, handleProtocols, makeServer, type Server as ProtocolServer } from 'graphql-ws'
import { GraphQLError, type ExecutionArgs, type FormattedExecutionResult, type GraphQLSchema } from 'graphql'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { Authenticator } from '../../access/authenticator.ts'
import type { Principal } from '../../access/principal.ts'
import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import { tellError, type WithRequestId } from '../mask-errors.ts'
import { isOurOrigin } from './check-origin.ts'
import { subscribeFresh } from './fresh-events.ts'
import { prepareSubscription } from './prepare-subscription.ts'
import { Sockets, type SocketLimits } from './sockets.ts'

const PATH = '/graphql'

export interface SubscriptionParts<Context extends WithRequestId> {
  readonly schema: GraphQLSchema
  readonly contextFor: (request: { readonly principal: Principal; readonly requestId: string }) => Context
  readonly authenticator: Authenticator
  readonly clock: Clock
  readonly log: Log
  readonly limits: SocketLimits
}

/** What the protocol keeps of a connection. */
interface Extra {
  readonly socket: WebSocket
}
type Protocol = ProtocolServer<Extra>

/**
 * Serves subscriptions over the server's WebSocket upgrades, by the protocol graphql-transport-ws. Returns what ends it.
 */
export function serveSubscriptions<Context extends WithRequestId>(
  server: Server,
  parts: SubscriptionParts<Context>,
): () => Promise<void> {
  const { limits, log } = parts
  const sockets = new Sockets(parts)
  const protocol = protocolOf(parts, sockets)
  const upgrades = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes,
    handleProtocols,
    perMessageDeflate: false,
  })
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const status = refusalOf(request, { isFull: sockets.isFull })
    if (status !== null) return refuse(socket, status)
    upgrades.handleUpgrade(request, socket, head, (opened) => openSocket(opened, { protocol, sockets, log }))
  }
  server.on('upgrade', onUpgrade)
  const ended = new AbortController()
  const watching = sockets.watch(ended.signal)
  return async () => {
    server.off('upgrade', onUpgrade)
    ended.abort()
    await watching
    await sockets.closeAll()
  }
}

/** The status an upgrade is refused with; null where it is not. */
function refusalOf({ url = '', headers }: IncomingMessage, { isFull }: { readonly isFull: boolean }): string | null {
  if (new URL(url, 'http://x').pathname.replace(/\/$/, '') !== PATH) return '404 Not Found'
  if (!isOurOrigin(headers.origin, headers.host)) return '403 Forbidden'
  return isFull ? '503 Service Unavailable' : null
}

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => undefined)
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function openSocket(
  socket: WebSocket,
  { protocol, sockets, log }: { readonly protocol: Protocol; readonly sockets: Sockets; readonly log: Log },
): void {
  // A payload that is too large, or no text in UTF-8: `ws` closes the socket with the code for it.
  socket.on('error', (error) => log.debug({ err: error }, 'a subscriber sent what cannot be taken'))
  sockets.add(socket)
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) =>
        new Promise((resolve) => {
          if (socket.readyState === socket.OPEN) socket.send(text, () => resolve())
          else resolve()
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (take) =>
        socket.on('message', (data, isBinary) => {
          if (isBinary) return socket.close(CloseCode.BadRequest, 'Invalid message received')
          take(textOf(data)).catch((error: unknown) => {
            log.debug({ err: error }, 'a subscriber sent what cannot be followed')
            socket.close(CloseCode.BadRequest, 'Invalid message received')
          })
        }),
    },
    { socket },
  )
  socket.once('close', (code, reason) => {
    sockets.remove(socket)
    closed(code, reason.toString()).catch((error: unknown) => log.warn({ err: error }, 'a subscription did not end cleanly'))
  })
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data).toString('utf8')
}

function protocolOf<Context extends WithRequestId>(parts: SubscriptionParts<Context>, sockets: Sockets): Protocol {
  const { schema, contextFor, log, limits } = parts
  const fresh = new WeakMap<object, () => Context>()
  return makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: limits.initMs,
    async onConnect({ extra: { socket }, connectionParams }) {
      const authorization = connectionParams?.['authorization'] ?? connectionParams?.['Authorization']
      return sockets.admit(socket, typeof authorization === 'string' ? authorization : undefined)
    },
    onSubscribe({ extra: { socket }, subscriptions }, _id, asked): readonly GraphQLError[] | ExecutionArgs {
      const caller = sockets.callerOf(socket)
      if (!caller || Object.keys(subscriptions).length > limits.subscriptionsOfSocket) {
        const message = `A connection carries at most ${limits.subscriptionsOfSocket} subscriptions: open another one.`
        return [new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })]
      }
      const document = prepareSubscription(schema, asked)
      if (!('kind' in document)) return document
      const newContext = () => contextFor({ principal: caller, requestId: randomUUID() })
      const contextValue = newContext()
      fresh.set(contextValue, newContext)
      return { schema, document, operationName: asked.operationName, variableValues: asked.variables, contextValue }
    },
    subscribe: (args) => {
      const { contextValue } = args
      const newContext = typeof contextValue === 'object' && contextValue !== null ? fresh.get(contextValue) : undefined
      return subscribeFresh(args, newContext ?? (() => contextValue))
    },
    onNext: (_context, _id, _payload, _args, result): FormattedExecutionResult | undefined => {
      if (!result.errors) return undefined
      return {
        ...(result.data === undefined ? {} : { data: result.data }),
        errors: result.errors.map((error) => tellError(error, log)),
      }
    },
    onError: (_context, _id, _payload, errors) => errors.map((error) => tellError(error, log)),
  })
}
