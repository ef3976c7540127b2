import type { Method } from './call.ts'
import { mallInfo, timeGet, tokenCreate, tokenRefresh } from './methods-app.ts'
import { goodsDetail, goodsList, goodsSkus } from './methods-goods.ts'
import { basicOrders, orderInformation, ordersByChange, ordersByConfirmation, orderStates } from './methods-orders.ts'
import { pmcBacklog, pmcCancel, pmcPermit, pmcUser } from './methods-pmc.ts'
import { refundInformation, refundsByChange, refundStatusCheck } from './methods-refunds.ts'
import { extraLogistics, logisticsCompanies, onlineSend } from './methods-shipping.ts'
import { quantityUpdate } from './methods-stock.ts'

export interface MethodRow {
  readonly run: Method
  /** The key around the answer, which is not always the method's name. */
  readonly key: string
  readonly needsShop: boolean
  /** Calls one shop may make, where published. */
  readonly perShop: { readonly calls: number; readonly windowMs: number } | null
}

const minute = (calls: number): MethodRow['perShop'] => ({ calls, windowMs: 60_000 })

function ofShop(run: Method, key: string, perShop: MethodRow['perShop'] = null): MethodRow {
  return { run, key, needsShop: true, perShop }
}

function ofApp(run: Method, key: string): MethodRow {
  return { run, key, needsShop: false, perShop: null }
}

/** Sources: each method's page; limits as of 2023, those of the order and goods lists as of 2026. */
export const methodTable: Readonly<Record<string, MethodRow>> = {
  'pdd.time.get': ofApp(timeGet, 'time_get_response'),
  'pdd.pop.auth.token.create': ofApp(tokenCreate, 'pop_auth_token_create_response'),
  'pdd.pop.auth.token.refresh': ofApp(tokenRefresh, 'pop_auth_token_refresh_response'),
  'pdd.mall.info.get': ofShop(mallInfo, 'mall_info_get_response', { calls: 450, windowMs: 1_000 }),
  'pdd.order.number.list.increment.get': ofShop(ordersByChange, 'order_sn_increment_get_response', minute(3_000)),
  'pdd.order.list.get': ofShop(ordersByConfirmation, 'order_list_get_response', minute(6_000)),
  'pdd.order.basic.list.get': ofShop(basicOrders, 'order_basic_list_get_response'),
  'pdd.order.information.get': ofShop(orderInformation, 'order_info_get_response', minute(30_000)),
  'pdd.order.status.get': ofShop(orderStates, 'order_status_get_response'),
  'pdd.goods.list.get': ofShop(goodsList, 'goods_list_get_response', minute(1_000)),
  'pdd.goods.detail.get': ofShop(goodsDetail, 'goods_detail_get_response', minute(3_000)),
  'pdd.goods.skus.get': ofShop(goodsSkus, 'goods_sku_get_response'),
  'pdd.goods.quantity.update': ofShop(quantityUpdate, 'goods_quantity_update_response'),
  'pdd.logistics.companies.get': ofApp(logisticsCompanies, 'logistics_companies_get_response'),
  'pdd.logistics.online.send': ofShop(onlineSend, 'logistics_online_send_response'),
  'pdd.order.upload.extra.logistics': ofShop(extraLogistics, 'upload_extra_logistics_response'),
  'pdd.refund.list.increment.get': ofShop(refundsByChange, 'refund_increment_get_response', { calls: 100, windowMs: 10_000 }),
  'pdd.refund.information.get': ofShop(refundInformation, 'refund_information_get_response'),
  'pdd.refund.status.check': ofShop(refundStatusCheck, 'refund_status_check_response', minute(3_000)),
  'pdd.pmc.user.permit': ofShop(pmcPermit, 'pmc_user_permit_response'),
  'pdd.pmc.user.cancel': ofApp(pmcCancel, 'tmc_user_cancel_response'),
  'pdd.pmc.user.get': ofApp(pmcUser, 'pmc_user_get_response'),
  'pdd.pmc.accrue.query': ofApp(pmcBacklog, 'pmc_accrue_query_response'),
}

/** Methods that are answered with "offline". */
export const retiredMethods: ReadonlySet<string> = new Set(['pdd.goods.information.get', 'pdd.goods.sku.stock.update'])
