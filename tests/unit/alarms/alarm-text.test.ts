import { expect, it } from 'vitest'
import { alarmText, type ToldAlarm } from '../../../src/alarms/alarm-text.ts'
import { problemOf, toRequest } from '../../../src/alarms/message.ts'

const raisedAt = new Date('2026-11-11T00:00:00+08:00')
const deficit = (n: number): ToldAlarm => ({
  id: String(n),
  kind: 'deficit',
  severity: 'critical',
  subject: 'sku:MUG',
  message: 'english',
  facts: { sku: `MUG-${n}`, pool: 'central', units: 3, deficit: 5 },
  raisedAt: new Date(raisedAt.getTime() + n * 1_000),
  settledAt: null,
})

it('says an alarm in Chinese, with its numbers', () => {
  expect(alarmText([deficit(1)], 'raised')).toBe('【OnePool 紧急】透支:货品 MUG-1 在库存池 central 多承诺了 3 件,累计透支 5 件。')
  expect(alarmText([deficit(1)], 'settled')).toMatch(/^【OnePool 已解除】透支:/)
})

it('says many together: how many, from when to when, and the first ones', () => {
  const text = alarmText(
    Array.from({ length: 14 }, (_, n) => deficit(n)),
    'raised',
  ).split('\n')
  expect(text[0]).toBe('【OnePool 紧急】透支,合并 14 条(00:00:00 至 00:00:13)')
  expect(text).toHaveLength(12)
  expect(text.at(-1)).toBe('…另有 4 条')
})

it('says an alarm of a kind it does not know in the words it came with', () => {
  expect(alarmText([{ ...deficit(1), kind: 'of a newer program' }], 'raised')).toContain('english')
})

it('cuts a text between two characters to what every robot takes', () => {
  const message = { id: 'x', event: 'raised', text: '缺'.repeat(3_000), data: {} } as const
  const { body } = toRequest('wecom', { url: 'https://qyapi.weixin.qq.com/', secret: null }, message, raisedAt)
  const content: string = JSON.parse(body).text.content
  expect(Buffer.byteLength(content)).toBeLessThanOrEqual(2_000)
  expect(content).toMatch(/^缺+…$/)
})

it.each([
  ['wecom', 200, '{"errcode":0,"errmsg":"ok"}', /^taken$/],
  ['wecom', 200, '{"errcode":45009}', /too many messages/],
  ['dingtalk', 200, '{"errcode":310000,"errmsg":"sign not match"}', /signature/],
  ['feishu', 200, '{"code":0,"msg":"success"}', /^taken$/],
  ['feishu', 200, '{"code":19021}', /signature/],
  ['feishu', 200, '{"code":77}', /code 77/],
  ['dingtalk', 200, '<html>', /did not answer as this kind of robot/],
  ['webhook', 204, '', /^taken$/],
  ['webhook', 302, '', /redirect/],
  ['webhook', 500, 'planted secret', /HTTP 500$/],
] as const)('%s answering %i %s', (kind, status, text, expected) => {
  expect(problemOf(kind, { status, text }) ?? 'taken').toMatch(expected)
})
