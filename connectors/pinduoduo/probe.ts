import { z } from 'zod'
import type { Listing, ListingRef } from '../../src/channels/listing.ts'
import type { ListingProbe, ProbePlan } from '../../src/channels/probe.ts'
import { countedCancelRestoresPlan } from '../shared/counted-plans.ts'
import { belowZeroPlan, cancelRestoresPlan } from '../shared/probe-plans.ts'
import { wireId } from '../shared/wire.ts'
import type { PopClient } from './pop-client.ts'
import { SkuStock } from './wire-goods.ts'

const MallInfo = z.object({ mall_id: wireId })

/** The id of the shop the token belongs to (pdd.mall.info.get). */
export async function readShopId(client: PopClient, signal: AbortSignal): Promise<string> {
  return (await client.read('pdd.mall.info.get', MallInfo, { signal })).mall_id
}

/** Reads prove only that there is a reserved counter at all; what it counts shows when somebody orders. */
export async function probeListing(client: PopClient, listing: Listing, signal: AbortSignal): Promise<ListingProbe> {
  const { facts, ref } = listing
  const parameters = { goods_id: ref.itemId, sku_id: ref.skuId ?? undefined }
  const { quantity, reserve_quantity: reserved } = await client.read('pdd.goods.skus.get', SkuStock, { signal, parameters })
  const counts = reserved !== undefined && reserved !== null
  const observed = [`quantity ${quantity}, reserve_quantity ${counts ? reserved : 'absent'}`]
  const plans: ProbePlan[] = []
  if (counts && facts.reservedCountsAll === undefined) plans.push(reservedCounterPlan(ref))
  if (facts.belowZero === undefined) plans.push(belowZeroPlan(ref))
  if (facts.cancelRestores === undefined) plans.push(...backPlans(listing))
  return {
    facts: counts ? facts : { ...facts, reservedCountsAll: false },
    evidence: [{ fact: 'reservedCountsAll', concluded: counts ? 'open' : 'no such counter', observed }],
    plans,
  }
}

/** Orders that no list shows move the number too: it tells only beside a reserve that counts them. */
function backPlans({ facts, ref }: Listing): readonly ProbePlan[] {
  if (facts.reservedCountsAll !== true) return [cancelRestoresPlan(ref)]
  return facts.numberShown === undefined ? [] : [countedCancelRestoresPlan(ref, facts.numberShown)]
}

/**
 * Watches both counters over an order placed by somebody in a group that is not full yet: that is the order no list shows. If
 * the reserve grows by its units, it counts such orders, and whether the number shown falls tells net from gross. If only the
 * number shown falls, the units are nowhere to be seen. If somebody else buys meanwhile, nothing is concluded.
 */
export function reservedCounterPlan(listing: ListingRef): ProbePlan {
  return {
    listing,
    fact: 'reservedCountsAll',
    needs: 'nothing',
    steps: [{ do: 'read' }, { do: 'wait', for: 'an order of this listing' }, { do: 'read' }],
    conclude(seen) {
      const [before, after] = seen.filter((each) => each.saw === 'reading')
      const [order, ...more] = seen.filter((each) => each.saw === 'order')
      if (!before || !after || !order || more.length > 0) return null
      const [reserved, left] = [before.reservedUnits, after.reservedUnits]
      if (reserved === null || left === null) return null
      const fell = before.shownUnits - after.shownUnits
      const grew = left - reserved
      if (grew === order.units && fell === order.units) return { reservedCountsAll: true, numberShown: 'net' }
      if (grew === order.units && fell === 0) return { reservedCountsAll: true, numberShown: 'gross' }
      return grew === 0 && fell === order.units ? { reservedCountsAll: false } : null
    },
  }
}
