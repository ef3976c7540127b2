import type { Method } from './call.ts'
import { findSkuById, findWareById, searchSkuList, searchWares, venderInfo, warehouses } from './methods-goods.ts'
import { enGet, enSearch, notPayById, notPayInfo } from './methods-orders.ts'
import { refundById, refundList, replyRefund, serviceList } from './methods-refunds.ts'
import { shipment, venderCarriers } from './methods-shipping.ts'
import { findSkuStock, increaseSkuStock, skuQuery, skuSet, updateSkuStock } from './methods-stock.ts'

export const methodTable: Readonly<Record<string, Method>> = {
  'jingdong.seller.vender.info.get': venderInfo,
  'jingdong.sku.read.searchSkuList': searchSkuList,
  'jingdong.sku.read.findSkuById': findSkuById,
  'jingdong.ware.read.searchWare4Valid': searchWares,
  'jingdong.ware.read.findWareById': findWareById,
  'jingdong.store.findPartitionWhByIdAndStatus': warehouses,
  'jingdong.pop.order.enSearch': enSearch,
  'jingdong.pop.order.enGet': enGet,
  'jingdong.pop.order.notPayOrderInfo': notPayInfo,
  'jingdong.pop.order.notPayOrderById': notPayById,
  'jingdong.stock.read.findSkuStock': findSkuStock,
  'jingdong.ware.stock.sku.query': skuQuery,
  'jingdong.ware.stock.sku.set': skuSet,
  'jingdong.stock.write.increaseSkuStock': increaseSkuStock,
  'jingdong.stock.write.updateSkuStock': updateSkuStock,
  'jingdong.pop.order.shipment': shipment,
  'jingdong.fce.alpha.getVenderCarrier': venderCarriers,
  'jingdong.pop.afs.soa.refundapply.queryPageList': refundList,
  'jingdong.pop.afs.soa.refundapply.queryById': refundById,
  'jingdong.pop.afs.soa.refundapply.replyRefund': replyRefund,
  'jingdong.asc.sync.list': serviceList,
}

/** Plain-text orders are served only to callers inside JD's cloud, where nobody of this sandbox is. */
export const cloudOnly: ReadonlySet<string> = new Set(['jingdong.pop.order.search', 'jingdong.pop.order.get'])
