import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { ChannelError } from '../channels/errors.ts'
import type { Platform } from '../channels/platform.ts'
import type { PushDelivery, VerifyPush } from '../channels/push.ts'
import type { Clock } from '../clock.ts'

/** Older or newer than this a delivery is refused, whatever it is signed with. */
export const PUSH_WINDOW_MS = 300_000
const PUSHES_MAX = 500

const Body = z.object({
  pushes: z
    .array(
      z.object({ id: z.string().min(1).max(200), orderId: z.string().min(1).max(100), topic: z.string().max(100).default('') }),
    )
    .min(1)
    .max(PUSHES_MAX),
})

export const timestampHeader = 'x-onepool-timestamp'
export const signatureHeader = 'x-onepool-signature'

/** What a forwarder signs: the seconds since 1970 of its header, a point, and the body as it is sent. */
export function signForwarded(secret: string, timestamp: string, rawBody: Uint8Array): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest('hex')
}

/**
 * For platforms that push into a database of their own cloud, not to us: a forwarder there sends the numbers of orders on,
 * signed with the application's secret, which both sides have.
 */
export function verifyForwarded({
  secret,
  platform,
  clock,
}: {
  readonly secret: string
  readonly platform: Platform
  readonly clock: Clock
}): VerifyPush {
  return (delivery) => {
    checkSignature(delivery, { secret, platform, nowMs: clock.now().getTime() })
    const body = Body.safeParse(parsed(delivery.rawBody))
    if (!body.success) throw new ChannelError(platform, 'malformed', 'a forwarded push has another shape')
    return body.data.pushes.map(({ id, orderId, topic }) => ({ id, hint: { kind: 'order', shopId: null, orderId, topic } }))
  }
}

function checkSignature(
  { headers, rawBody }: PushDelivery,
  { secret, platform, nowMs }: { readonly secret: string; readonly platform: Platform; readonly nowMs: number },
): void {
  const timestamp = headers[timestampHeader] ?? ''
  const given = Buffer.from(headers[signatureHeader] ?? '', 'hex')
  const right = Buffer.from(signForwarded(secret, timestamp, rawBody), 'hex')
  const isSigned = given.length === right.length && timingSafeEqual(given, right)
  const isTimely = /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) * 1_000 - nowMs) <= PUSH_WINDOW_MS
  if (!isSigned || !isTimely)
    throw new ChannelError(platform, 'wrong signature', 'a forwarded push is not signed by its application')
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}
