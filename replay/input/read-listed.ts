import { shopOf, type Listed } from '../market/shops.ts'
import type { Moment } from './read-orders.ts'

/** A shop lists what somebody orders of it: the stream is read through once for that, and so is checked before anything begins. */
export async function readListed(moments: AsyncIterable<Moment>): Promise<Listed> {
  const listed = new Map<string, Set<string>>()
  for await (const { events } of moments) {
    for (const event of events) {
      if (event.kind !== 'order') continue
      const shop = shopOf(event)
      const own = listed.get(shop) ?? new Set()
      listed.set(shop, own.add(event.sku))
    }
  }
  return listed
}
