import { freeUnits, post, type Balance, type Posting } from './balance.ts'
import { giveBack, takeByFact } from './flows.ts'

/** By how many units of a SKU a claim of orders and the quota of listings change; below zero: fall. */
export interface ClaimChange {
  readonly held: number
  readonly quota: number
}

/**
 * The postings of a fact that changes both: what one gives the other takes goes straight across; the rest comes from the
 * pool or goes back to it. The balance after several changes depends on their sums alone.
 */
export function moveClaims(balance: Balance, { held, quota }: ClaimChange): readonly Posting[] {
  const across = Math.min(Math.max(0, -quota), Math.max(0, held))
  const back = Math.min(Math.max(0, quota), Math.max(0, -held))
  const straight: readonly Posting[] = [
    { from: 'quota' as const, to: 'held' as const, units: across },
    { from: 'held' as const, to: 'quota' as const, units: back },
  ].filter(({ units }) => units > 0)
  const rest = { held: held - across + back, quota: quota + across - back }
  let now = straight.reduce(post, balance)
  const postings = [...straight]
  for (const place of ['held', 'quota'] as const) {
    const units = rest[place]
    if (units >= 0) continue
    const more = giveBack(now, -units, place)
    now = more.reduce(post, now)
    postings.push(...more)
  }
  for (const place of ['held', 'quota'] as const) {
    const units = rest[place]
    if (units <= 0) continue
    const more = takeByFact(now, units, place)
    now = more.reduce(post, now)
    postings.push(...more)
  }
  return postings
}

/** How many whole sets of these components are free, at most `most`. */
export function freeSets(parts: readonly { readonly balance: Balance; readonly perSet: number }[], most: number): number {
  return parts.reduce((sets, { balance, perSet }) => Math.min(sets, Math.floor(freeUnits(balance) / perSet)), most)
}
