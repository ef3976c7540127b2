import { stockColumns } from './columns.ts'

export type DocumentField =
  | 'source'
  | 'document'
  | 'line'
  | 'kind'
  | 'happenedAt'
  | 'location'
  | 'code'
  | 'condition'
  | 'units'
  | 'toCondition'
  | 'transfer'
  | 'otherLocation'
  | 'order'
  | 'orderLine'
  | 'reason'

/** What a column of a file of documents may be called. */
export const documentColumns: Readonly<Record<DocumentField, readonly string[]>> = {
  source: ['source', 'system', '来源', '来源系统'],
  document: ['document', 'documentno', 'documentnumber', '单据', '单据编号', '单据号', '单号'],
  line: ['line', 'lineno', 'row', '行', '行号', '单据行'],
  kind: ['kind', 'type', 'documenttype', '类型', '单据类型', '业务类型'],
  happenedAt: ['happenedat', 'time', 'date', 'happened', '时间', '业务时间', '发生时间', '单据时间'],
  location: stockColumns.location,
  code: stockColumns.code,
  condition: stockColumns.condition,
  units: stockColumns.units,
  toCondition: ['tocondition', 'newcondition', '目标品相', '转入品相'],
  transfer: ['transfer', 'transferno', '调拨单', '调拨单号'],
  otherLocation: ['otherlocation', 'counterpart', '对方仓库', '对方门店'],
  order: ['order', 'orderno', 'ordernumber', '订单', '订单号', '订单编号'],
  orderLine: ['orderline', 'orderlineno', '订单行', '订单行号'],
  reason: ['reason', 'note', 'remark', '原因', '备注'],
}
