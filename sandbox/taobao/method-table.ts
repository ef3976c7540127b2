import type { Method } from './call.ts'
import { timeGet, tokenMethod, userSeller } from './methods-app.ts'
import { itemSeller, itemSku, itemSkus, itemsList, itemsSellerList, skusCustom } from './methods-items.ts'
import { refundGet, refundsReceive } from './methods-refunds.ts'
import { ascpSend, logisticsCompanies, send } from './methods-shipping.ts'
import { itemQuantityUpdate, skusQuantityUpdate } from './methods-stock.ts'
import { tmallQuantityUpdate } from './methods-tmall.ts'
import { tmcConfirm, tmcConsume, tmcPermit, tmcUser } from './methods-tmc.ts'
import { tradeClose, tradeFullinfo, tradesIncrement, tradesIncrementv, tradesSold } from './methods-trades.ts'

export interface MethodRow {
  readonly run: Method
  /** Whether it needs a seller's session, and whether it writes. */
  readonly needs: 'nothing' | 'session' | 'session that may write'
}

const read = (run: Method): MethodRow => ({ run, needs: 'session' })
const write = (run: Method): MethodRow => ({ run, needs: 'session that may write' })

export const methodTable: Readonly<Record<string, MethodRow>> = {
  'taobao.time.get': { run: timeGet, needs: 'nothing' },
  'taobao.top.auth.token.create': { run: tokenMethod('code'), needs: 'nothing' },
  'taobao.top.auth.token.refresh': { run: tokenMethod('refresh_token'), needs: 'nothing' },
  'taobao.user.seller.get': read(userSeller),
  'taobao.trades.sold.get': read(tradesSold),
  'taobao.trades.sold.increment.get': read(tradesIncrement),
  'taobao.trades.sold.incrementv.get': read(tradesIncrementv),
  'taobao.trade.fullinfo.get': read(tradeFullinfo),
  'taobao.trade.get': read(tradeFullinfo),
  'taobao.trade.close': write(tradeClose),
  'taobao.items.onsale.get': read(itemsList(true)),
  'taobao.items.inventory.get': read(itemsList(false)),
  'taobao.item.seller.get': read(itemSeller),
  'taobao.items.seller.list.get': read(itemsSellerList),
  'taobao.item.sku.get': read(itemSku),
  'taobao.item.skus.get': read(itemSkus),
  'taobao.skus.custom.get': read(skusCustom),
  'taobao.item.quantity.update.tmall': write(itemQuantityUpdate),
  'taobao.skus.quantity.update.tmall': write(skusQuantityUpdate),
  'taobao.item.quantity.update': write(itemQuantityUpdate),
  'taobao.skus.quantity.update': write(skusQuantityUpdate),
  'tmall.item.quantity.update': write(tmallQuantityUpdate),
  'taobao.logistics.companies.get': read(logisticsCompanies),
  'taobao.logistics.offline.send': write(send('offline')),
  'taobao.logistics.online.send': write(send('online')),
  'taobao.logistics.dummy.send': write(send('dummy')),
  'alibaba.ascp.logistics.offline.send': write(ascpSend),
  'taobao.refunds.receive.get': read(refundsReceive),
  'taobao.refund.get': read(refundGet),
  'taobao.tmc.user.permit': read(tmcPermit),
  'taobao.tmc.user.get': read(tmcUser),
  'taobao.tmc.messages.consume': { run: tmcConsume, needs: 'nothing' },
  'taobao.tmc.messages.confirm': { run: tmcConfirm, needs: 'nothing' },
}
