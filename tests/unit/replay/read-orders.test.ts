import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readGoods } from '../../../replay/input/read-goods.ts'
import { readMoments, type Moment } from '../../../replay/input/read-orders.ts'

const header =
  'seq,event_time,event_type,order_no,line_no,channel,customer,sku,qty,unit_price,ref_order_no,ref_line_no,ref_kind,reason'
const good = '1,2011-11-07T07:38:00Z,ORDER,7,1,JD,16612,A,12,0.83,,,,'
const goods = new Map([['A', { sku: 'A', name: 'Mug', soldBefore: 3 }]])
const { signal } = new AbortController()

let folder: string
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'onepool-replay-test-'))))
afterAll(() => rm(folder, { recursive: true }))

async function read(...lines: readonly string[]): Promise<readonly Moment[]> {
  const path = join(folder, 'orders.csv')
  await writeFile(path, [header, ...lines].join('\n'))
  return Array.fromAsync(readMoments(path, { goods, signal }))
}

describe('an order stream', () => {
  it('is read instant by instant', async () => {
    const moments = await read(
      good,
      '2,2011-11-07T07:38:00Z,ADJUST,8,1,,,A,-5,,,,,damages',
      '3,2011-11-07T07:40:00Z,CANCEL,C9,1,JD,16612,A,12,0.83,7,1,IN_STREAM,',
      '4,2011-11-07T07:40:00Z,CANCEL,C9,2,JD,16612,A,1,0.83,6,1,BEFORE_STREAM,',
    )
    expect(moments).toMatchObject([
      {
        atMs: Date.parse('2011-11-07T07:38:00Z'),
        events: [
          { kind: 'order', line: 2, orderNo: '7', lineNo: '1', channel: 'JD', customer: '16612', sku: 'A', units: 12 },
          { kind: 'adjust', line: 3, change: -5, reason: 'damages' },
        ],
      },
      {
        events: [
          { kind: 'cancel', of: { orderNo: '7', lineNo: '1' }, units: 12 },
          { kind: 'cancel', of: null },
        ],
      },
    ])
  })

  it('is read from an instant on, and so many lines of that', async () => {
    const path = join(folder, 'later.csv')
    const at = (time: string, orderNo: string): string => good.replace('07:38', time).replace(',7,1,', `,${orderNo},1,`)
    await writeFile(path, [header, good, at('07:40', '8'), at('07:41', '9'), at('07:42', '10')].join('\n'))
    const fromMs = Date.parse('2011-11-07T07:40:00Z')
    const moments = await Array.fromAsync(readMoments(path, { goods, signal, fromMs, lines: 2 }))
    expect(moments.map(({ events }) => events[0])).toMatchObject([{ orderNo: '8' }, { orderNo: '9' }])
  })

  it.each([
    ['an unknown kind of event', good.replace('ORDER', 'SALE'), 'event_type is ORDER, CANCEL or ADJUST, not "SALE"'],
    ['a quantity of nothing', good.replace(',12,', ',0,'), 'qty is a whole number from 1 to 1000000000, not "0"'],
    ['a quantity that is no number', good.replace(',12,', ',a dozen,'), 'qty is a whole number'],
    ['no time', good.replace('2011-11-07T07:38:00Z', 'yesterday'), 'event_time is a time like 2011-11-07T07:38:00Z'],
    ['a shop of another platform', good.replace('JD', 'EBAY'), 'channel is TAOBAO, JD, PDD, not "EBAY"'],
    ['goods nobody has', good.replace(',A,', ',B,'), 'SKU B is not in the SKU file'],
    ['no order', good.replace(',7,1,', ',,1,'), 'order_no is a name of 1 to 100 characters'],
    ['an open quote', good.replace(',A,', ',"A,'), 'a cell begins with a quote that is not closed'],
    [
      'an earlier time than the line above',
      good.replace('07:38', '07:37').replace(',7,1,', ',8,1,'),
      'is before that of the line above',
    ],
    ['a line that was there before', good, 'line 1 of order 7 is there twice'],
  ])('is refused for %s, naming the line', async (_, line, reason) => {
    await expect(read(good, line)).rejects.toMatchObject({
      name: 'InputError',
      line: 3,
      message: expect.stringContaining(reason),
    })
  })

  it('is refused without a column it needs', async () => {
    const path = join(folder, 'short.csv')
    await writeFile(path, 'seq,event_time\n1,2011-11-07T07:38:00Z')
    await expect(Array.fromAsync(readMoments(path, { goods, signal }))).rejects.toMatchObject({ name: 'InputError', line: 1 })
  })
})

describe('a SKU master', () => {
  it('is refused where a SKU is there twice, naming the line', async () => {
    const path = join(folder, 'skus.csv')
    await writeFile(path, 'sku,name,units_28d_before\nA,Mug,3\nA,Mug,4')
    await expect(readGoods(path, signal)).rejects.toMatchObject({ name: 'InputError', line: 3 })
  })
})
