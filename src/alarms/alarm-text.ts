import { isKnownKind, words } from './alarm-words.ts'

/** An alarm as it is told. */
export interface ToldAlarm {
  readonly id: string
  readonly kind: string
  readonly severity: string
  readonly subject: string
  readonly message: string
  readonly facts: Readonly<Record<string, string | number>>
  readonly raisedAt: Date
  readonly settledAt: Date | null
}

const SEVERITIES: Readonly<Record<string, string>> = { warning: '提醒', critical: '紧急' }
/** So many alarms are told one by one in a message; of the rest, only their number. */
const LINES_MAX = 10

/** One alarm, or what was held back of one kind, in one message. */
export function alarmText(alarms: readonly ToldAlarm[], event: 'raised' | 'settled'): string {
  const [first] = alarms
  if (!first) return ''
  const state = event === 'settled' ? '已解除' : severityOf(alarms)
  const head = `【OnePool ${state}】${titleOf(first.kind)}`
  if (alarms.length === 1) return `${head}:${sentence(first)}。`
  const lines = alarms.slice(0, LINES_MAX).map((alarm) => `· ${sentence(alarm)}`)
  const more = alarms.length > LINES_MAX ? [`…另有 ${alarms.length - LINES_MAX} 条`] : []
  const times = alarms.map((alarm) => (event === 'settled' ? (alarm.settledAt ?? alarm.raisedAt) : alarm.raisedAt).getTime())
  const span = `${clockTime(Math.min(...times))} 至 ${clockTime(Math.max(...times))}`
  return [`${head},合并 ${alarms.length} 条(${span})`, ...lines, ...more].join('\n')
}

export const testText = '【OnePool 测试】这是一条测试消息,收到说明告警通道可用。'

function severityOf(alarms: readonly ToldAlarm[]): string {
  return SEVERITIES[alarms.some(({ severity }) => severity === 'critical') ? 'critical' : 'warning'] ?? ''
}

function titleOf(kind: string): string {
  return isKnownKind(kind) ? words[kind].title : kind
}

/** Kinds of a newer program are told in the words that came with them. */
function sentence({ kind, facts, message }: ToldAlarm): string {
  return isKnownKind(kind) ? words[kind].say(facts) : message
}

function clockTime(ms: number): string {
  return new Date(ms).toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false })
}
