import type { Names } from './engine/names.ts'
import { touchesGoods } from './move-goods.ts'

/** The rows where goods of an order have left so far: what is told next may say that they left elsewhere. */
export function touchesDepartures(orderRef: string, names: Names): ReturnType<typeof touchesGoods> {
  const places = [...(names.figures(orderRef) ?? [])].flatMap(([skuId, figures]) =>
    [...figures.values()].map(({ locationId, happenedAtMs }) =>
      touchesGoods(names.locationById(locationId), { skuId, condition: 'sellable', sinceMs: happenedAtMs }),
    ),
  )
  return { balances: places.flatMap(({ balances }) => balances), stocks: places.flatMap(({ stocks }) => stocks) }
}
