import type { Listing } from '../../src/channels/listing.ts'
import type { ListingProbe, ProbePlan } from '../../src/channels/probe.ts'
import { belowZeroPlan, cancelRestoresPlan, repeatedKeyPlan } from '../shared/probe-plans.ts'
import type { TopClient } from './top-client.ts'
import { SellerWire } from './wire-item.ts'

/** Reads whose shop it is: keys work only on Tmall shops (`B`), so only there is their memory worth probing. */
export async function probeListing(client: TopClient, listing: Listing, signal: AbortSignal): Promise<ListingProbe> {
  const { user } = await client.read('taobao.user.seller.get', SellerWire, {
    signal,
    parameters: { fields: 'user_id,type,has_sub_stock' },
  })
  const tmall = user.type === 'B'
  const { facts, ref } = listing
  const plans: ProbePlan[] = []
  if (tmall && facts.repeatedKey === undefined) plans.push(repeatedKeyPlan(ref))
  if (facts.repeatedKey === 'applied once' && facts.belowZero === undefined) plans.push(belowZeroPlan(ref))
  if (facts.cancelRestores === undefined) plans.push(cancelRestoresPlan(ref))
  return { facts, evidence: [], plans }
}

/** The id of the shop the session belongs to. */
export async function readShopId(client: TopClient, signal: AbortSignal): Promise<string> {
  const { user } = await client.read('taobao.user.seller.get', SellerWire, {
    signal,
    parameters: { fields: 'user_id,type,has_sub_stock' },
  })
  return user.user_id
}
