import type { Listing, ListingFacts } from '../../src/channels/listing.ts'
import type { ListingProbe, ProbeEvidence, ProbePlan } from '../../src/channels/probe.ts'
import { countedCancelRestoresPlan, numberShownPlan } from '../shared/counted-plans.ts'
import { belowZeroPlan, repeatedKeyPlan } from '../shared/probe-plans.ts'
import { countOpenUnits } from './open-units.ts'
import { lagMs } from './order-lists.ts'
import type { OrderReading } from './orders.ts'
import { readStock } from './read-stock.ts'

/** Settles by reading whether the booking counter holds every order that is not shipped; plans the rest. */
export async function probeListing(reading: OrderReading, listing: Listing, signal: AbortSignal): Promise<ListingProbe> {
  const found = listing.facts.reservedCountsAll === undefined ? await probeReserved(reading, listing, signal) : null
  const facts: ListingFacts = found ? { ...listing.facts, reservedCountsAll: found.counts } : listing.facts
  const toLook = listing.facts.reservedCountsAll === undefined && !found
  const plans = [...(toLook ? [reservedCountsAllPlan(listing)] : []), ...plansFor(listing)]
  return { facts, evidence: found ? [found.evidence] : [], plans }
}

/** Reading tells once there is something of either kind to count. */
function reservedCountsAllPlan({ ref }: Listing): ProbePlan {
  const step = {
    do: 'look',
    for: 'a paid and an unpaid order of this listing at the same time, neither of them shipped',
  } as const
  return { listing: ref, fact: 'reservedCountsAll', needs: 'nothing', steps: [step], conclude: () => null }
}

function plansFor({ facts, ref }: Listing): ProbePlan[] {
  const plans: ProbePlan[] = []
  if (facts.repeatedKey === undefined) plans.push(repeatedKeyPlan(ref))
  if (facts.belowZero === undefined) plans.push(belowZeroPlan(ref))
  if (facts.numberShown === undefined) plans.push(numberShownPlan(ref))
  else if (facts.cancelRestores === undefined) plans.push(countedCancelRestoresPlan(ref, facts.numberShown))
  return plans
}

/**
 * Adds up the units of all open orders between two equal readings, the lists' lag apart. Equal sums prove that the counter counts all only while
 * there are both paid and unpaid orders to count; a counter below the sum proves that it does not; else nothing is concluded.
 */
async function probeReserved(
  reading: OrderReading,
  { ref }: Listing,
  signal: AbortSignal,
): Promise<{ readonly counts: boolean; readonly evidence: ProbeEvidence } | null> {
  const [before] = await readStock(reading.client, [ref], signal)
  // What the first reading counted has to be in the lists, which may be late.
  await reading.client.wait(lagMs, signal)
  const open = await countOpenUnits(reading, ref, signal)
  const [after] = await readStock(reading.client, [ref], signal)
  if (!open || !before || !after || 'missing' in before || 'missing' in after) return null
  const reserved = after.reservedUnits ?? 0
  if (before.reservedUnits !== reserved || before.shownUnits !== after.shownUnits) return null
  const all = open.paid + open.unpaid
  const counts = all > reserved ? false : all === reserved && open.paid > 0 && open.unpaid > 0 ? true : null
  if (counts === null) return null
  const observed = [`reserved ${reserved}`, `paid and not shipped ${open.paid}`, `not paid ${open.unpaid}`]
  return { counts, evidence: { fact: 'reservedCountsAll', concluded: String(counts), observed } }
}
