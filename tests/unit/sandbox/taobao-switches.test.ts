import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../sandbox/shared/clock.ts'
import { openTaobaoSandbox } from '../../../sandbox/taobao/index.ts'
import { signTop } from '../../../connectors/taobao/sign.ts'

/** A Tmall shop with two SKUs of one merchant code, and the call that asks its gateway. */
function open(switches: Readonly<Record<string, string>>) {
  const clock = new ManualClock(new Date('2026-05-20T04:00:00Z'))
  const sandbox = openTaobaoSandbox({ clock, seed: 5, shops: [{ id: '4001', name: 'A', type: 'B' }] })
  for (const [name, value] of Object.entries(switches)) sandbox.switches.set(name, value)
  const rows = ['11', '12'].map((skuId) =>
    sandbox.market.addListing('4001', { itemId: '9', skuId, merchantCode: 'TEE', sellable: 5 }),
  )
  const ask = async (method: string, parameters: Readonly<Record<string, string>>): Promise<string> => {
    const system = { app_key: sandbox.app.appKey, timestamp: '2026-05-20 12:00:00', format: 'json', v: '2.0', sign_method: 'md5' }
    const all = { ...system, session: sandbox.tokens('4001').session, method, ...parameters }
    const sign = signTop(all, { secret: sandbox.app.appSecret, method: 'md5' })
    const answer = await sandbox.handler({
      method: 'POST',
      path: '/router/rest',
      query: '',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from(new URLSearchParams({ ...all, sign }).toString()),
      remoteAddress: '127.0.0.1',
    })
    return answer.kind === 'answer' ? String(answer.body) : answer.kind
  }
  return { clock, sandbox, rows, ask }
}

describe('what Taobao’s documents leave unsure, each way', () => {
  it.each([
    ['refused', '"error_response"', 5],
    ['clamped', '"quantity_update_result"', 0],
  ])('a keyed call that sets less than nothing is %s', async (negativeSet, said, sellable) => {
    const { ask, rows } = open({ negativeSet })
    const parameters = { item_id: '9', sku_quantities: '[{"sku_id":11,"quantity":-2}]', options: '{"type":1}' }
    expect(await ask('tmall.item.quantity.update', parameters)).toContain(said)
    expect(rows[0]?.sellable).toBe(sellable)
  })

  it.each([
    ['first', [6, 5]],
    ['refused', [5, 5]],
  ])('one code on several SKUs: %s', async (outerIdOnSeveral, sellable) => {
    const { ask, rows } = open({ outerIdOnSeveral })
    await ask('taobao.item.quantity.update', { num_iid: '9', outer_id: 'TEE', quantity: '1', type: '2' })
    expect(rows.map((row) => row.sellable)).toEqual(sellable)
  })

  it.each([
    ['refused', '"error_response"'],
    ['accepted', '"item"'],
  ])('a write to a combined item is %s', async (combinedWrite, said) => {
    const { ask, sandbox, rows } = open({ combinedWrite })
    sandbox.market.addListing('4001', {
      itemId: '8',
      skuId: '81',
      sellable: 0,
      parts: [{ listingId: rows[0]?.id ?? '', units: 2 }],
    })
    const parameters = { num_iid: '8', sku_id: '81', quantity: '1', type: '2' }
    expect(await ask('taobao.item.quantity.update', parameters)).toContain(said)
  })

  it.each([
    ['kept', 1],
    ['dropped after 3 tries', 0],
  ])('a message that nobody confirms is %s', async (unconfirmedMessages, left) => {
    const { ask, clock, sandbox, rows } = open({ unconfirmedMessages })
    await ask('taobao.tmc.user.permit', {})
    sandbox.market.place('4001', { lines: [{ listingId: rows[0]?.id ?? '', units: 1 }], pay: false })
    for (let round = 0; round < 4; round += 1) {
      sandbox.state.queue.take(10, clock.now())
      clock.advance(300_000)
    }
    expect(sandbox.state.queue.backlog).toBe(left)
  })
})
