import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { toListing } from '../../../../connectors/jd/listings.ts'
import { toOrder } from '../../../../connectors/jd/map-order.ts'
import { ServiceList, toServiceOrder } from '../../../../connectors/jd/service-orders.ts'
import { OrderSearch, OrderWire } from '../../../../connectors/jd/wire-order.ts'
import { SkuPage } from '../../../../connectors/jd/wire-sku.ts'
import { StockIncreased, StockSet } from '../../../../connectors/jd/wire-stock.ts'
import { fixtureJson } from '../../../support/fixture.ts'

/** What stands inside the envelope. */
function answer(file: string): unknown {
  const body = z.record(z.string(), z.unknown()).parse(fixtureJson(`jd/${file}`))
  return Object.values(body)[0]
}

const sample = z.record(z.string(), z.unknown()).parse(fixtureJson('jd/order-object.json'))
const order = (changes: object) => toOrder(OrderWire.parse({ ...sample, ...changes }))

describe('answers of the platform, normalised', () => {
  it('a paid order of 2022, split from a cart, its times brought from China’s to ours', () => {
    expect(order({})).toEqual({
      orderId: '249786309732',
      parentId: '245752632275',
      leaf: true,
      state: 'paid',
      createdAt: new Date('2022-07-16T08:37:38Z'),
      paidAt: new Date('2022-07-16T08:38:32Z'),
      shippedAt: null,
      modifiedAt: new Date('2022-07-16T08:38:32Z'),
      cancelledAt: null,
      shipBy: null,
      shippingHold: null,
      presale: null,
      region: { province: '广东', city: '广州市', district: '海珠区' },
      mergeKey: null,
      lines: [
        {
          lineId: '10054887745652',
          listing: { itemId: '10020665903516', skuId: '10054887745652', warehouseId: null },
          merchantCode: 'testjd4206151136003',
          units: 1,
          state: 'paid',
          takesAt: null,
          cancelRestores: null,
          shippedUnits: 0,
          shippedAt: null,
          refund: 'none',
          gift: false,
          oversold: false,
          campaigns: [],
          components: [],
        },
      ],
    })
  })

  it('B5: no buyer’s data survives, whatever stands in the payload', () => {
    const consigneeInfo = {
      fullname: '张三',
      mobile: '13612345675',
      fullAddress: '新港中路1号',
      province: '广东',
      oaid: 'opaque',
    }
    const kept = order({ consigneeInfo, pin: 'jd_buyer', orderRemark: '放门口', open_id_buyer: 'open-1', venderRemark: '老客户' })
    expect(JSON.stringify(kept)).not.toMatch(/张三|13612345675|新港|jd_buyer|门口|open-1|老客户/)
    expect(kept.mergeKey).toBe('opaque')
    expect(kept.region).toEqual({ province: '广东', city: null, district: null })
  })

  it.each([
    ['WAIT_SELLER_STOCK_OUT', 'paid', null],
    ['POP_ORDER_PAUSE', 'paid', 'paused by the platform'],
    ['PAUSE', 'paid', 'paused by the platform'],
    ['LOCKED', 'paid', 'the buyer asked to cancel'],
    ['WAIT_SELLER_DELIVERY', 'paid', null],
    ['WAIT_GOODS_RECEIVE_CONFIRM', 'shipped', null],
    ['FINISHED_L', 'closed', null],
    ['TRADE_CANCELED', 'cancelled', null],
  ])('the state %s is %s', (orderState, state, shippingHold) => {
    expect(order({ orderState })).toMatchObject({ state, shippingHold, lines: [{ state }] })
  })

  it('R6: an order called off after it left is closed, its units consumed', () => {
    const left = { orderState: 'TRADE_CANCELED', waybill: 'SF1', logisticsId: '467', outBoundDate: '2022-07-17 10:00:00' }
    expect(order(left)).toMatchObject({ state: 'closed', cancelledAt: null, lines: [{ shippedUnits: 1 }] })
  })

  it('a state nobody documented is an error, not a guess', () => {
    expect(() => order({ orderState: 'RECEIPTS_CONFIRM' })).toThrow(/state nobody documented/)
  })

  it('R7: rows of the same goods are one line, warehouses are kept apart, and what costs nothing is a gift', () => {
    const row = { skuId: '1', wareId: '9', itemTotal: '2', jdPrice: '1.00', newStoreId: '0' }
    const rows = [
      row,
      { ...row, itemTotal: 1, jdPrice: '0.00' },
      { ...row, newStoreId: 21 },
      { ...row, skuId: '2', jdPrice: '0.00' },
    ]
    expect(
      order({ itemInfoList: rows }).lines.map(({ lineId, units, gift, listing }) => [lineId, units, gift, listing.warehouseId]),
    ).toEqual([
      ['1', 3, false, null],
      ['1@21', 2, false, '21'],
      ['2', 2, true, null],
    ])
  })

  it('a lone row and ids beyond 2^53 come out whole', () => {
    const itemInfoList = { skuId: '9007199254740993', wareId: '9007199254740995', itemTotal: 1 }
    expect(order({ orderId: '9007199254740997', itemInfoList })).toMatchObject({
      orderId: '9007199254740997',
      lines: [{ listing: { itemId: '9007199254740995', skuId: '9007199254740993' }, units: 1 }],
    })
  })

  it('a page of orders', () => {
    const body = z.object({ searchorderinfo_result: z.looseObject({}) }).parse(answer('shape.jingdong.pop.order.enSearch.json'))
    const result = { ...body.searchorderinfo_result, orderInfoList: [sample] }
    const { searchorderinfo_result: page } = OrderSearch.parse({ searchorderinfo_result: result })
    expect(page).toMatchObject({ apiResult: { success: true }, orderTotal: 1, orderInfoList: [{ orderId: '249786309732' }] })
  })

  it('a SKU on sale without a merchant’s code', () => {
    const { page } = SkuPage.parse(answer('jingdong.sku.read.searchSkuList.json'))
    expect(page.totalItem).toBe(1)
    expect(page.data.map((sku) => toListing(sku))).toEqual([
      {
        ref: { itemId: '10024838828001', skuId: '10086982152177', warehouseId: null },
        merchantCode: null,
        title: '迪士尼抽卡盒子 红色',
        onSale: true,
        takesAt: 'order',
        shownUnits: null,
        reservedUnits: null,
        loweringBlocked: null,
        combined: false,
        presale: false,
        priceFen: 280,
        facts: {},
      },
    ])
  })

  it('the stock calls’ answers', () => {
    const { returnType } = StockSet.parse(answer('shape.jingdong.ware.stock.sku.set.json'))
    expect(returnType.success).toBe(true)
    expect(returnType.obj?.updateStockResult.map(({ data, success, storeId }) => [data, success, storeId])).toEqual([
      ['11', true, null],
      ['12', false, null],
    ])
    expect(StockIncreased.parse(answer('shape.jingdong.stock.write.updateSkuStock.json'))).toEqual({
      success: true,
      message: null,
    })
  })

  it('a service order after delivery, its buyer left behind', () => {
    const { pageResult } = ServiceList.parse(answer('jingdong.asc.sync.list.json'))
    const changedBy = new Date('2020-01-10T14:00:00Z')
    const wareIds = new Map([['59156590170', '10000001']])
    expect(pageResult?.data.map((row) => toServiceOrder(row, { wareIds, changedBy }))).toEqual([
      {
        refundId: '724578811',
        orderId: '109113048299',
        lineId: null,
        listing: { itemId: '10000001', skuId: '59156590170', warehouseId: null },
        units: 1,
        state: 'agreed',
        kind: 'return',
        phase: 'after shipping',
        modifiedAt: changedBy,
      },
    ])
  })
})
