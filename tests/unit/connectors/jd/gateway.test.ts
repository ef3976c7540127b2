import { describe, expect, it } from 'vitest'
import type { CallOutcome } from '../../../../connectors/shared/call-outcome.ts'
import type { JdCall, JdGateway, JdParameters } from '../../../../connectors/jd/gateway.ts'
import { connectJd } from '../../../../connectors/jd/index.ts'
import { JumpingClock } from '../../../support/jumping-clock.ts'

interface Asked {
  readonly method: string
  readonly parameters: JdParameters
  readonly signedAt: Date | undefined
}

/** A way to JD that is not the router: it remembers what it was asked. */
class OtherGateway implements JdGateway {
  readonly asked: Asked[] = []
  readonly answers: Readonly<Record<string, unknown>>

  constructor(answers: Readonly<Record<string, unknown>>) {
    this.answers = answers
  }

  call(method: string, parameters: JdParameters, { signedAt }: JdCall): Promise<CallOutcome> {
    this.asked.push({ method, parameters, signedAt })
    return Promise.resolve({ kind: 'answered', data: this.answers[method] })
  }

  readTime(): Promise<Date> {
    return Promise.resolve(new Date('2026-05-20T04:03:00Z'))
  }

  redact(text: string): string {
    return text
  }
}

const clock = new JumpingClock(new Date('2026-05-20T04:00:00Z'))
const signal = new AbortController().signal

function connect(answers: Readonly<Record<string, unknown>>) {
  const gateway = new OtherGateway(answers)
  const app = { key: 'k', secret: 's' }
  return { gateway, connector: connectJd({ clock, app, accessToken: () => 't', gateway: () => gateway }) }
}

describe('the way to JD can be replaced', () => {
  it('calls, answers and the clock go through the gateway given', async () => {
    const increase = 'jingdong.stock.write.increaseSkuStock'
    const { gateway, connector } = connect({ [increase]: { success: 'true' } })
    const { offsetMs } = await connector.measureClock(signal)
    expect(offsetMs).toBe(180_500)
    const signedAt = connector.platformTime(clock.now())
    const listing = { itemId: '1', skuId: '2', warehouseId: null }
    const changes = [{ listing, call: 'delta', move: { kind: 'lower', units: 3 }, key: 'abc' } as const]
    expect(await connector.changeStock({ signedAt, changes }, signal)).toMatchObject([{ kind: 'acknowledged' }])
    expect(gateway.asked).toEqual([
      { method: increase, parameters: { skuId: '2', stockNum: -3, storeId: '0', stockRfId: 'abc' }, signedAt },
    ])
  })

  it.each([
    ['a flag', { success: true }, 'acknowledged'],
    ['a flag as text', { success: 'false', message: 'no' }, 'refused by business'],
    ['a result without a code', { result: { skuId: 2, stockRf: { stockRfId: 'abc' } } }, 'acknowledged'],
    ['a result with the code 0', { result: { detailCode: 0 } }, 'acknowledged'],
    ['R5: a result with a code nobody explains', { result: { detailCode: '200', detailMsg: 'ok?' } }, 'unknown'],
    ['R5: neither', {}, 'unknown'],
    ['R5: nothing', null, 'unknown'],
  ])('an increment answered with %s', async (_name, answer, kind) => {
    const { connector } = connect({ 'jingdong.stock.write.increaseSkuStock': answer })
    const listing = { itemId: '1', skuId: '2', warehouseId: null }
    const changes = [{ listing, call: 'delta', move: { kind: 'raise', units: 1 }, key: 'abc' } as const]
    expect(await connector.changeStock({ signedAt: clock.now(), changes }, signal)).toMatchObject([{ kind }])
  })

  it('an inner failure under an outer success is an error', async () => {
    const apiResult = { success: false, numberCode: 10100, chineseErrCode: '查询失败' }
    const { connector } = connect({ 'jingdong.pop.order.enGet': { orderDetailInfo: { apiResult } } })
    await expect(connector.rereadOrder('1', signal)).rejects.toMatchObject({ fault: 'rejected', code: '0/10100' })
  })

  it('rows without a total are not taken for a whole page', async () => {
    const row = { orderId: '1', orderState: 'FINISHED_L', orderStartTime: '2026-05-20 10:00:00', modified: '2026-05-20 10:00:00' }
    const answer = { searchorderinfo_result: { apiResult: { success: true }, orderInfoList: [row] } }
    const { connector } = connect({ 'jingdong.pop.order.enSearch': answer })
    const list = connector.orderLists[0]?.id ?? ''
    const window = { list, from: new Date('2026-05-20T01:00:00Z'), to: new Date('2026-05-20T03:00:00Z') }
    await expect(Array.fromAsync(connector.pullOrders(window, signal))).rejects.toMatchObject({ fault: 'malformed' })
  })
})
