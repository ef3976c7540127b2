import type { PushSource, TakePushes } from '../../src/channels/push.ts'
import { checkedUrl } from '../shared/checked-url.ts'
import type { ConnectOptions } from '../shared/connect-options.ts'
import { reconnectForEver } from '../shared/reconnect.ts'
import { liveSocket, type SocketHandlers } from '../shared/socket.ts'
import { toPush } from './push-hint.ts'
import { signConnect } from './sign.ts'
import { decodeFrame, encodeFrame, frameType } from './tmc-frame.ts'

const pushUrl = 'wss://mc.api.taobao.com/'
const heartbeatMs = 5_000
/** Both public clients and the platform's own send or hear something far more often than this. */
const silentMs = 180_000
/** The `__kind` of what client and server say over a connection. */
const kind = { pull: 1, confirm: 2, message: 3, failed: 20 } as const

export interface PushOptions extends Pick<ConnectOptions, 'clock' | 'app' | 'endpoints' | 'allowLoopback'> {
  readonly group?: string
  /** Told why a connection ended, in our own words. */
  readonly onEnd?: (why: string) => void
}

/**
 * The message channel of one application, for all its shops (open.taobao.com, document 101663). Messages come at least once
 * and in no order; each is confirmed after it was taken in, else the platform sends it again.
 */
export function listenTaobao(options: PushOptions): PushSource {
  const allowLoopback = options.allowLoopback ?? false
  const { href: url } = checkedUrl(options.endpoints?.push ?? pushUrl, 'wss:', allowLoopback)
  const socket = { url, clock: options.clock, allowLoopback, heartbeatMs, silentMs }
  return {
    listen: (onPushes, signal) =>
      reconnectForEver(options.clock, () => liveSocket(socket, session(options, onPushes), signal), {
        signal,
        ...(options.onEnd ? { onEnd: options.onEnd } : {}),
      }),
  }
}

/** One connection: CONNECT, then the token of its answer goes with every later frame. */
function session(options: PushOptions, onPushes: TakePushes): SocketHandlers {
  let token: string | null = null
  return {
    onOpen: (send) => send(connectFrame(options)),
    onHeartbeat(send) {
      if (token !== null) send(encodeFrame(frameType.send, { __kind: kind.pull }, token))
    },
    async onMessages(messages, send) {
      const frames = messages.map((data) => decodeFrame(data))
      for (const frame of frames.filter(({ type }) => type === frameType.connectAck)) {
        if (frame.statusCode !== 0) throw new Error('the platform refused the message channel')
        token = frame.token ?? ''
        send(encodeFrame(frameType.send, { __kind: kind.pull }, token))
      }
      const pushes = frames.flatMap((frame) =>
        frame.type !== frameType.connectAck && Number(frame.custom.get('__kind')) === kind.message ? (toPush(frame) ?? []) : [],
      )
      if (token === null || pushes.length === 0) return
      const done = await onPushes(pushes).then(
        () => true,
        () => false,
      )
      for (const { id } of pushes) {
        send(encodeFrame(frameType.send, { __kind: done ? kind.confirm : kind.failed, id: BigInt(id) }, token))
      }
    },
  }
}

function connectFrame({ app, clock, group = 'default' }: PushOptions): Buffer {
  const timestamp = String(clock.now().getTime())
  const sign = signConnect({ appKey: app.key, group, timestamp, secret: app.secret })
  return encodeFrame(frameType.connect, {
    app_key: app.key,
    group_name: group,
    timestamp,
    sign,
    sdk: 'onepool',
    intranet_ip: '0.0.0.0',
  })
}
