import { checkName } from '../catalogue/check-text.ts'
import type { CatalogueRefused } from '../catalogue/refusal.ts'
import { refuseAlarm, type AlarmRefused } from './refusal.ts'
import type { Messenger, TargetKind, TargetSecrets } from './target.ts'

const URL_LENGTH_MAX = 2_000
// Visible ASCII: a copied line break or blank would only fail later.
const SECRET = /^[\x21-\x7e]+$/
const SECRET_LENGTH = { min: 16, max: 500 } as const
const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/

/** Where the robots of each chat program are. */
const HOSTS: Readonly<Record<Exclude<TargetKind, 'webhook'>, readonly string[]>> = {
  wecom: ['qyapi.weixin.qq.com'],
  dingtalk: ['oapi.dingtalk.com'],
  feishu: ['open.feishu.cn', 'open.larksuite.com'],
}

/** The messages never show an address or a secret: whoever has a robot's address may speak in its group. */
export function checkTarget(
  { name, kind, url, secret }: TargetSecrets & { readonly name: string; readonly kind: TargetKind },
  { checkAddress }: Messenger,
): AlarmRefused | CatalogueRefused | undefined {
  return checkName(name) ?? checkUrl(kind, url, checkAddress) ?? checkSecret(kind, secret)
}

function checkUrl(kind: TargetKind, url: string, checkAddress: Messenger['checkAddress']): AlarmRefused | undefined {
  if (url.length > URL_LENGTH_MAX) return refuseAlarm('INVALID', `url must have at most ${URL_LENGTH_MAX} characters`, 'url')
  const why = checkAddress(url)
  if (why !== null) return refuseAlarm('INVALID', `url cannot be used: ${why}`, 'url')
  if (kind === 'webhook') return undefined
  const { hostname } = new URL(url)
  if (HOSTS[kind].includes(hostname) || LOOPBACK.test(hostname)) return undefined
  return refuseAlarm('INVALID', `url must be the address of the robot, at ${HOSTS[kind].join(' or ')}`, 'url')
}

function checkSecret(kind: TargetKind, secret: string | null): AlarmRefused | undefined {
  if (kind === 'wecom') {
    return secret === null ? undefined : refuseAlarm('INVALID', 'robots of 企业微信 have no secret: leave it out', 'secret')
  }
  if (secret === null) {
    return kind === 'webhook'
      ? refuseAlarm('INVALID', 'a webhook needs a secret: without it anybody could send it alarms', 'secret')
      : undefined
  }
  const { min, max } = SECRET_LENGTH
  if (secret.length >= min && secret.length <= max && SECRET.test(secret)) return undefined
  return refuseAlarm(
    'INVALID',
    `secret must be ${min} to ${max} visible characters: look for blanks that were copied with it`,
    'secret',
  )
}
