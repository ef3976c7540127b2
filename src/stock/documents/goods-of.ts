import type { Condition } from '../../domain/ids.ts'
import { unreachable } from '../../domain/assert.ts'
import type { DocumentContent } from './content.ts'

/** Units of one condition that a document line says came to its location or left it. */
export interface GoodsEffect {
  readonly condition: Condition
  readonly units: number
}

/** What a line moves by itself; a count, a shipment and an acknowledgement are measured against what is known. */
export function goodsOf(content: DocumentContent): readonly GoodsEffect[] {
  const { condition, units, toCondition } = content
  switch (content.kind) {
    case 'receipt':
    case 'return':
    case 'arrival':
    case 'adjustment':
      return [{ condition, units }]
    case 'sale':
    case 'dispatch':
      return [{ condition, units: -units }]
    case 'condition_change':
      return toCondition === null
        ? []
        : [
            { condition, units: -units },
            { condition: toCondition, units },
          ]
    case 'count':
    case 'shipment':
    case 'acknowledgement':
      return []
    default:
      return unreachable(content.kind)
  }
}
