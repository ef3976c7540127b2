import { freeUnits, overcommitRoom, type Account, type Balance, type Posting } from './balance.ts'

/** A command takes what is free or nothing; it never raises the deficit. */
export function takeByCommand(balance: Balance, units: number, to: Account): readonly Posting[] | 'short' {
  return freeUnits(balance) < units ? 'short' : [{ from: 'free', to, units }]
}

/** A raise takes what is free, and the rest beyond the goods as far as that was granted; or nothing. */
export function takeToPublish(balance: Balance, units: number, to: Account): readonly Posting[] | 'short' {
  const fromFree = Math.min(units, freeUnits(balance))
  const beyond = units - fromFree
  if (beyond > overcommitRoom(balance)) return 'short'
  return movesOf([
    { from: 'free', to, units: fromFree },
    { from: 'overcommit', to, units: beyond },
  ])
}

/** A fact is always booked: from what is free, then from the safety stock kept, and the rest as deficit. */
export function takeByFact(balance: Balance, units: number, to: Account): readonly Posting[] {
  const fromFree = Math.min(units, freeUnits(balance))
  const fromSafety = Math.min(units - fromFree, balance.safetyKept)
  return movesOf([
    { from: 'free', to, units: fromFree },
    { from: 'safety', to, units: fromSafety },
    { from: 'deficit', to, units: units - fromFree - fromSafety },
  ])
}

/** What comes back pays the deficit first, then overcommit, then safety stock still wanted; the rest is free. */
export function giveBack(balance: Balance, units: number, from: Account): readonly Posting[] {
  const toDeficit = Math.min(units, balance.deficit)
  const toOvercommit = Math.min(units - toDeficit, balance.overcommit)
  const toSafety = Math.min(units - toDeficit - toOvercommit, balance.safetyWanted - balance.safetyKept)
  return movesOf([
    { from, to: 'deficit', units: toDeficit },
    { from, to: 'overcommit', units: toOvercommit },
    { from, to: 'safety', units: toSafety },
    { from, to: 'free', units: units - toDeficit - toOvercommit - toSafety },
  ])
}

function movesOf(postings: readonly Posting[]): readonly Posting[] {
  return postings.filter(({ units }) => units > 0)
}
