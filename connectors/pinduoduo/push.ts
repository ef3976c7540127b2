import type { PushSource, TakePushes } from '../../src/channels/push.ts'
import { checkedUrl } from '../shared/checked-url.ts'
import type { ConnectOptions } from '../shared/connect-options.ts'
import { reconnectForEver } from '../shared/reconnect.ts'
import { liveSocket, type SocketHandlers } from '../shared/socket.ts'
import { readFrame, toPush, writeFrame, type PmcFrame } from './pmc-frame.ts'
import { pmcDigest } from './sign.ts'

const pushUrl = 'wss://message-api.pinduoduo.com'
const heartbeatMs = 5_000
/** The official client takes a connection for dead after as long without a heartbeat of the server. */
const silentMs = 180_000
/** The protocol's version as the official client of August 2024 says it. */
const protocolVersion = '1.1.6'
/** Its figures are the client's own affair: we keep none of them. */
const timeMetrics = Object.fromEntries(
  [
    'count',
    'max',
    'min',
    'mean',
    'median',
    'thPercentile75',
    'thPercentile95',
    'thPercentile99',
    'meanRate',
    'oneMinuteRate',
  ].map((name) => [name, 0]),
)

export interface PushOptions extends Pick<ConnectOptions, 'clock' | 'app' | 'endpoints' | 'allowLoopback'> {
  /** Told why a connection ended, in our own words. */
  readonly onEnd?: (why: string) => void
}

/**
 * The message channel (PMC) of one application, for all its shops. Messages come at least once and in no promised order; each
 * is confirmed after it was taken in, else the platform sends it again. Unlike the official client it never stops trying.
 * Throws a TypeError for an address that may not be called.
 */
export function listenPinduoduo(options: PushOptions): PushSource {
  const { clock } = options
  const allowLoopback = options.allowLoopback ?? false
  const base = checkedUrl(options.endpoints?.push ?? pushUrl, 'wss:', allowLoopback)
  const live = (onPushes: TakePushes, signal: AbortSignal): Promise<void> => {
    const url = base.href.replace(/\/$/, '') + signedPath(options)
    return liveSocket({ url, clock, allowLoopback, heartbeatMs, silentMs }, session(options, onPushes), signal)
  }
  return {
    listen: (onPushes, signal) =>
      reconnectForEver(clock, () => live(onPushes, signal), { signal, ...(options.onEnd ? { onEnd: options.onEnd } : {}) }),
  }
}

/** Signed anew for each connection: the path holds the time. */
function signedPath({ app, clock }: PushOptions): string {
  const ms = String(clock.now().getTime())
  const digest = pmcDigest({ clientId: app.key, ms, secret: app.secret })
  return `/message/${encodeURIComponent(app.key)}/${ms}/${encodeURIComponent(digest)}`
}

function session({ clock }: PushOptions, onPushes: TakePushes): SocketHandlers {
  let beats = 0
  const beat = (): string => {
    beats += 1
    const fields = { commandType: 'HeartBeat', time: clock.now().getTime(), version: protocolVersion, timeMetrics }
    return writeFrame(String(beats), fields)
  }
  return {
    onOpen: (send) => send(beat()),
    onHeartbeat: (send) => send(beat()),
    async onMessages(messages, send) {
      const frames = messages.flatMap((data) => {
        const frame = readFrame(data)
        return frame?.commandType === 'Common' && frame.message ? [{ ...frame, message: frame.message }] : []
      })
      if (frames.length === 0) return
      const taken = await onPushes(frames.map(({ message }) => toPush(message))).then(
        () => true,
        () => false,
      )
      for (const frame of frames) send(answerTo(frame, { taken, now: clock.now() }))
    },
  }
}

function answerTo({ id, sendTime, message }: PmcFrame, { taken, now }: { readonly taken: boolean; readonly now: Date }): string {
  const mallID = message?.mallID ?? null
  const shared = { time: now.getTime(), sendTime: sendTime ?? null, type: message?.type ?? null }
  // A mall id is a number on the wire as well.
  const mall = { mallID: mallID !== null && Number.isSafeInteger(Number(mallID)) ? Number(mallID) : mallID }
  return taken
    ? writeFrame(id, { commandType: 'Ack', ...shared, ...mall })
    : writeFrame(id, { commandType: 'Fail', ...shared, ...mall, failReason: 'not taken in' })
}
