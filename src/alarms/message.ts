import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { TargetKind, TargetSecrets } from './target.ts'

/** What is told: in words for people, and for programs as data. */
export interface Message {
  readonly id: string
  readonly event: 'raised' | 'settled' | 'test'
  readonly text: string
  /** What a webhook gets beside the text. */
  readonly data: Readonly<Record<string, unknown>>
}

export interface SignedRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** 企业微信 takes no more than 2,048 bytes of text; the others more. */
const TEXT_BYTES_MAX = 2_000

/** The request that tells a target this message, signed for this instant. */
export function toRequest(kind: TargetKind, { url, secret }: TargetSecrets, message: Message, now: Date): SignedRequest {
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  const text = cut(message.text)
  if (kind === 'wecom') return { url, headers, body: JSON.stringify({ msgtype: 'text', text: { content: text } }) }
  if (kind === 'dingtalk') {
    const body = JSON.stringify({ msgtype: 'text', text: { content: text } })
    return { url: secret === null ? url : signedDingtalk(url, secret, now), headers, body }
  }
  if (kind === 'feishu') {
    const signed = secret === null ? {} : signFeishu(secret, now)
    return { url, headers, body: JSON.stringify({ ...signed, msg_type: 'text', content: { text } }) }
  }
  const timestamp = String(now.getTime())
  const body = JSON.stringify({ id: message.id, event: message.event, text: message.text, ...message.data })
  const signature = createHmac('sha256', secret ?? '')
    .update(`${timestamp}.${body}`)
    .digest('hex')
  const ours = { 'x-onepool-delivery': message.id, 'x-onepool-timestamp': timestamp, 'x-onepool-signature': `v1=${signature}` }
  return { url, headers: { ...headers, ...ours }, body }
}

/** Key: the secret. Signed: milliseconds, line feed, secret. In the address, so percent-encoded. */
function signedDingtalk(url: string, secret: string, now: Date): string {
  const timestamp = String(now.getTime())
  const signed = new URL(url)
  signed.searchParams.set('timestamp', timestamp)
  signed.searchParams.set('sign', createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'))
  return signed.href
}

/** Key: seconds, line feed, secret. Signed: nothing. */
function signFeishu(secret: string, now: Date): { readonly timestamp: string; readonly sign: string } {
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64') }
}

const RobotAnswer = z.object({ errcode: z.number().optional(), code: z.number().optional() })

/** Null when the target has taken the message, else why not: a sentence of ours, for its answer may repeat what we sent. */
export function problemOf(kind: TargetKind, { status, text }: { readonly status: number; readonly text: string }): string | null {
  if (status >= 300 && status < 400) return 'it answered with a redirect: give the address it redirects to'
  if (status < 200 || status >= 300) return `it answered with HTTP ${status}`
  if (kind === 'webhook') return null
  const answer = RobotAnswer.safeParse(jsonOf(text))
  const code = answer.success ? (kind === 'feishu' ? answer.data.code : answer.data.errcode) : undefined
  if (code === undefined) return 'it did not answer as this kind of robot does'
  return code === 0 ? null : (ROBOT_PROBLEMS[`${kind} ${code}`] ?? `the robot refused the message with code ${code}`)
}

/** From the platforms' documents as quoted by others; unsure: that each code means only this. */
const ROBOT_PROBLEMS: Readonly<Record<string, string>> = {
  'wecom 45009': 'the robot has had too many messages in this minute',
  'wecom 93000': 'there is no such robot any more: create the target anew with its new address',
  'dingtalk 130101': 'the robot has had too many messages in this minute',
  'dingtalk 300001': 'there is no such robot any more: create the target anew with its new address',
  'dingtalk 310000':
    "the robot refused the signature, the keyword or our IP address: compare its security settings with the target's",
  'feishu 9499': 'the robot has had too many messages in this minute',
  'feishu 11232': 'the robot has had too many messages in this minute',
  'feishu 19001': 'there is no such robot any more: create the target anew with its new address',
  'feishu 19021': "the robot refused the signature: compare its signing secret with the target's",
  'feishu 19022': 'the robot does not take messages from our IP address',
  'feishu 19024': 'the robot wants a keyword: use its signing secret instead',
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Cut to the bytes that every robot takes, between two characters. */
function cut(text: string): string {
  if (Buffer.byteLength(text) <= TEXT_BYTES_MAX) return text
  let bytes = 0
  let kept = ''
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > TEXT_BYTES_MAX - 3) break
    kept += character
  }
  return `${kept}…`
}
