import type { Alarm } from '../stock/engine/journal.ts'

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

type Facts = ToldAlarm['facts']

interface Words {
  readonly title: string
  readonly say: (facts: Facts) => string
}

const WORDS: Readonly<Record<Alarm['kind'], Words>> = {
  deficit: {
    title: '透支',
    say: (f) => `货品 ${f['sku']} 在库存池 ${f['pool']} 多承诺了 ${f['units']} 件,累计透支 ${f['deficit']} 件`,
  },
  named_short: {
    title: '指定仓缺货',
    say: (f) => `货品 ${f['sku']} 在 ${f['location']} 的占用缺 ${f['units']} 件,累计 ${f['namedShort']} 件:请改到其他仓库发货`,
  },
  paid_hold_lost: {
    title: '已付款占用失效',
    say: (f) => `占用 ${f['holdId']} 付款时已${f['because'] === 'expired' ? '过期' : '释放'},缺 ${f['missingUnits']} 件`,
  },
  over_shipped: {
    title: '超发',
    say: (f) => `占用 ${f['holdId']} 第 ${f['line']} 行的发货数超过下单数(下单 ${f['units']} 件)`,
  },
  unplaced_shipment: {
    title: '发货仓不明',
    say: (f) => `订单 ${f['order']} 已发货,但库存池没有默认仓库:请设置默认仓库或导入发货单`,
  },
  authorisation_ending: {
    title: '授权即将到期',
    say: (f) =>
      `渠道 ${f['channel']} 的授权(${f['permission']})将于 ${chinaTime(String(f['expiresAt']))} 到期,剩余不到 ${f['noticeDays']} 天:请重新授权`,
  },
  authorisation_ended: {
    title: '授权已失效',
    say: (f) => `渠道 ${f['channel']} 的授权已失效且无法续期:请重新授权`,
  },
  ambiguous_listing: {
    title: '商品链接有歧义',
    say: (f) => `渠道 ${f['channel']} 的商品链接 ${f['listing']} 无法确定对应的货品:请手工映射`,
  },
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
  return isKnown(kind) ? WORDS[kind].title : kind
}

/** Kinds of a newer program are told in the words that came with them. */
function sentence({ kind, facts, message }: ToldAlarm): string {
  return isKnown(kind) ? WORDS[kind].say(facts) : message
}

function isKnown(kind: string): kind is Alarm['kind'] {
  return Object.hasOwn(WORDS, kind)
}

function chinaTime(iso: string): string {
  return new Date(iso).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' })
}

function clockTime(ms: number): string {
  return new Date(ms).toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false })
}
