import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { toOrder } from '../../../../connectors/taobao/map-trade.ts'
import { toHint } from '../../../../connectors/taobao/push-hint.ts'
import { RefundsReceived, toRefund } from '../../../../connectors/taobao/refunds.ts'
import { toListings } from '../../../../connectors/taobao/listings.ts'
import { ChangedItem, ItemPage, SellerWire, SkuWire, TmallChanged } from '../../../../connectors/taobao/wire-item.ts'
import { TradeCount, TradeFullinfo, TradePage } from '../../../../connectors/taobao/wire-trade.ts'
import { fixtureJson } from '../../../support/fixture.ts'

/** The inner object of an answer, as the client unwraps it. */
function answer(file: string): unknown {
  const body = z.record(z.string(), z.unknown()).parse(fixtureJson(`taobao/${file}`))
  return Object.values(body)[0]
}

const noPresale = { presale: null, shippingHold: null, parentId: null, leaf: true, mergeKey: null, shipBy: null }
const plainLine = { takesAt: null, cancelRestores: null, refund: 'none', gift: false, oversold: false, components: [] }

describe('answers of the platform, normalised', () => {
  it('a paid order of 2016, its times brought from China’s to ours', () => {
    const { trades } = TradePage.parse(answer('taobao.trades.sold.get.json'))
    expect(trades.map(toOrder)).toEqual([
      {
        ...noPresale,
        orderId: '194145147111084',
        state: 'paid',
        createdAt: new Date('2016-10-20T05:27:13Z'),
        paidAt: new Date('2016-10-20T05:27:49Z'),
        modifiedAt: new Date('2016-10-20T05:27:49Z'),
        shippedAt: null,
        cancelledAt: null,
        region: { province: '山东省', city: '济宁市', district: '嘉祥县' },
        lines: [
          {
            ...plainLine,
            lineId: '194145147111084',
            listing: { itemId: '2100710399384', skuId: '31122967183', warehouseId: null },
            merchantCode: null,
            units: 5,
            state: 'paid',
            shippedUnits: 0,
            shippedAt: null,
            campaigns: [],
          },
        ],
      },
    ])
  })

  it('an order closed before payment is cancelled at its end, and names its activities', () => {
    const order = toOrder(TradeFullinfo.parse(answer('taobao.trade.fullinfo.get.closed_before_payment.json')).trade)
    expect(order).toMatchObject({
      orderId: '452790065331038',
      state: 'cancelled',
      paidAt: null,
      cancelledAt: new Date('2013-11-13T06:24:01Z'),
    })
    expect(order.lines).toEqual([
      {
        ...plainLine,
        lineId: '452790065331038',
        listing: { itemId: '35223917483', skuId: '33395009470', warehouseId: null },
        merchantCode: 'TX324A0212',
        units: 1,
        state: 'cancelled',
        shippedUnits: 0,
        shippedAt: null,
        campaigns: ['PKSNmultidz1350894312-111562788_1124882997', 'mjs-267761165_106348459'],
      },
    ])
  })

  it('a finished order is closed, its units shipped', () => {
    const order = toOrder(TradeFullinfo.parse(answer('taobao.trade.fullinfo.get.finished.json')).trade)
    expect(order).toMatchObject({ state: 'closed', shippedAt: new Date('2014-01-17T07:31:07Z'), cancelledAt: null })
    expect(order.lines).toMatchObject([
      { units: 2, shippedUnits: 2, state: 'closed', shippedAt: new Date('2014-01-17T07:31:07Z') },
    ])
  })

  it('B5: no buyer’s data survives', () => {
    const files = ['taobao.trade.fullinfo.get.closed_before_payment.json', 'taobao.trade.fullinfo.get.finished.json']
    const kept = JSON.stringify(files.map((file) => toOrder(TradeFullinfo.parse(answer(file)).trade)))
    expect(kept).not.toMatch(/张\*\*|138\*|街道|买\*\*\*|010-8888|alipay|example\.com/)
  })

  it('a list asked for ids only still says how many there are', () => {
    expect(TradeCount.parse(answer('taobao.trades.sold.get.ids_only.json')).total_results).toBe(11)
  })

  it('an item on sale without SKUs is one row', () => {
    const { items, total_results: total } = ItemPage.parse(answer('taobao.items.onsale.get.json'))
    expect(total).toBe(26)
    expect(items.flatMap((item) => toListings(item, false))).toEqual([
      {
        ref: { itemId: '43077833315', skuId: null, warehouseId: null },
        merchantCode: null,
        title: '云服务器512M内存+40G硬盘+1M独享多线带宽',
        onSale: true,
        takesAt: 'unknown',
        shownUnits: 597,
        reservedUnits: null,
        loweringBlocked: null,
        combined: false,
        presale: false,
        priceFen: 199_900,
        facts: {},
      },
    ])
  })

  it('a SKU read by itself has its counters', () => {
    const { sku } = z.object({ sku: SkuWire }).parse(answer('taobao.item.sku.get.json'))
    expect(sku).toMatchObject({
      sku_id: '31122967183',
      num_iid: '2100713359442',
      quantity: 0,
      with_hold_quantity: 0,
      outer_id: null,
    })
  })

  it('the stock calls’ answers give the resulting numbers', () => {
    const { item } = ChangedItem.parse(answer('taobao.skus.quantity.update.json'))
    expect(item.skus.map(({ sku_id: id, quantity }) => [id, quantity])).toContainEqual(['30007221065', 17])
    expect(item.skus).toHaveLength(8)
    expect(ChangedItem.parse(answer('taobao.item.quantity.update.doc_sample.json')).item.skus[0]?.quantity).toBe(3)
    expect(TmallChanged.parse(answer('tmall.item.quantity.update.doc_sample.json')).quantity_update_result).toBe('12313123123')
  })

  it('refunds before shipping, one of a line with its own id', () => {
    const refunds = RefundsReceived.parse(answer('taobao.refunds.receive.get.json')).refunds.map(toRefund)
    const before = { kind: 'refund', state: 'asked', phase: 'before shipping', units: null, listing: null }
    expect(refunds).toEqual([
      {
        ...before,
        refundId: '40594600198410',
        orderId: '194174063521084',
        lineId: '194174063521084',
        modifiedAt: new Date('2016-08-03T03:52:22Z'),
      },
      {
        ...before,
        refundId: '146535512261065',
        orderId: '194174061956510',
        lineId: '194174061976510',
        modifiedAt: new Date('2016-06-01T07:09:40Z'),
      },
    ])
  })

  it('whose session it is', () => {
    expect(SellerWire.parse(answer('taobao.user.seller.get.json')).user).toMatchObject({
      user_id: '10001',
      type: 'B',
      has_sub_stock: true,
    })
  })

  it('a pulled message keeps the digits of its id, and hints at a listing', () => {
    const Consumed = z.object({
      messages: z.object({ tmc_message: z.array(z.object({ id: z.string(), topic: z.string(), content: z.string() })) }),
    })
    const [message] = Consumed.parse(answer('taobao.tmc.messages.consume.json')).messages.tmc_message
    expect(message?.id).toBe('7104300007405429232')
    expect(toHint({ topic: message?.topic ?? '', shopId: '1', content: message?.content ?? '' })).toEqual({
      kind: 'listing',
      shopId: '1',
      listing: { itemId: '15380658823', skuId: null, warehouseId: null },
      topic: 'taobao_item_ItemStockChanged',
    })
  })

  it('a trade message hints at the order, and nothing else of it is read', () => {
    const content = JSON.stringify(fixtureJson('taobao/tmc.content.taobao_trade_TradeCreate.json'))
    const topic = 'taobao_trade_TradeCreate'
    expect(toHint({ topic, shopId: null, content })).toEqual({ kind: 'order', shopId: null, orderId: '123456789', topic })
  })
})
