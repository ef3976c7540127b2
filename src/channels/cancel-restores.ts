import type { OrderLine } from './order.ts'
import type { StockSemantics } from './semantics.ts'

/** Whether a cancelled unit is for sale again by itself; what the payload says wins. */
export function cancelRestores(line: OrderLine, semantics: Pick<StockSemantics, 'cancelRestores'>): boolean | 'unknown' {
  return line.cancelRestores ?? semantics.cancelRestores
}
