import { connectJd, type JdOptions } from '../../connectors/jd/index.ts'
import type { StockCallKind } from '../../connectors/jd/stock-calls.ts'
import { Pace } from '../../connectors/shared/pace.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { openJdSandbox } from '../../sandbox/jd/index.ts'
import type { ContractFixture, ContractShape } from './contract-fixture.ts'

/** What JD brings to the contract, by the stock call its connector uses. */
export function jdFixture(stockCall: StockCallKind, shapes: readonly ContractShape[] = []): ContractFixture {
  return {
    name: stockCall === 'single' ? 'jd' : 'jd in batches',
    shapes,
    openSandbox(clock) {
      const shops = [
        { id: 'A', name: 'shop A' },
        { id: 'B', name: 'shop B' },
      ]
      return openJdSandbox({ clock, seed: 7, shops })
    },
    connect(sandbox, { clock, shop, secret, token, remoteAddress }) {
      const options: JdOptions = {
        clock,
        stockCall,
        app: { key: sandbox.app.appKey, secret: secret ?? sandbox.app.appSecret },
        accessToken: () => token ?? sandbox.tokens(shop).session,
        endpoints: { gateway: 'http://sandbox.invalid/routerjson', token: 'http://sandbox.invalid/oauth2' },
        allowLoopback: true,
        adapter: inProcessAdapter(sandbox.handler, remoteAddress),
        pace: new Pace(clock, 1_000),
      }
      return connectJd(options)
    },
    methods: {
      stock: stockCall === 'single' ? 'increaseSkuStock' : 'stock.sku.set',
      orders: 'order.enSearch',
      order: 'order.enGet',
      ship: 'order.shipment',
    },
    switchings: [
      {},
      { windowEnds: 'end excluded', orderInSecond: 'by id', ids: 'number', unpaidDates: 'milliseconds' },
      { largestPage: '50', deepPages: 'empty beyond 100', envelope: '_response', emptyValues: 'dropped', refresh: 'kept' },
      { splitParent: 'cancelled', unpaidCancelled: 'listed', missingOrder: 'nothing inside', shipSuccess: 'text' },
      { futureEnd: 'refused', bookingCounts: 'paid orders', lockedShip: 'shipped' },
    ],
    foreignOrder: 'foreign shop',
    promotionReason: 'other',
    splits: true,
    listsPrices: true,
    hides: 'unpaid',
  }
}
