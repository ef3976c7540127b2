import { z } from 'zod'
import { wireFlag, wireId, wireIdOrNone, wireInt, wireList, wireText, wireTime, wireTimeOrNone } from '../shared/wire.ts'

/** What is asked of an order: nothing that names or reaches a buyer. Source: API pages 46, 54 and 128. */
export const tradeFields =
  'tid,tid_str,type,status,created,pay_time,modified,consign_time,end_time,step_trade_status,send_time,new_presell,est_con_time,' +
  'is_part_consign,promotion_details,top_hold,team_buy_hold,share_group_hold,ofp_hold,forbid_consign,' +
  'receiver_state,receiver_city,receiver_district,orders'

/**
 * Lists show only some types unless all are named (API page 46). The names are those of the page's own list and of the
 * kinds it says are left out.
 */
export const tradeTypes =
  'fixed,auction,guarantee_trade,step,independent_simple_trade,independent_shop_trade,auto_delivery,ec,cod,game_equipment,' +
  'shopex_trade,netcn_trade,external_trade,instant_trade,b2c_cod,hotel_trade,super_market_trade,super_market_cod_trade,taohua,' +
  'waimai,nopaid,pre_auth_type,fenxiao,eticket,tmall_i18n,o2o_offlinetrade'

const Component = z.object({
  item_id: wireId,
  sku_id: wireIdOrNone,
  quantity: wireInt,
  outer_iid: wireText,
  outer_sku_id: wireText,
})

export const LineWire = z.object({
  oid: wireId.optional(),
  oid_str: wireText,
  num_iid: wireId,
  sku_id: wireIdOrNone,
  outer_iid: wireText,
  outer_sku_id: wireText,
  num: wireInt,
  payment: wireText,
  status: z.string(),
  refund_status: wireText,
  is_oversold: wireFlag,
  is_free_gift: wireFlag,
  gift_mids: wireText,
  consign_time: wireTimeOrNone,
  combine_item_info: wireList(Component, 'combine_item_info'),
})
export type LineWire = z.output<typeof LineWire>

const Promotion = z.object({ id: wireIdOrNone, promotion_id: wireText })

export const TradeWire = z.object({
  tid: wireId.optional(),
  tid_str: wireText,
  type: wireText,
  status: z.string(),
  created: wireTime,
  modified: wireTime,
  pay_time: wireTimeOrNone,
  consign_time: wireTimeOrNone,
  end_time: wireTimeOrNone,
  step_trade_status: wireText,
  send_time: wireTimeOrNone,
  new_presell: wireFlag,
  est_con_time: wireTimeOrNone.catch(null),
  top_hold: wireFlag,
  team_buy_hold: wireFlag,
  share_group_hold: wireFlag,
  ofp_hold: wireFlag,
  forbid_consign: wireFlag,
  receiver_state: wireText,
  receiver_city: wireText,
  receiver_district: wireText,
  oaid: wireText,
  promotion_details: wireList(Promotion, 'promotion_detail'),
  orders: wireList(LineWire, 'order'),
})
export type TradeWire = z.output<typeof TradeWire>

export const TradePage = z.object({
  total_results: wireInt.optional(),
  trades: wireList(TradeWire, 'trade'),
})

/** The first call of a walk asks for ids only, to learn how many there are. */
export const TradeCount = z.object({ total_results: wireInt.default(0) })

export const TradeFullinfo = z.object({ trade: TradeWire })
